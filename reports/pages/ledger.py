"""A ledger as its page shows it: rows, sums, months; and what is offered where one is entered."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from ..charts.month_bars import MonthBar, draw_months
from ..documents.ledger_paper import LedgerPaper, PaperColumn
from ..ledgers.binding import Binding, LedgerCells, Measure, RowCondition
from ..ledgers.columns import ColumnType, ItemState, LedgerColumn, LedgerShape
from ..ledgers.ready_made import ready_made_kinds
from ..models import Ledger, LedgerKind, LedgerRow, Unit, User

PAGE_LENGTH = 50
MOST_PRINTED = 2_000  # rows on one page
RECENT_ROWS, RECENT_VALUES = 40, 8
MOST_MONTHS = 24


class ColumnSum(NamedTuple):
    column: LedgerColumn
    value: str


class ListedRow(NamedTuple):
    """`cells` in the order of the columns of the page. `carried` is the year that an open row of earlier comes from."""

    row: LedgerRow
    cells: list[str]
    state: ItemState | None
    carried: int | None = None


class Carried(TextChoices):
    """Whether a list shows what is still open from earlier years (往年结转)."""

    WITH = "", _("shown")
    ONLY = "only", _("only these")
    WITHOUT = "without", _("not shown")


@dataclass(frozen=True)
class LedgerList:
    """The rows of a period for which the conditions hold and in which every word stands; newest first. Before them what
    is still open from years before the period's; counts, sums and months are of the period alone.

    `former` are columns that rows are not entered with any more.
    """

    ledger: Ledger
    shape: LedgerShape
    period: tuple[date, date]
    conditions: tuple[RowCondition, ...] = ()
    words: str = ""
    deleted: bool = False
    former: tuple[LedgerColumn, ...] = ()
    shows: Carried = Carried.WITHOUT

    @cached_property
    def carried(self) -> list[LedgerCells]:
        """Open now, of earlier years, the oldest first. Two queries where the kind has states, none elsewhere."""
        if self.shows == Carried.WITHOUT or self.deleted or not self.shape.state_column:
            return []
        rows = self.ledger.rows.current().filter(day__lt=date(self.period[0].year, 1, 1)).order_by("day", "pk")
        read = list(rows.values_list("pk", "day", "cells", "kind_version"))
        shapes = {version.pk: version.shape for version in self.ledger.kind.versions.all()} if read else {}
        still = [LedgerCells(*row) for *row, of in read if shapes[of].state_of(row[-1]) == ItemState.OPEN]
        return [row for row in still if self._holds_conditions(row) and self._holds_words(row)]

    @cached_property
    def listed(self) -> list[LedgerCells]:
        """All that the page and its files show, oldest first."""
        return self.carried if self.shows == Carried.ONLY else [*self.carried, *self.found]

    @cached_property
    def found(self) -> list[LedgerCells]:
        """Two queries at most, however many rows."""
        rows = self.ledger.rows.filter(day__range=self.period)
        rows = rows.exclude(deleted_at=None) if self.deleted else rows.current()
        binding = self._binding(Measure.COUNT, "")
        return [row for row in binding.take(rows.as_cells()) if self._holds_words(row)]

    def _holds_conditions(self, row: LedgerCells) -> bool:
        return all(condition.holds(row.cells) for condition in self.conditions)

    def _holds_words(self, row: LedgerCells) -> bool:
        text = "\n".join(row.cells.values()).casefold()
        return all(word in text for word in self.words.casefold().split())

    def _binding(self, measure: Measure, column: str) -> Binding:
        return Binding(*self.period, measure, column, self.conditions)

    @property
    def count(self) -> int:
        return len(self.found)

    @cached_property
    def columns(self) -> list[LedgerColumn]:
        """Those of the kind, and former ones in which something stands."""
        return [*self.shape.columns, *(column for column in self.former if self._is_filled(column))]

    def _is_filled(self, column: LedgerColumn) -> bool:
        return any(column.name in row.cells for row in self.listed)

    @property
    def sums(self) -> list[ColumnSum]:
        """Of every column of numbers in which something stands."""
        filled = [column for column in self.columns if column.type.is_number and self._is_filled(column)]
        totals = (self._binding(Measure.SUM, column.name).evaluate(self.found).value for column in filled)
        return [ColumnSum(column, total) for column, total in zip(filled, totals, strict=True)]

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many rows there are of each choice of the state column."""
        if not self.shape.state_column:
            return []
        counts = Counter(row.cells.get(self.shape.state_column, "") for row in self.found)
        return [(choice, counts[choice]) for choice in self.shape[self.shape.state_column].choices]

    @cached_property
    def months(self) -> list[MonthBar]:
        """How many rows each month has, from the first to the last of the period, which is not too long for that."""
        counts = Counter((row.day.year, row.day.month) for row in self.found)
        since, until = self.period
        first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
        if last - first >= MOST_MONTHS:
            return []
        months = [divmod(number, 12) for number in range(first, last + 1)]
        return draw_months([(str(month + 1), counts[year, month + 1]) for year, month in months])

    def paper(self) -> LedgerPaper:
        """Oldest first; without the columns in which nothing stands."""
        columns = [column for column in self.columns if self._is_filled(column)]
        since, until = (f"{day.year}年{day.month}月{day.day}日" for day in self.period)
        name, others = self.ledger.kind.name, f"，另有往年未办结{len(self.carried)}条" if self.carried else ""
        return LedgerPaper(
            name if name.endswith(("台账", "清单")) else f"{name}台账",
            f"{self.ledger.owner}　{since}至{until}　共{self.count}条{others}",
            [_paper_column(column) for column in columns],
            [[row.cells.get(column.name, "") for column in columns] for row in self.listed],
        )

    def page(self, number: str | None, *, is_whole: bool = False) -> Page:
        """Of ListedRow; a number that is none is the nearest one. `is_whole`: all rows on one page, to be printed."""
        carried = {row.key: row.day.year for row in self.carried}
        keys = [*carried, *(row.key for row in reversed(self.listed) if row.key not in carried)]
        page: Page = Paginator(keys, MOST_PRINTED if is_whole else PAGE_LENGTH).get_page(number)
        listed = list(page.object_list)
        files = Count("evidence", filter=Q(evidence__deleted_at=None))
        rows = self.ledger.rows.select_related("kind_version", "saved_by").annotate(files=files).in_bulk(listed)
        shown = [rows[key] for key in listed if key in rows]
        page.object_list = [ListedRow(row, self._cells(row.cells), row.state, carried.get(row.pk)) for row in shown]
        return page

    def _cells(self, cells: dict[str, str]) -> list[str]:
        return [cells.get(column.name, "") for column in self.columns]

    def texts(self) -> list[list[str]]:
        """All of them as a file lists them, oldest first."""
        return [self._cells(dict(row.cells)) for row in self.listed]


