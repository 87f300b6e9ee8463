"""The reading page's text with the comments that stand beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from ..models import Comment, Report, Section
from ..models.statement import PreparedQuery
from ..prose.anchoring.anchor import Placement, PlacementState
from ..prose.anchoring.reanchor import reanchor
from ..prose.content import ReportContent, SectionContent
from ..prose.paper import PaperRow, Passage, lay_out

WHOLE = Placement(PlacementState.PLACED)  # of a comment on a whole section


@dataclass(slots=True)
class CommentCard:
    """`placement` is a place in `shown`, the text that is read. `number` counts in reading order."""

    comment: Comment
    placement: Placement
    shown: str
    number: int = 0

    @property
    def is_on_passage(self) -> bool:
        return self.comment.start is not None

    @property
    def other_words(self) -> str:
        """The words that it was attached to by hand. Empty where they are the original ones."""
        place = self.placement
        if place.start is None or place.state != PlacementState.PLACED:
            return ""
        words = self.shown[place.start : place.end]
        return "" if words == self.comment.original_quote else words

    @property
    def look(self) -> str:
        """A CSS class. Empty for an open comment whose words still stand."""
        if not self.comment.is_open:
            return "comment-resolved"
        if self.placement.state != PlacementState.PLACED:
            return "comment-doubtful"
        return "comment-suggestion" if self.comment.is_suggestion else ""

    @property
    def is_today(self) -> bool:
        """Whether the shown text is today's, so that a person can say where in it the comment belongs."""
        return self.shown == self.comment.section.body

    @property
    def may_be_accepted(self) -> bool:
        """Whether a suggestion can be put into the text as it is."""
        return self.comment.is_applicable and self.comment.section.is_open

    @property
    def stamp(self) -> str:
        """Another one whenever the card shows something else: by it news finds out which cards to replace."""
        return f"{self.comment.changed_at.timestamp():.6f}.{self.placement.state}.{self.may_be_accepted}"

    def place_in_order(self) -> tuple[int, int]:
        return (-1 if self.placement.start is None else self.placement.start), self.comment.pk


@dataclass(slots=True)
class DiscussedSection:
    """`cards` are the comments that have no place in a row."""

    section: Section
    name: str
    content: SectionContent
    rows: list[tuple[PaperRow, list[CommentCard]]]
    cards: list[CommentCard]
    marked: dict[int, CommentCard] = field(default_factory=dict)

    @property
    def count_acceptable(self) -> int:
        """Counts the suggestions shown here that the author may accept."""
        cards = [*self.cards, *(card for _, row in self.rows for card in row)]
        return sum(card.comment.is_open and card.comment.is_suggestion and card.may_be_accepted for card in cards)


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """`section` is a primary key as text, or empty for all sections."""

    ALL, OPEN, MINE = "", "open", "mine"

    show: str = ALL
    section: str = ""
    reader_pk: int = 0

    def shows(self, comment: Comment) -> bool:
        if self.section and self.section != str(comment.section_id):
            return False
        if self.show == self.MINE:
            return self.reader_pk in {comment.author_id, *(reply.author_id for reply in comment.replies.all())}
        return self.show != self.OPEN or comment.is_open


EVERYTHING = CommentFilter()


@dataclass(slots=True)
class Discussion:
    """The counts are of all comments that the person may see, shown or not."""

    parts: list[DiscussedSection]
    count: int
    count_open: int
    count_unanswered: int


def card_of(comment: Comment) -> CommentCard:
    placement = WHOLE if comment.start is None else comment.mark.placement
    return CommentCard(comment, placement, comment.section.body)


def sections_in_order(report: Report) -> list[Section]:
    """With what their names need prefetched."""
    sections = _sections(report.pk)
    for section in sections:
        section.report = report
    return sections


def _sections_of(report: int) -> QuerySet[Section]:
    return Section.objects.filter(report=report).select_related("outline_section").order_by("position")


_sections = PreparedQuery(_sections_of)


def section_read(report: Report, section: Section, content: ReportContent) -> SectionContent:
    places = list(report.sections.order_by("position").values_list("pk", flat=True))
    return content.sections[places.index(section.pk)]


def name_read(section: Section, shown: SectionContent) -> str:
    """The section's name as the reader knows it. Its heading may have been changed since."""
    return section.name if section.outline_section else shown.heading or str(section.get_kind_display())


def names_read(sections: Sequence[Section], content: ReportContent) -> list[str]:
    return [name_read(section, shown) for section, shown in zip(sections, content.sections, strict=True)]


def discuss(
    sections: Sequence[Section],
    content: ReportContent,
    comments: Iterable[Comment],
    by_filter: CommentFilter = EVERYTHING,
) -> Discussion:
    """Puts the comments beside the text. `comments` are all that the reader may see, in the order of the text."""
    listed = list(comments)
    by_key = {section.pk: section for section in sections}
    for comment in listed:
        comment.section = by_key[comment.section_id]
    wanted: dict[int, list[Comment]] = {section.pk: [] for section in sections}
    for comment in listed:
        if by_filter.shows(comment):
            wanted[comment.section_id].append(comment)
    parts = [
        _part(section, wanted[section.pk], content, shown)
        for section, shown in zip(sections, content.sections, strict=True)
    ]
    _number(parts)
    return Discussion(
        parts=parts,
        count=len(listed),
        count_open=sum(comment.is_open for comment in listed),
        count_unanswered=sum(comment.is_unanswered for comment in listed),
    )


def _part(section: Section, comments: list[Comment], content: ReportContent, shown: SectionContent) -> DiscussedSection:
    cards = sorted(_cards(section, comments, shown.body), key=CommentCard.place_in_order)
    by_key = {card.comment.pk: card for card in cards}
    rows = lay_out(content, shown, [passage for card in cards if (passage := _passage(card))])
    beside = [(row, [by_key.pop(key) for key in row.ends]) for row in rows]
    marked = {card.comment.pk: card for card in cards if card.comment.pk not in by_key}
    return DiscussedSection(section, name_read(section, shown), shown, beside, list(by_key.values()), marked)


def _cards(section: Section, comments: Sequence[Comment], shown: str) -> list[CommentCard]:
    """Stored placements are those in today's text. Where the last version is shown, the comments are placed in that."""
    on_passages = [comment for comment in comments if comment.start is not None]
    marks = reanchor([comment.mark for comment in on_passages], section.body, shown)
    placements = {comment.pk: mark.placement for comment, mark in zip(on_passages, marks, strict=True)}
    return [CommentCard(comment, placements.get(comment.pk, WHOLE), shown) for comment in comments]


def _passage(card: CommentCard) -> Passage | None:
    place = card.placement
    return None if place.start is None or place.end is None else Passage(card.comment.pk, place.start, place.end)


def _number(parts: list[DiscussedSection]) -> None:
    cards = [card for part in parts for card in [*part.cards, *(card for _, row in part.rows for card in row)]]
    for number, card in enumerate(cards, start=1):
        card.number = number
