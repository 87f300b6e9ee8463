"""Starting a report: from the outline alone, from a text that was read in, or from one of our own files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ..models import Attachment, Cycle, Event, OutlineSection, Participant, Report, Section, User
from ..models.attachment import ATTACHMENT_TITLE_LENGTH
from ..models.report import TITLE_LENGTH
from ..models.section import HEADING_LENGTH
from ..prose.content import AttachmentContent, FigureContent, ReportContent, SectionKind
from ..prose.parsing import ParsedReport
from ..prose.placing import AskedSection, place_parts
from ..prose.size import Size, measure_attachments, measure_parts
from .errors import Refused
from .event import log
from .figure import asked_figures, create_figures
from .participant import lock_participant
from .size import refuse_excess

_ORDER = [kind.value for kind in SectionKind]


@dataclass(frozen=True, slots=True)
class ManuscriptSection:
    kind: str
    heading: str
    body: str

    @classmethod
    def of(cls, kind: str, heading: str, body: str) -> Self:
        """A heading that is too long becomes, whole, the text's first paragraph."""
        return cls(kind, heading, body) if len(heading) <= HEADING_LENGTH else cls(kind, "", f"{heading}\n{body}")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What a report is started from, whatever file it came in.

    `places` says for each part which section of the outline it goes into, None for one of its own; without them
    likeness decides.
    """

    title: str = ""
    salutation: str = ""
    parts: tuple[ManuscriptSection, ...] = ()
    figures: Mapping[str, FigureContent] = field(default_factory=dict)
    attachments: tuple[AttachmentContent, ...] = ()
    places: tuple[int | None, ...] | None = None

    @classmethod
    def from_parsed(cls, parsed: ParsedReport, kinds: tuple[str, ...] = ()) -> Self:
        """`kinds` corrects the recognised kinds, one for each section."""
        opening = (ManuscriptSection(SectionKind.OPENING, "", parsed.opening),) if parsed.opening else ()
        chosen = kinds or tuple(section.kind for section in parsed.sections)
        pairs = zip(chosen, parsed.sections, strict=True)
        return cls(
            title=parsed.title,
            salutation=parsed.salutation,
            parts=opening + tuple(ManuscriptSection.of(kind, section.heading, section.body) for kind, section in pairs),
            figures={
                blank.label: FigureContent(blank.label, blank.kind, blank.unit, "", previous=blank.previous)
                for blank in parsed.blanks
            },
            attachments=parsed.attachments,
        )

    @classmethod
    def from_content(cls, content: ReportContent, *, opens_figures: bool = False) -> Self:
        """For the content of one of our own files, values included. With `opens_figures` they are last year's, and
        this year's are asked for.
        """
        return cls(
            title=content.title,
            salutation=content.salutation,
            parts=tuple(
                ManuscriptSection.of(section.kind, section.heading, section.body) for section in content.sections
            ),
            figures={figure.label: _as_begun(figure, is_open=opens_figures) for figure in content.figures},
            attachments=content.attachments,
        )

    @property
    def size(self) -> Size:
        """The size of a report made of it, without the empty sections of its outline."""
        parts = measure_parts((part.heading, part.body) for part in self.parts)
        attachments = measure_attachments((attachment.title, attachment.body) for attachment in self.attachments)
        return replace(parts + attachments, blanks=max(parts.blanks, len(self.figures)))


def _as_begun(figure: FigureContent, *, is_open: bool) -> FigureContent:
    return replace(figure, value="", previous=figure.value) if is_open else replace(figure, previous="")


@transaction.atomic
def start_report(*, participant: Participant, by: User, at: datetime, manuscript: Manuscript | None = None) -> Report:
    """A new draft with the outline's sections, filled from the manuscript where there is one.

    Keeps the unit and post of the roll. Raises Refused where the cycle is not open, the participant is not asked to
    write or has a report already, or the manuscript is too large.
    """
    locked = lock_participant(participant)  # who is being moved or exempt, whose round closes in this moment
    if locked is None or not locked.is_asked_to_write:
        raise Refused(_("No report is asked for here. Ask the organiser if this is a mistake."))
    is_open = Cycle.objects.open_at(at).filter(pk=participant.cycle_id).exists()
    if not is_open and locked.closing != Participant.Closing.KEPT:
        raise Refused(_("This cycle is not open."))
    source = manuscript or Manuscript()
    refuse_excess(source.size)
    report = _create(locked, source, at=at)
    _create_sections(report, source)
    _create_attachments(report, source.attachments)
    asked = asked_figures(locked.cycle.outline.sections.all())
    create_figures(report=report, described=asked | dict(source.figures))
    log(verb=Event.Verb.IMPORTED if manuscript else Event.Verb.STARTED, actor=by, at=at, report=report)
    return report


def _create(participant: Participant, source: Manuscript, *, at: datetime) -> Report:
    cycle = participant.cycle
    try:
        with transaction.atomic():
            return Report.objects.create(
                participant=participant,
                cycle=cycle,
                author=participant.person,
                unit=participant.unit,
                post=participant.post,
                title=source.title[:TITLE_LENGTH] or cycle.report_title,
                salutation=source.salutation[:TITLE_LENGTH],
                numbering=cycle.outline.numbering,
                created_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("There is already a report for this cycle. Open it from the list of reports.")) from error


def _create_sections(report: Report, source: Manuscript) -> None:
    outline_sections = list(report.cycle.outline.sections.order_by("position"))
    places = source.places
    if places is None:
        places = tuple(place_parts(source.parts, [ask_of(section) for section in outline_sections]))
    Section.objects.bulk_create(
        Section(
            report=report,
            outline_section=outline_section,
            position=position,
            kind=part.kind,
            heading=part.heading,
            body=part.body,
        )
        for position, (outline_section, part) in enumerate(_match(outline_sections, source.parts, places), start=1)
    )


def ask_of(section: OutlineSection) -> AskedSection:
    return AskedSection(section.kind, section.title, f"{section.guidance}\n{section.sample}")


def _create_attachments(report: Report, attachments: tuple[AttachmentContent, ...]) -> None:
    Attachment.objects.bulk_create(
        Attachment(report=report, position=position, title=title, body=body)
        for position, (title, body) in enumerate(map(_title_and_body, attachments), start=1)
    )


def _title_and_body(attachment: AttachmentContent) -> tuple[str, str]:
    """A title that is too long becomes, whole, the text's first paragraph."""
    title, body = attachment.title, attachment.body
    if len(title) <= ATTACHMENT_TITLE_LENGTH:
        return title, body
    return title[:ATTACHMENT_TITLE_LENGTH], f"{title}\n{body}"


