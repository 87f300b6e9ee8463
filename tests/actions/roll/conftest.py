import pytest

from reports.actions.roll.columns import RollColumn, match_columns
from reports.actions.roll.existing import RollScope
from reports.actions.roll.planning import plan_import
from reports.actions.roll_import import import_table
from reports.documents.spreadsheets import SpreadsheetRow, SpreadsheetTable

from ...factories import MOMENT


def table_of(heads, *rows):
    """The first row below the heads is row 2, as in a spreadsheet."""
    heads = tuple(heads.split())
    cells = [tuple((list(row) + [""] * len(heads))[: len(heads)]) for row in rows]
    return SpreadsheetTable(1, heads, tuple(SpreadsheetRow(n, row) for n, row in enumerate(cells, start=2)))


@pytest.fixture
def plan(cycle):
    """What rows would do, for whoever may do all or for an organiser."""

    def of(heads, *rows, by=None):
        table = table_of(heads, *rows)
        return plan_import(table, match_columns(table.heads, {}).columns, RollScope(cycle, by))

    return of


@pytest.fixture
def enter(cycle, administrator):
    """The same, done."""

    def of(heads, *rows, scope=None, by=None):
        table = table_of(heads, *rows)
        columns = match_columns(table.heads, {}).columns
        assert RollColumn.NAME in columns
        return import_table(
            cycle=cycle,
            name="名册.xlsx",
            table=table,
            columns=columns,
            scope=scope,
            by=by or scope or administrator,
            at=MOMENT,
        )

    return of


@pytest.fixture
def refusals():
    """Row, column and reason of each refused row."""

    def of(plan):
        return [(one["row"], one["column"], one["reason"]) for one in plan.to_json()["refused"]]

    return of
