"""The tables that lie beside collected reports: all figures, all grades and opinions."""

from collections.abc import Iterator
from itertools import chain

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ..documents.spreadsheets.writing import SpreadsheetColumn, write_table
from ..models import Batch, BatchItem, Opinion, Report
from ..models.batch import BatchItemState
from ..prose.content import FigureContent
from ..prose.figures import print_value

TABLES = {"figures": gettext_lazy("All figures (.xlsx)"), "opinions": gettext_lazy("All grades and opinions (.xlsx)")}
_WIDTH, _CHUNK = 18, 200
_COLUMNS = 16_000  # a sheet of Excel has 16,384


def write_collected(batch: Batch, table: str) -> tuple[str, bytes]:
    """The name and the bytes of the file. `table` is a key of TABLES."""
    return (
        (pgettext("of a collection", "figures"), _write_figures(batch))
        if table == "figures"
        else (pgettext("of a collection", "opinions"), _write_opinions(batch))
    )


def _collected(batch: Batch) -> QuerySet[BatchItem]:
    there = batch.items.filter(state=BatchItemState.DONE).order_by("position")
    return there.select_related("report__author", "report__unit", "revision")


def _whose(report: Report) -> list[str]:
    return [report.author.name, report.unit.name, report.post]


def _figures_of(item: BatchItem) -> tuple[FigureContent, ...]:
    return tuple(item.revision.content.figures) if item.revision else ()


def _head(figure: FigureContent) -> str:
    return f"{figure.label}（{figure.unit}）" if figure.unit else figure.label


def _write_figures(batch: Batch) -> bytes:
    """A row for each person, a column for each label; of two units a label has two columns."""
    items = _collected(batch)
    heads = list(dict.fromkeys(_head(f) for item in items.iterator(_CHUNK) for f in _figures_of(item)))[:_COLUMNS]

    def rows() -> Iterator[list[str]]:
        for item in items.iterator(_CHUNK):
            values = {_head(f): print_value(f.kind, f.value) for f in _figures_of(item)}
            yield _whose(item.its_report) + [values.get(head, "") for head in heads]

    return write_table(
        pgettext("of a collection", "figures"), _columns([_("whose"), _("unit"), _("post"), *heads]), rows()
    )


def _write_opinions(batch: Batch) -> bytes:
    """A row for each opinion, and one for each report without any."""
    heads = [
        _("whose"),
        _("unit"),
        _("post"),
        _("grade"),
        _("stage"),
        _("reviewer"),
        pgettext("of a collection", "decision"),
    ]
    heads += [_("grade given"), _("opinion"), _("when")]
    chunks = _in_chunks([item.its_report.pk for item in _collected(batch)])
    rows = chain.from_iterable(_rows_of_opinions(chunk) for chunk in chunks)
    return write_table(pgettext("of a collection", "opinions"), _columns(heads), rows)


def _in_chunks(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), _CHUNK):
        yield pks[start : start + _CHUNK]


def _rows_of_opinions(pks: list[int]) -> Iterator[list[str]]:
    """Who organises a unit writes in nobody's report, and reads every opinion and grade (see `Obstacle.ORGANISES`)."""
    given: dict[int, list[Opinion]] = {pk: [] for pk in pks}
    opinions = Opinion.objects.filter(review__report__in=pks)
    for opinion in opinions.select_related("review__stage", "by").order_by("at", "pk"):
        given[opinion.review.report_id].append(opinion)
    reports = Report.objects.with_final_grade().select_related("author", "unit").in_bulk(pks)
    for pk in pks:
        whose = [*_whose(reports[pk]), reports[pk].final_grade]  # type: ignore[attr-defined] # annotated
        yield from ([*whose, *_cells(opinion)] for opinion in given[pk])
        if not given[pk]:
            yield [*whose, *[""] * 6]


def _cells(opinion: Opinion) -> list[str]:
    said = [opinion.review.stage.name, opinion.by.name, str(opinion.get_decision_display())]
    return [*said, opinion.grade, opinion.text, f"{timezone.localtime(opinion.at):%Y-%m-%d %H:%M}"]


def _columns(heads: list[str]) -> list[SpreadsheetColumn]:
    return [SpreadsheetColumn(head, _WIDTH) for head in heads]
