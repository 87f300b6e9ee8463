"""Why a cell of a ledger was refused, in words for the person who wrote it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..ledgers.cells import CellRefused

_MESSAGES: dict[str, Promise | str] = {
    "required": _("Fill in “%(column)s”."),
    "formula": _("“%(column)s” holds a formula whose result is not in the file. Paste its value."),
    "long": _("“%(column)s” is longer than %(limit)s characters. Shorten it."),
    "date": _("“%(text)s” is no day. Write for example 2026-03-08, 2026.3.8 or 3月8日."),
    "number": _("“%(text)s” is no number. Write it in digits, without words."),
    "whole": _("“%(text)s” is not a whole number."),
    "negative": _("“%(text)s”: what is counted in %(unit)s cannot be negative. Write the number without its sign."),
    "large": _("“%(text)s” is too large for a number in a report."),
    "choice": _("“%(text)s” is none of: %(choices)s."),
    "reference": _("“%(text)s” is not the number of a row."),
    "same_person": _("Somebody else than who is named in “%(done_by)s” has to close it."),
}


def explain_cell(problem: CellRefused) -> str:
    return str(_MESSAGES[problem.code]) % {"column": problem.column.name, **problem.params}
