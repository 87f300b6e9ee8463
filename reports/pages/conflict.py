"""Two people, or two tabs, on one text: both texts, what differs, and both put together."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from ..actions.saved_text import StaleText, TextEdit
from ..models import Attachment, Figure, Section, User
from ..prose.content import Words
from ..prose.diff import DiffSegment, compare
from ..prose.merge import merge


@dataclass(frozen=True, slots=True)
class FigureConflict:
    """`base` is the value to save over. `stored` is None where nobody else changed the figure."""

    figure: Figure
    mine: str
    base: str
    stored: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """`mine` is not saved, `theirs` is. `proposal` is both in one text; None where the changes touch."""

    mine: Words
    theirs: Words
    differences: list[DiffSegment]
    proposal: Words | None
    figures: list[FigureConflict]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The fields of one line that differ: theirs, mine. The text has `differences`."""
        pairs = zip(self.theirs._replace(body=""), self.mine._replace(body=""), strict=True)
        return [(theirs, mine) for theirs, mine in pairs if theirs != mine]

    @property
    def loaded(self) -> dict[str, str]:
        """What the page sends along as loaded, by the names of its fields."""
        return self.theirs._asdict()


def compose_conflict(edit: TextEdit, stale: StaleText, figures: Sequence[Figure]) -> Conflict:
    """`figures` are those of the text, of which the edit changed some. Nothing that was typed is left out."""
    theirs = stale.words
    mine = edit.words or theirs
    return Conflict(
        mine=mine,
        theirs=theirs,
        differences=compare(theirs.body, mine.body),
        proposal=_merge(edit.base or theirs, mine, theirs),
        figures=[_of_figure(figure, edit, stale) for figure in figures if figure.label in edit.figures],
    )


def _merge(base: Words, mine: Words, theirs: Words) -> Words | None:
    merged = [merge(*texts) for texts in zip(base, mine, theirs, strict=True)]
    texts = [text for text in merged if text is not None]
    return Words(*texts) if len(texts) == len(merged) else None


def _of_figure(figure: Figure, edit: TextEdit, stale: StaleText) -> FigureConflict:
    typed, stored = edit.figures[figure.label], stale.figures.get(figure.label)
    return FigureConflict(figure, typed.value, typed.base if stored is None else stored, stored, typed.reason)


def describe_save(stale: StaleText, edit: TextEdit, reader: User) -> str:
    """Which values have changed, where the words are as the page had them; else who saved them when. Tells the page's
    own save and the reader's other tabs from somebody else.
    """
    if edit.fits(stale.stored):
        labels = {"labels": "、".join(stale.figures)}
        return _("Since this page was opened these values have been changed: %(labels)s.") % labels
    return _describe_words(stale.stored, reader, tab=edit.tab)


def _describe_words(stored: Section | Attachment, reader: User, *, tab: str) -> str:
    if stored.saved_by is None or stored.saved_at is None:
        return _("The text of this section has changed since this page was opened.")
    time = timezone.localtime(stored.saved_at).strftime("%H:%M")
    if stored.saved_by == reader and stored.saved_tab == tab:
        return _("You saved this section at %(time)s on this page, and then the page as it was before.") % {
            "time": time
        }
    if stored.saved_by == reader:
        return _("You saved this section at %(time)s in another tab or window.") % {"time": time}
    return _("%(name)s saved this section at %(time)s.") % {"name": stored.saved_by.name, "time": time}
