"""Entering and changing one row of a ledger, made for a phone: nothing needs a script."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from ..actions.ledger_cell import explain_cell
from ..actions.ledger_row import LedgerRowEdit
from ..ledgers.cells import parse_row
from ..ledgers.columns import ColumnType, LedgerColumn, LedgerShape
from .versioned import new_tab

_WIDGETS: dict[ColumnType, dict[str, Any]] = {
    ColumnType.DATE: {"type": "date"},
    ColumnType.WHOLE: {"inputmode": "numeric"},
    ColumnType.DECIMAL: {"inputmode": "decimal"},
    ColumnType.REFERENCE: {"inputmode": "numeric"},
}


class LedgerRowForm(forms.Form):
    """`recent` are by column the values used last, the last first. `cells` is what the row has, or is to begin with.

    Days without a year are of `year`. `version` is 0 for a new row.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    tab = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        shape: LedgerShape,
        year: int,
        version: int = 0,
        cells: Mapping[str, str] | None = None,
        recent: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(data, initial={"version": version, "tab": new_tab()})
        self.shape, self.year = shape, year
        self.names = {column.name: f"cell-{number}" for number, column in enumerate(shape.columns)}
        for column in shape.columns:
            field = _field(column, (recent or {}).get(column.name, ()))
            field.initial = (cells or {}).get(column.name, "")
            name = self.names[column.name]
            if field.offered:
                field.widget.attrs["list"] = f"id_{name}-offered"
            self.fields[name] = field

    @property
    def rows(self) -> list[tuple[LedgerColumn, forms.BoundField, list[str]]]:
        """Each column with its field, and the values that are offered for it."""
        bound = [(column, self[self.names[column.name]]) for column in self.shape.columns]
        return [(column, field, getattr(field.field, "offered", [])) for column, field in bound]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        texts = {column: data.get(name, "") for column, name in self.names.items()}
        self.cells, refused = parse_row(self.shape, texts, year=self.year)
        for problem in refused:
            self.add_error(self.names[problem.column.name], explain_cell(problem))
        return data

    def edit(self) -> LedgerRowEdit:
        return LedgerRowEdit(self.cells, self.cleaned_data["version"], self.cleaned_data["tab"])


class LedgerCellField(forms.CharField):
    """`offered` are values to choose from, or to write another."""

    def __init__(self, *, offered: list[str], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.offered = offered


def _field(column: LedgerColumn, recent: Sequence[str]) -> LedgerCellField:
    if column.type == ColumnType.CHOICE:
        ordered = [*(value for value in recent if value in column.choices)]
        ordered += [choice for choice in column.choices if choice not in ordered]
        choices = [(choice, choice) for choice in ordered]
        return LedgerCellField(label=column.name, offered=[], widget=forms.RadioSelect(choices=choices))
    attrs = {"class": "form-control", "autocomplete": "off", **_WIDGETS.get(column.type, {})}
    if column.type == ColumnType.TEXT and not column.is_required:
        return LedgerCellField(label=column.name, offered=[], widget=forms.Textarea(attrs={**attrs, "rows": 2}))
    is_written = column.type in {ColumnType.TEXT, ColumnType.PERSON, ColumnType.UNIT}
    return LedgerCellField(
        label=column.name, offered=list(recent) if is_written else [], widget=forms.TextInput(attrs=attrs)
    )
