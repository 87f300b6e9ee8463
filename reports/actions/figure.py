"""The figures of a report."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from ..ledgers.formula import Formula
from ..models import Event, Figure, OutlineSection, Report, User
from ..models.last_year import values_of_last_year
from ..prose.blanks import Blank, find_blanks
from ..prose.content import FigureContent
from ..prose.parsing import guess_figure
from .event import log_sitting
from .figure_basis import refuse_unit
from .rebinding import rebind_figures
from .report import lock_open_report

CONTEXT = 20
_NO_LABEL = "【"


def create_figures(
    *,
    report: Report,
    described: Mapping[str, FigureContent] | None = None,
    texts: Iterable[str] | None = None,
    known: Iterable[str] = (),
) -> None:
    """One for each label of `texts` (by default of all sections) that has none, and for each one `described`.

    Kind and unit that no description states are guessed from the prose around the blank. The value is taken from the
    ledger that it was taken from last year.
    """
    if texts is None:
        texts = [section.words.text for section in report.sections.all()]
    found = dict(described or {})
    for text in texts:
        for blank in find_blanks(text):
            found.setdefault(blank.label, _guess(blank, text))
    missing = [figure for label, figure in found.items() if label not in set(known)]
    Figure.objects.bulk_create((_new_figure(report, figure) for figure in missing), ignore_conflicts=True)
    rebind_figures(report, [figure.label for figure in missing])


def asked_figures(sections: Iterable[OutlineSection]) -> dict[str, FigureContent]:
    """What the sections of an outline ask for, by label."""
    asked = [figure for section in sections for figure in section.figures]
    return {row["label"]: FigureContent(row["label"], row["kind"], row["unit"], "") for row in asked}


def _guess(blank: Blank, text: str) -> FigureContent:
    before, after = text[max(0, blank.start - CONTEXT) : blank.start], text[blank.end : blank.end + CONTEXT]
    kind, unit = guess_figure(blank.label, before, after)
    return FigureContent(blank.label, kind, unit, "")


def _new_figure(report: Report, figure: FigureContent) -> Figure:
    said = {"value": figure.value, "source": figure.source, "previous": figure.previous}
    return Figure(report=report, label=figure.label, kind=figure.kind, unit=figure.unit[:20], **said)


def rename_figures(*, report: Report, labels: Mapping[str, str]) -> dict[str, str]:
    """Figures whose label was changed in the text, the old to the new: value, unit, source, last year's value and
    comments follow.

    Where the new label has a value of its own nothing is changed. Where it has a figure without one, the two change
    places. Returns the labels that were changed. The report's row must be locked.
    """
    stored = {figure.label: figure for figure in report.figures.filter(label__in=[*labels, *labels.values()])}
    renamed = {
        old: new for old, new in labels.items() if old in stored and not (new in stored and stored[new].value.strip())
    }
    if renamed:
        _remember_last_year(report, [stored[old] for old in renamed])
        for old, new in renamed.items():
            _exchange_labels(report, stored[old], new, stored.get(new))
        _rename_operands(report, renamed)
        _restore_asked(report, renamed)
    return renamed


def _remember_last_year(report: Report, figures: Iterable[Figure]) -> None:
    """Last year's report knows a value by the label that it had then."""
    values = values_of_last_year(report)
    for figure in figures:
        if not figure.previous and figure.label in values:
            Figure.objects.filter(pk=figure.pk).update(previous=values[figure.label])


def _exchange_labels(report: Report, figure: Figure, label: str, other: Figure | None) -> None:
    """A label stands once in a report: of two that change places one has, for a moment, one that no text can have."""
    if other:
        report.figures.filter(pk=other.pk).update(label=_NO_LABEL)
    report.figures.filter(pk=figure.pk).update(label=label)
    if other:
        report.figures.filter(pk=other.pk).update(label=figure.label)


def _rename_operands(report: Report, renamed: Mapping[str, str]) -> None:
    computed = list(report.figures.exclude(formula__isnull=True))
    for figure in computed:
        figure.formula = Formula.from_dict(figure.formula or {}).renamed(renamed).to_dict()
    Figure.objects.bulk_update(computed, ["formula"])


def _restore_asked(report: Report, labels: Iterable[str]) -> None:
    """What the outline asks for under a label is asked for still."""
    asked = asked_figures(report.cycle.outline.sections.all())
    wanted = {label: asked[label] for label in labels if label in asked}
    if wanted:
        known = report.figures.values_list("label", flat=True)
        create_figures(report=report, described=wanted, texts=[], known=known)


@transaction.atomic
def describe_figures(*, report: Report, described: Mapping[str, FigureContent], by: User, at: datetime) -> None:
    """Sets kind, unit and source of many by label, with one event. Raises Refused for a locked report."""
    lock_open_report(report)
    figures = list(report.figures.filter(label__in=described))
    for figure in figures:
        said = described[figure.label]
        figure.kind, figure.unit, figure.source = said.kind, said.unit, said.source
    Figure.objects.bulk_update(figures, ["kind", "unit", "source"])
    log_sitting(verb=Event.Verb.FIGURE_SET, actor=by, at=at, report=report, detail="")


@transaction.atomic
def describe_figure(
    *, figure: Figure, kind: str, unit: str, source: str, previous: str, by: User, at: datetime
) -> None:
    """Raises Refused for a locked report, and for another unit than that of what the figure is taken from."""
    lock_open_report(figure.report)
    refuse_unit(Figure.objects.get(pk=figure.pk), unit)
    Figure.objects.filter(pk=figure.pk).update(kind=kind, unit=unit, source=source, previous=previous)
    log_sitting(verb=Event.Verb.FIGURE_SET, actor=by, at=at, report=figure.report, detail=str(figure.pk))
