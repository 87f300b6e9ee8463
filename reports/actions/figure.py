"""The figures of a report."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from ..models import Event, Figure, OutlineSection, Report, User
from ..prose.blanks import Blank, find_blanks
from ..prose.content import FigureContent
from ..prose.parsing import guess_figure
from .event import log_sitting
from .rebinding import rebind_figures
from .report import lock_open_report

CONTEXT = 20


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
        texts = [f"{section.heading}\n{section.body}" for section in report.sections.all()]
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
    """Raises Refused for a locked report."""
    lock_open_report(figure.report)
    Figure.objects.filter(pk=figure.pk).update(kind=kind, unit=unit, source=source, previous=previous)
    log_sitting(verb=Event.Verb.FIGURE_SET, actor=by, at=at, report=figure.report, detail=str(figure.pk))
