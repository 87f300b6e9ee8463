"""Saving what was typed into a section and into its blanks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import Event, Figure, Report, Section, User
from ..models.figure import VALUE_LENGTH
from ..models.figure_basis import find_bases
from ..models.statement import PreparedQuery, PreparedStatement, PreparedUpdate
from ..prose.blanks import find_blanks, find_labels, find_renamed
from ..prose.content import Words
from ..prose.size import measure_parts
from .errors import Refused
from .event import log_sitting
from .figure import create_figures, rename_figures
from .placement import reanchor_comments
from .saved_text import FigureEdit, StaleText, TextEdit, store_words


class StaleSection(StaleText):
    pass


@transaction.atomic
def save_section(*, section: Section, edit: TextEdit, by: User, at: datetime) -> Section:
    """Returns the section as it then is. Raises Refused where it is locked, StaleSection where the stored words or
    values are not those that the edit was typed over.
    """
    if not lock_for_writing(section):
        raise Refused(_("This section is locked: the report has been submitted or this section was not returned."))
    stored, words = _get_stored(section), edit.new_words
    renamed = _store_fitting(section, edit, over=stored, by=by, at=at)
    figures = {(renamed or {}).get(label, label): figure for label, figure in edit.figures.items()}
    conflicts = _save_figures(section.report, figures)
    if conflicts or (renamed is None and stored.words != words):
        raise StaleSection(stored, conflicts)
    if words or edit.figures:
        log_sitting(verb=Event.Verb.WROTE, actor=by, at=at, report=section.report, detail=section.name_in_log)
    if words and renamed is not None:
        stored.note_saved(words, tab=edit.tab, by=by, at=at)
    return stored


def _store_fitting(
    section: Section, edit: TextEdit, *, over: Section, by: User, at: datetime
) -> Mapping[str, str] | None:
    """The labels that were changed. None where the words were typed over others than those that are stored."""
    if edit.new_words is None:
        return {}
    if not edit.fits(over):
        return None
    return store_section(section=section, words=edit.new_words, over=over, tab=edit.tab, by=by, at=at)


def _get_stored(section: Section) -> Section:
    stored = _stored.first(section.pk)
    if stored is None:
        raise Section.DoesNotExist
    return stored


def _writable_of(pk: int) -> QuerySet[Section]:
    writable = Section.objects.open_for_writing().select_related("report").filter(pk=pk)
    return writable.select_for_update(of=("report",))


def _stored_of(pk: int) -> QuerySet[Section]:
    return Section.objects.select_related("saved_by").filter(pk=pk)


def _typed_of(report: int, *labels: str) -> QuerySet[Figure]:
    return Figure.objects.filter(report=report, label__in=labels).select_for_update()


def _value_of(pk: int, value: str, reason: str) -> tuple[QuerySet[Figure], dict[str, Any]]:
    return Figure.objects.filter(pk=pk), {"value": value, "kept_reason": reason}


def _labels_of(report: int) -> QuerySet:
    return Figure.objects.filter(report=report).values_list("label")


_writable, _stored, _labels = PreparedQuery(_writable_of), PreparedQuery(_stored_of), PreparedStatement(_labels_of)
_typed, _values = PreparedQuery(_typed_of), PreparedUpdate(_value_of)


def lock_for_writing(section: Section) -> bool:
    """Whether its words may change. The report's row stays locked, so that a submission waits for this save."""
    return _writable.first(section.pk) is not None


def store_section(
    *, section: Section, words: Words, over: Section | None = None, tab: str, by: User, at: datetime
) -> Mapping[str, str]:
    """Stores words over the section as it is stored, which is `over` where the caller has just read it; reanchors its
    comments, lets figures follow blanks whose label was changed, and creates figures for new ones. Returns the new
    labels of those, by the old.

    The report's row must be locked. Raises Refused where the report would be too large, StaleSection where something
    else is stored meanwhile.
    """
    before, report = over or _get_stored(section), section.report
    if not store_words(before, words, report=report, measure=measure_parts, tab=tab, by=by, at=at):
        raise StaleSection(_get_stored(section))
    reanchor_comments(section=section, old=before.body, new=words.body)
    renamed = _rename_figures(section, before.words, words)
    _create_missing_figures(report, words)
    return renamed


def _rename_figures(section: Section, before: Words, after: Words) -> Mapping[str, str]:
    """What is still used elsewhere in the report keeps its figure there."""
    pairs = zip(before, after, strict=True)
    renamed = {old: new for was, now in pairs if was != now for old, new in find_renamed(was, now).items()}
    if not renamed:
        return renamed
    others = section.report.sections.exclude(pk=section.pk)
    used = {label for other in others for label in other.labels} | {*find_labels("\n".join(after))} - {
        *renamed.values()
    }
    wanted = {old: new for old, new in renamed.items() if not {old, new} & used}
    return rename_figures(report=section.report, labels=wanted)


def _save_figures(report: Report, edits: Mapping[str, FigureEdit]) -> dict[str, str]:
    """Stores the values. Returns the stored values, by label, that somebody else has changed meanwhile."""
    if not edits:
        return {}
    stored = {figure.label: figure for figure in _typed(report.pk, *edits)}
    conflicts, changed, explained = {}, [], []
    for label, figure in stored.items():
        edit = edits[label]
        if figure.value == edit.base:
            if edit.gives_reason(figure):
                explained.append(figure)
            figure.value, figure.kept_reason = edit.value, edit.reason if figure.is_taken else ""
            changed.append(figure)
        elif figure.value != edit.value:
            conflicts[label] = figure.value
    _values.store_each([(figure.pk, figure.value, figure.kept_reason) for figure in changed])
    for figure in explained:
        figure.report = report
    _note_sources(explained)
    return conflicts


def _note_sources(figures: Iterable[Figure]) -> None:
    """What the sources say while a reason is given against it. After the save: a formula may use what was saved."""
    noted = []
    for basis in find_bases(figures).values():
        basis.figure.kept_against = basis.value[:VALUE_LENGTH]
        noted.append(basis.figure)
    if noted:
        Figure.objects.bulk_update(noted, ["kept_against"])


def _create_missing_figures(report: Report, words: Words) -> None:
    text = "\n".join(words)
    if find_blanks(text):
        known = {label for (label,) in _labels.rows(report.pk)}
        create_figures(report=report, texts=[text], known=known)
