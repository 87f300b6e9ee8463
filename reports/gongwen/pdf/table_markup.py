"""A table as HTML. Widths, heights and lines are settled: WeasyPrint only draws them."""

from collections.abc import Callable, Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reports.gongwen.fonts import FontRole
from reports.gongwen.lines import SetLine

from . import page
from .columns import RULE, SetColumn
from .table import SetRow, SetTable

LinesMarkup = Callable[[Iterable[SetLine], str], SafeString]


def table_markup(table: SetTable, lines_markup: LinesMarkup, *, new_page: bool) -> SafeString:
    """`lines_markup` of lines whose usual face is known."""
    columns = format_html_join("", '<col style="width:{}">', ((page.points(each.width),) for each in table.columns))
    head = [_row(row, table, lines_markup, is_head=True) for row in table.rows[: table.heads]]
    body = [_row(row, table, lines_markup, is_head=False) for row in table.rows[table.heads :]]
    return format_html(
        '<table class="cells{}" style="{}"><colgroup>{}</colgroup>{}<tbody>{}</tbody></table>',
        " new-page" if new_page else "",
        _style(table),
        columns,
        format_html("<thead>{}</thead>", mark_safe("".join(head))) if head else "",
        mark_safe("".join(body)),
    )


def _style(table: SetTable) -> str:
    sizes = f"font-size:{page.points(table.size)};line-height:{page.points(table.pitch)}"
    above, below = (
        page.points(space - RULE / 2 + blank * page.PITCH)
        for space, blank in zip((table.above, table.below), table.blanks, strict=True)
    )
    return f"{sizes};margin:{above} 0 {below}"


def _row(row: SetRow, table: SetTable, lines_markup: LinesMarkup, *, is_head: bool) -> SafeString:
    cells = (
        _head(cell, lines_markup) if is_head else _cell(cell, column, lines_markup)
        for cell, column in zip(row.cells, table.columns, strict=True)
    )
    return format_html('<tr class="slots{}">{}</tr>', row.slots, mark_safe("".join(cells)))


def _head(lines: tuple[SetLine, ...], lines_markup: LinesMarkup) -> SafeString:
    return format_html('<th scope="col" class="in-{}">{}</th>', FontRole.HEADING, lines_markup(lines, FontRole.HEADING))


def _cell(lines: tuple[SetLine, ...], column: SetColumn, lines_markup: LinesMarkup) -> SafeString:
    inset = format_html(' style="padding-right:{}"', page.points(column.inset)) if column.inset else ""
    return format_html('<td class="{}"{}>{}</td>', column.aligned, inset, lines_markup(lines, FontRole.BODY))