def _paper_column(column: LedgerColumn) -> PaperColumn:
    is_day, is_long = column.type == ColumnType.DATE, column.type == ColumnType.TEXT
    return PaperColumn(column.name, column.unit, column.type.is_number, is_day, is_long)


def recent_values(ledger: Ledger) -> dict[str, list[str]]:
    """By column what was entered last, the last first. One query."""
    rows = ledger.rows.current().order_by("-saved_at", "-pk").values_list("cells", flat=True)[:RECENT_ROWS]
    found: dict[str, dict[str, None]] = {}
    for cells in rows:
        for name, value in cells.items():
            found.setdefault(name, {})[value] = None
    return {name: list(values)[:RECENT_VALUES] for name, values in found.items()}


class KeptLedgers(NamedTuple):
    """What one owner keeps, and what could be begun: `key` is what a form sends for the owner, empty for a reader.

    `offered` are slugs with the names of kinds.
    """

    owner: User | Unit
    key: str
    ledgers: list[Ledger]
    offered: list[tuple[str, str]]


class KindOffer:
    """Which kinds an owner is offered: the ready-made ones, and those made for their unit or one above it."""

    def __init__(self, owners: Iterable[User | Unit]) -> None:
        self._made = list(LedgerKind.objects.exclude(unit=None).order_by("name", "pk"))
        units = {unit for owner in owners if (unit := _unit_of(owner))}
        self._lines = Unit.objects.lines_upward(units) if self._made else {}

    def to(self, owner: User | Unit) -> list[tuple[str, str]]:
        unit = _unit_of(owner)
        line = self._lines.get(unit, []) if unit else []
        ready = [(slug, kind.name) for slug, kind in ready_made_kinds().items()]
        return [*ready, *((kind.slug, kind.name) for kind in self._made if kind.unit_id in line)]


def _unit_of(owner: User | Unit) -> int | None:
    return owner.pk if isinstance(owner, Unit) else owner.unit_id


def kept_ledgers(ledgers: Iterable[Ledger], owners: Sequence[tuple[str, User | Unit]]) -> Iterator[KeptLedgers]:
    """First those for whom the person may begin one, then the others that they may read."""
    by_owner = {owner: list(kept) for owner, kept in groupby(ledgers, key=lambda ledger: ledger.person or ledger.unit)}
    offer = KindOffer(owner for _key, owner in owners)
    for key, owner in owners:
        kept = by_owner.pop(owner, [])
        used = {ledger.kind.slug for ledger in kept}
        yield KeptLedgers(owner, key, kept, [kind for kind in offer.to(owner) if kind[0] not in used])
    for other, kept in by_owner.items():
        if other is not None:
            yield KeptLedgers(other, "", kept, [])
