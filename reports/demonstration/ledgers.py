"""The ledgers of the demonstration, as an assistant kept them: an official's own, and those of the official's unit."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ..actions.evidence import add_evidence
from ..actions.figure import describe_figure
from ..actions.figure_basis import bind_figure, compute_figure
from ..actions.ledger import begin_ledger, make_kind
from ..actions.ledger_import import import_rows
from ..documents.spreadsheets import SpreadsheetRow, SpreadsheetTable
from ..documents.spreadsheets.writing import SpreadsheetColumn, write_table
from ..ledgers.binding import Binding
from ..ledgers.columns import ItemState, LedgerShape
from ..ledgers.formula import Formula
from ..models import Figure, Ledger, LedgerKind, Report, Unit, User
from .files import read_file, read_file_of_year


def make_kinds(*, unit: Unit, by: User, at: datetime) -> None:
    for kind in read_file("ledger_kinds.toml")["kinds"]:
        make_kind(name=kind["name"], unit=unit, shape=LedgerShape.from_dict(kind), by=by, at=at)


def keep_ledgers(file: str, people: Mapping[str, User], *, at: datetime) -> None:
    """The rows of the year of `at`. What lies ahead is dated on that day: the reports tell of all of it."""
    data = read_file_of_year(file, at.year)
    author, typed_by = people[data["author"]], people[data["typed_by"]]
    for kept in data["ledgers"]:
        owner = {"unit": author.unit} if kept["owner"] == "unit" else {"person": author}
        ledger = begin_ledger(slug=_slug(kept["kind"]), **owner, by=author, at=at)
        rows = tuple(_rows_until(at.date(), kept["rows"]))
        table = SpreadsheetTable(1, tuple(kept["heads"]), rows)
        plan = import_rows(ledger=ledger, table=table, year=at.year, name=file, by=typed_by, at=at)
        assert not plan.to_json()["refused"], plan.to_json()["refused"]  # noqa: S101 - the file would be wrong
        if "evidence" in kept:
            _add_evidence(ledger, kept["evidence"], kept["heads"], by=typed_by, at=at)


def _add_evidence(ledger: Ledger, name: str, heads: Sequence[str], *, by: User, at: datetime) -> None:
    """A form of its own for each row of that year that is done."""
    columns = [SpreadsheetColumn(head, 16) for head in heads]
    for row in ledger.rows.filter(day__year=at.year).select_related("kind_version"):
        if row.state == ItemState.DONE:
            data = write_table(name, columns, [[str(row.cells.get(head, "")) for head in heads]])
            add_evidence(row=row, name=f"{name}.xlsx", data=data, ending="xlsx", by=by, at=at)


def _rows_until(day: date, rows: list[list[str]]) -> Iterator[SpreadsheetRow]:
    for number, (when, *cells) in enumerate(rows, start=2):
        yield SpreadsheetRow(number, (min(when, day.isoformat()), *cells))


def bind_figures(report: Report, data: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """As the file of the report says; those that are computed last."""
    for row in data.get("bound", ()):
        figure = _figure(report, row)
        period = {"since": f"{report.cycle.year}-01-01", "until": f"{report.cycle.year}-12-31"}
        binding = Binding.from_dict({"column": "", "conditions": [], **period, **row})
        bind_figure(figure=figure, ledger=_ledger(report.author, row["kind"]), binding=binding, by=by, at=at)
    for row in data.get("computed", ()):
        compute_figure(figure=_figure(report, row), formula=Formula.from_dict(row), by=by, at=at)


def remember_values(report: Report, previous: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Of the year before, of which there is no report here."""
    for figure in report.figures.filter(label__in=previous):
        said = {"kind": figure.kind, "unit": figure.unit, "source": figure.source}
        describe_figure(figure=figure, previous=previous[figure.label], by=by, at=at, **said)


def _figure(report: Report, row: Mapping[str, Any]) -> Figure:
    figure = report.figures.get(label=row["label"])
    figure.report = report
    return figure


def _ledger(author: User, kind: str) -> Ledger:
    return Ledger.objects.used_by(author).select_related("kind").get(kind__slug=_slug(kind))


def _slug(kind: str) -> str:
    """Those that the county made are named, the ready-made ones have one that everybody knows."""
    made = LedgerKind.objects.filter(name=kind).first()
    return made.slug if made else kind
