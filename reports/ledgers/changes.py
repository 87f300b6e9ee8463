"""Changing the columns of a kind that has rows: what the rows hold must not get another meaning by it."""

from collections.abc import Iterable

from .columns import ColumnType, LedgerColumn, LedgerShape


def find_conflicts(older: Iterable[LedgerShape], new: LedgerShape) -> list[str]:
    """The names of columns that older rows hold as another type, or in another unit: they need another name."""
    before = [column for shape in older for column in shape.columns]
    return [column.name for column in new.columns if any(_contradicts(one, column) for one in before)]


def _contradicts(old: LedgerColumn, new: LedgerColumn) -> bool:
    if old.name != new.name:
        return False
    is_wider = (old.type, new.type) == (ColumnType.WHOLE, ColumnType.DECIMAL)
    return (old.type != new.type and not is_wider) or old.unit != new.unit


def former_columns(older: Iterable[LedgerShape], new: LedgerShape) -> list[LedgerColumn]:
    """Those that rows entered earlier may hold and that rows are not entered with any more; each once."""
    found = {column.name: column for shape in older for column in shape.columns if column.name not in new}
    return list(found.values())
