"""A list with an order, chosen columns and pages, on a page and as a file: the same rows, the same columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise, cached_property

PAGE_LENGTH = 50
CHUNK = 1_000
FEW_FOUND = 1_000

CellValue = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """`value` gives what stands in a row; `order` are the fields to sort by, none where that makes no sense.

    `address` is where the cell leads, `tag` the state whose colour it has. Columns that are not `usual` must be chosen.
    """

    name: str
    label: Promise | str
    value: Callable[[Any], CellValue]
    order: tuple[str, ...] = ()
    address: Callable[[Any], str] = lambda _row: ""
    tag: Callable[[Any], str] = lambda _row: ""
    usual: bool = True


@dataclass(frozen=True, slots=True)
class ListHead:
    """`sort` is what sorts by the column, or turns the order round; `direction` as aria-sort says it."""

    label: Promise | str
    sort: str
    direction: str


@dataclass(frozen=True, slots=True)
class ListCell:
    value: CellValue
    address: str
    tag: str

    @property
    def text(self) -> str:
        return print_cell(self.value)


def print_cell(value: CellValue) -> str:
    """The same on a page and in a file."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class ListRow:
    source: Any
    cells: list[ListCell]


def _leave(_rows: list[Any]) -> None:
    """Nothing more is to be fetched."""


@dataclass(frozen=True)
class Listing:
    """`rows` are filtered; `whole` are the same without filters: what a page shows is fetched of these, where a search
    would seek each row once more. `complete` fetches in few queries what the columns show of the rows it is given.

    `sort` is a column's name, with - before it for the other direction; `chosen` are names of columns. Names that are
    none are passed over: an address kept from an earlier release still works. `is_search`: whether a row is one of them
    is asked of each row there is.
    """

    columns: Sequence[ListColumn]
    rows: QuerySet
    whole: QuerySet | None = None
    sort: str = ""
    chosen: Sequence[str] = ()
    is_search: bool = False
    complete: Callable[[list[Any]], None] = field(default=_leave)

    @cached_property
    def shown(self) -> list[ListColumn]:
        chosen = [column for column in self.columns if column.name in self.chosen]
        return chosen or [column for column in self.columns if column.usual]

    @property
    def heads(self) -> list[ListHead]:
        return [self._head(column) for column in self.shown]

    def _head(self, column: ListColumn) -> ListHead:
        if not column.order:
            return ListHead(column.label, "", "")
        direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort, "none")
        return ListHead(column.label, f"-{column.name}" if direction == "ascending" else column.name, direction)

    @property
    def ordered(self) -> QuerySet:
        return self._order(self.rows)

    def _order(self, rows: QuerySet) -> QuerySet:
        """What has no value comes last, both ways."""
        name = self.sort.removeprefix("-")
        fields = next((column.order for column in self.columns if column.name == name), ())
        if not fields:
            return rows
        turned = self.sort.startswith("-")
        order = [F(field).desc(nulls_last=True) if turned else F(field).asc(nulls_last=True) for field in fields]
        return rows.order_by(*order, "pk")

    def page(self, number: str | None) -> Page:
        """Of ListRows; a number that is none is the nearest one."""
        page: Any = self._paginator().get_page(number)
        keys = list(page.object_list.values_list("pk", flat=True))  # sorted without all that the columns show
        rows = self._all.order_by().in_bulk(keys)
        page.object_list = self._listed([rows[key] for key in keys if key in rows])
        return page

    @property
    def _all(self) -> QuerySet:
        return self.rows if self.whole is None else self.whole

    def _paginator(self) -> Paginator:
        """To count and to show, a search would ask every row twice: what was found is remembered, where it is few."""
        found = [*self.rows.order_by().values_list("pk", flat=True)[: FEW_FOUND + 1]] if self.is_search else []
        if not self.is_search or len(found) > FEW_FOUND:
            return Paginator(self.ordered, PAGE_LENGTH)
        paginator = Paginator(self._order(self._all.filter(pk__in=found)), PAGE_LENGTH)
        paginator.count = len(found)
        return paginator

    def _listed(self, rows: list[Model]) -> list[ListRow]:
        self.complete(rows)
        return [ListRow(row, [self._cell(column, row) for column in self.shown]) for row in rows]

    def _cell(self, column: ListColumn, row: Model) -> ListCell:
        return ListCell(column.value(row), column.address(row), column.tag(row))

    def texts(self) -> Iterator[list[str]]:
        """What the cells of all rows say; no more than a chunk of rows is in memory at a time."""
        rows = self.ordered.iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            self.complete(chunk)
            for row in chunk:
                yield [print_cell(column.value(row)) for column in self.shown]
