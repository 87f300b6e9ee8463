"""Tables that the page is too narrow for."""

from collections.abc import Iterator

from ..tables import MOST_COLUMNS, filled_columns, tables_in
from .registry import CheckedText, Severity, Span, register


@register(
    "wide_table",
    Severity.SHOULD,
    looks_for=f"a table of more than {MOST_COLUMNS} columns: its rows are printed as paragraphs",
    source="what fits side by side into 156 mm",
)
def find_wide_tables(checked: CheckedText) -> Iterator[Span]:
    for table in tables_in(checked.text) if "\t" in checked.text else ():
        columns = len(filled_columns(table)[0])
        if columns > MOST_COLUMNS:
            head = table.rows[0]
            words = [cell for cell in head if cell.text.strip()] or head
            details = {"columns": columns, "most": MOST_COLUMNS}
            yield Span(words[0].start, words[-1].start + len(words[-1].text), details=details)