def _match(
    asked: list[OutlineSection], parts: Sequence[ManuscriptSection], places: Sequence[int | None]
) -> list[tuple[OutlineSection | None, ManuscriptSection]]:
    """The outline's sections in order, each with the parts placed in it. None is dropped.

    Left-over ones of a kind follow the last section of that kind. Those of a kind that the outline lacks go where
    reports usually have it.
    """
    placed: list[tuple[OutlineSection | None, ManuscriptSection]] = []
    for number, section in enumerate(asked):
        inside = [part for part, place in zip(parts, places, strict=True) if place == number]
        placed.append((section, _join(section.kind, inside)))
    for part in (part for part, place in zip(parts, places, strict=True) if place is None):
        placed.insert(_after_its_kind(part.kind, [other.kind for _asked, other in placed]), (None, part))
    return placed


def _join(kind: str, parts: Sequence[ManuscriptSection]) -> ManuscriptSection:
    """The first one's heading becomes the section's; those of the others stand as lines of their own."""
    if not parts:
        return ManuscriptSection(kind, "", "")
    first, *others = parts
    lines = [first.body] + [line for part in others for line in (part.heading, part.body)]
    return ManuscriptSection(kind, first.heading, "\n".join(filter(None, lines)))


def _after_its_kind(kind: str, kinds: Sequence[str]) -> int:
    same = [place for place, other in enumerate(kinds) if other == kind]
    before = same or [place for place, other in enumerate(kinds) if _ORDER.index(other) <= _ORDER.index(kind)]
    return before[-1] + 1 if before else 0
