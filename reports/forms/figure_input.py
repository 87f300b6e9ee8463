"""The fields of a figure in the prose, as HTML.

Made here and not by a template, which calls thirty functions for each value that it writes: ten figures cost as much as
all the rest of a section's page.
"""

from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..models.figure import REASON_LENGTH, VALUE_LENGTH
from ..prose.figures import FigureKind
from .markup import fill, once_for_each_catalogue

if TYPE_CHECKING:
    from .section import FigureRow

_VALUE = (
    '<input type="text" name="{name}" id="{id}" class="form-control figure figure-{kind}{invalid}" maxlength="{length}"'
    ' autocomplete="off"{keyboard}{described}{label} value="{value}">'
    '<input type="hidden" name="initial-{name}" value="{initial}">'
)
_REASON = (
    '<input type="text" name="{name}" class="form-control figure-reason" maxlength="{length}" autocomplete="off"'
    ' placeholder="{asks}" aria-label="{label}"{hidden} value="{value}">'
    '<input type="hidden" name="initial-{name}" value="{initial}">'
)
_NOTHING, _KEYBOARD = SafeString(), SafeString(' inputmode="decimal"')
_INVALID, _HIDDEN = SafeString(" is-invalid"), SafeString(" hidden")


def figure_input(row: "FigureRow", label: str = "", *, has_last_year: bool = False) -> SafeString:
    """The value, and a reason where it is taken from something. `label` names a field that no label element does."""
    value = fill(
        _VALUE,
        name=row.name,
        id=row.id,
        kind=row.figure.kind,
        length=VALUE_LENGTH,
        keyboard=_KEYBOARD if row.figure.kind == FigureKind.NUMBER else _NOTHING,
        label=fill(' aria-label="{label}"', label=label) if label else _NOTHING,
        value=row.value,
        initial=row.initial,
        invalid=_INVALID if row.errors else _NOTHING,
        described=_described(row, has_last_year=has_last_year),
    )
    return value + _reason_input(row) if row.figure.is_taken else value


def _described(row: "FigureRow", *, has_last_year: bool) -> SafeString:
    if row.errors:
        return fill(' aria-invalid="true" aria-describedby="{id}-error"', id=row.id)
    return fill(' aria-describedby="{id}-last"', id=row.id) if has_last_year else _NOTHING


def _reason_input(row: "FigureRow") -> SafeString:
    asks, label = _words()
    return fill(
        _REASON,
        name=row.reason_name,
        length=REASON_LENGTH,
        asks=asks,
        label=label % {"label": row.figure.label},
        hidden=_NOTHING if row.errors or row.reason else _HIDDEN,
        value=row.reason,
        initial=row.figure.kept_reason,
    )


@once_for_each_catalogue
def _words() -> tuple[str, str]:
    return _("Why another value than its source"), _("Why %(label)s has another value than its source")
