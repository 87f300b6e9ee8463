"""Saving what was typed into a section. Words are never lost: a stale save is refused with both texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from ..models import Attachment, Event, Figure, Report, Section, User
from ..prose.blanks import find_blanks
from ..prose.size import measure_parts
from .errors import Refused
from .event import log_sitting
from .figure import create_figures
from .placement import reanchor_comments
from .size import refuse_growth


@dataclass(frozen=True, slots=True)
class Words:
    """The heading and the text of a section."""

    heading: str
    body: str

    @property
    def pair(self) -> tuple[str, str]:
        return self.heading, self.body


@dataclass(frozen=True, slots=True)
class FigureEdit:
    """A value as typed, and the stored value it was typed over."""

    value: str
    base: str


@dataclass(frozen=True, slots=True)
class SectionEdit:
    """What a page sends: its words, the words it was loaded with at `version`, the figures it changed by label.

    `words` is None from the page that only fills blanks. `tab` names the browser page, so that a page whose last
    answer was lost on the way does not stand in its own way.
    """

    tab: str
    version: int
    words: Words | None = None
    base: Words | None = None
    figures: Mapping[str, FigureEdit] = field(default_factory=dict)


def is_current(edit: SectionEdit, by: User) -> Q:
    """Of a row with `version` and `saved_tab`: whether the edit was typed over what it holds."""
    return Q(version=edit.version) | Q(saved_tab=edit.tab, saved_by=by, version__gt=edit.version)


class StaleText(Exception):
    """Somebody, or another tab of the same person, saved first. Nothing of this save was stored.

    `stored` is the section or attachment as it stands now, `words` what is in it; `figures` the stored values, by
    label, that stand against this save's.
    """

    def __init__(self, stored: Section | Attachment, words: Words, figures: Mapping[str, str]) -> None:
        super().__init__(stored.pk)
        self.stored = stored
        self.words = words
        self.figures = dict(figures)


class StaleSection(StaleText):
    """A section's."""

    def __init__(self, stored: Section, figures: Mapping[str, str]) -> None:
        super().__init__(stored, Words(stored.heading, stored.body), figures)


@transaction.atomic
def save_section(*, section: Section, edit: SectionEdit, by: User, at: datetime) -> Section:
    """Stores the edit and returns the section as it then is. Raises Refused where it is locked, StaleSection
    where the stored words or values are not those that the edit was typed over.
    """
    if not lock_for_writing(section):
        raise Refused(_("This section is locked: the report has been submitted or this section was not returned."))
    words = edit.words if edit.words != edit.base else None
    words_saved = words is None or _save_words(section, edit, words, by=by, at=at)
    conflicts = _save_figures(section.report, edit.figures)
    stored = Section.objects.select_related("saved_by").get(pk=section.pk)
    if conflicts or not (words_saved or Words(stored.heading, stored.body) == words):
        raise StaleSection(stored, conflicts)
    if words or edit.figures:
        log_sitting(verb=Event.Verb.WROTE, actor=by, at=at, report=section.report, detail=section.name_in_log)
    return stored


def lock_for_writing(section: Section) -> bool:
    """Whether its words may change. The report's row stays locked, so that a submission waits for this save."""
    writable = Section.objects.open_for_writing().select_related("report").filter(pk=section.pk)
    return writable.select_for_update(of=("report",)).first() is not None


def _save_words(section: Section, edit: SectionEdit, words: Words, *, by: User, at: datetime) -> bool:
    """Of two saves at the same moment one is refused: the row is locked and its version compared."""
    stored = Section.objects.select_for_update().filter(is_current(edit, by), pk=section.pk).first()
    if stored is None:
        return False
    stored.report = section.report
    store_words(section=stored, words=words, tab=edit.tab, by=by, at=at)
    return True


def store_words(*, section: Section, words: Words, tab: str, by: User, at: datetime) -> None:
    """Stores words in a section whose row is locked, places its comments again, makes the figures of new blanks.

    Raises Refused where the report would be too large.
    """
    refuse_growth(section.report, measure_parts([(section.heading, section.body)]), measure_parts([words.pair]))
    Section.objects.filter(pk=section.pk).update(
        heading=words.heading, body=words.body, version=F("version") + 1, saved_by=by, saved_at=at, saved_tab=tab
    )
    reanchor_comments(section=section, old=section.body, new=words.body)
    _create_missing_figures(section.report, words)


def _save_figures(report: Report, edits: Mapping[str, FigureEdit]) -> dict[str, str]:
    """Stores the values; gives the stored ones, by label, of those that somebody else has changed meanwhile."""
    if not edits:
        return {}
    stored = {figure.label: figure for figure in report.figures.select_for_update().filter(label__in=edits)}
    conflicts, changed = {}, []
    for label, figure in stored.items():
        edit = edits[label]
        if figure.value == edit.base:
            figure.value = edit.value
            changed.append(figure)
        elif figure.value != edit.value:
            conflicts[label] = figure.value
    Figure.objects.bulk_update(changed, ["value"])
    return conflicts


def _create_missing_figures(report: Report, words: Words) -> None:
    text = f"{words.heading}\n{words.body}"
    if find_blanks(text):
        known = report.figures.values_list("label", flat=True)
        create_figures(report=report, texts=[text], known=known)
