"""Saving text over text, a section's or an attachment's. Words are never lost: a stale save is refused with both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import F, QuerySet, Value

from ..models import Attachment, Figure, PromiseAnswer, Report, Section, Shortcoming, User
from ..models.saved_text import SavedText
from ..models.statement import PreparedUpdate
from ..prose.content import Words
from ..prose.size import Size
from .size import refuse_growth


@dataclass(frozen=True, slots=True)
class FigureEdit:
    """`base` is the stored value that the new one was typed over. `reason` says why it is another one than that of the
    ledger, of a figure that is taken from one.
    """

    value: str
    base: str
    reason: str = ""

    def gives_reason(self, figure: Figure) -> bool:
        """A page that was loaded before brings the stored one along, whatever value is typed: that is no word about
        what the source says now.
        """
        return figure.is_taken and self.reason not in {"", figure.kept_reason}


class PageEdit:
    """What a page sends that was loaded at `version`. `tab` names the browser page."""

    __slots__ = ()
    version: int
    tab: str

    def fits(self, stored: SavedText | PromiseAnswer | Shortcoming) -> bool:
        """Whether the edit was typed over what is stored. A page's own newer save is no exception: which of two was
        written later, only the person knows. Callers take the same words sent again for stored.
        """
        return stored.version == self.version


@dataclass(frozen=True, slots=True)
class TextEdit(PageEdit):
    """Its words, the words it was loaded with, and the figures it changed, by label. `words` is None from a page that
    only fills blanks.
    """

    tab: str
    version: int
    words: Words | None = None
    base: Words | None = None
    figures: Mapping[str, FigureEdit] = field(default_factory=dict)

    @property
    def new_words(self) -> Words | None:
        """None where the words are those that the page was loaded with."""
        return self.words if self.words != self.base else None


class StaleText(Exception):
    """Somebody, or another tab of the same person, saved first. Nothing of this save was stored.

    `stored` is the section or attachment as it stands now and `words` its words. `figures` are the stored values, by
    label, that differ from those the page was loaded with.
    """

    def __init__(self, stored: Section | Attachment, figures: Mapping[str, str] | None = None) -> None:
        super().__init__(stored.pk)
        self.stored = stored
        self.words = stored.words
        self.figures = dict(figures or {})


def store_words(
    before: Section | Attachment,
    words: Words,
    *,
    report: Report,
    measure: Callable[[Iterable[Words]], Size],
    tab: str,
    by: User,
    at: datetime,
) -> bool:
    """Whether `words` were stored over `before`, which was just read. Raises Refused where the report would be too
    large.

    The caller locks the report's row, and the UPDATE itself compares the version: of two saves at the same moment one
    is refused.
    """
    refuse_growth(report, measure([before.words]), measure([words]))
    store = _section if isinstance(before, Section) else _attachment
    named = words[: len(before.word_fields)]  # an attachment may have fewer than a section
    return bool(store.store(before.pk, before.version, by.pk, at, tab, *named))


def _over(
    model: type[Section | Attachment], pk: int, version: int, by: int, at: datetime, tab: str, *words: str
) -> tuple[QuerySet, dict[str, Any]]:
    said = {"version": F("version") + 1, "saved_by": by, "saved_at": at, "saved_tab": tab}
    named = zip(model.word_fields, words, strict=True)
    # As a Value: a bare number would be held against the smallest and largest that the column takes.
    return model._default_manager.filter(pk=pk, version=Value(version)), dict(named) | said


_section, _attachment = PreparedUpdate(partial(_over, Section)), PreparedUpdate(partial(_over, Attachment))
