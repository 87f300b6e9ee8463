"""A table as HTML. Widths, heights and lines are settled: WeasyPrint only draws them."""

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reports.gongwen.fonts import FontRole
from reports.gongwen.lines import SetLine

from . import page
from .columns import RULE, SetColumn
from .table import SetRow, SetTable

LineMarkup = Callable[[SetLine, str, int], str]


def table_markup(table: SetTable, line_markup: LineMarkup, *, new_page: bool) -> SafeString:
    """`line_markup` of a line in a face, where the spacing around it is known."""
    columns = format_html_join("", '<col style="width:{}">', ((page.points(each.width),) for each in table.columns))
    head = [_row(row, table, line_markup, is_head=True) for row in table.rows[: table.heads]]
    body = [_row(row, table, line_markup, is_head=False) for row in table.rows[table.heads :]]
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


def _row(row: SetRow, table: SetTable, line_markup: LineMarkup, *, is_head: bool) -> SafeString:
    cells = (
        _head(cell, line_markup) if is_head else _cell(cell, column, line_markup)
        for cell, column in zip(row.cells, table.columns, strict=True)
    )
    return format_html('<tr class="slots{}">{}</tr>', row.slots, mark_safe("".join(cells)))


def _head(lines: tuple[SetLine, ...], line_markup: LineMarkup) -> SafeString:
    return format_html(
        '<th scope="col" class="in-{}">{}</th>', FontRole.HEADING, _lines(lines, line_markup, FontRole.HEADING)
    )


def _cell(lines: tuple[SetLine, ...], column: SetColumn, line_markup: LineMarkup) -> SafeString:
    inset = format_html(' style="padding-right:{}"', page.points(column.inset)) if column.inset else ""
    return format_html('<td class="{}"{}>{}</td>', column.aligned, inset, _lines(lines, line_markup, FontRole.BODY))


def _lines(lines: tuple[SetLine, ...], line_markup: LineMarkup, face: str) -> SafeString:
    return mark_safe("\n".join(line_markup(line, face, 0) for line in lines))
