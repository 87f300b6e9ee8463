"""A binding chosen in words: period, conditions, what of the rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..ledgers.binding import Binding, LedgerCells, Measure, Operator, RowCondition
from ..ledgers.columns import ColumnType, LedgerShape
from ..ledgers.sources import describe_measure
from ..models.cycle import DAY_LIMITS


def _measures(shape: LedgerShape) -> list[tuple[str, str]]:
    """What can be asked of rows of this shape: by a key that says measure and place of the column."""
    offered = [("count", describe_measure(Measure.COUNT, ""))]
    for place, column in enumerate(shape.columns):
        if column.type.is_number:
            measures = (Measure.SUM, Measure.LARGEST, Measure.LATEST)
            offered += [(f"{measure}-{place}", describe_measure(measure, column.name)) for measure in measures]
        elif column.type != ColumnType.DATE:
            offered.append((f"distinct-{place}", describe_measure(Measure.DISTINCT, column.name)))
    return offered


def _day(label: Any, initial: date) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    return forms.DateField(label=label, initial=initial, widget=widget, validators=DAY_LIMITS)


class BindingForm(forms.Form):
    """`year` is the cycle's: its whole year is proposed. Words that are all of a cell in one of `rows` are asked for as
    they stand, others as a part of the cell.
    """

    def __init__(self, data: Any = None, *, shape: LedgerShape, year: int, rows: Sequence[LedgerCells] = ()) -> None:
        super().__init__(data)
        self.shape, self.rows = shape, rows
        self.fields["measure"] = forms.ChoiceField(
            label=_("What is taken"), choices=_measures(shape), widget=forms.Select(attrs={"class": "form-select"})
        )
        self.fields["since"] = _day(_("From"), date(year, 1, 1))
        self.fields["until"] = _day(_("To"), date(year, 12, 31))
        self.conditions = {f"c{place}": column for place, column in enumerate(shape.choices)}
        for name, column in self.conditions.items():
            choices = [("", _("all")), *((choice, choice) for choice in column.choices)]
            widget = forms.Select(attrs={"class": "form-select"})
            self.fields[name] = forms.ChoiceField(label=column.name, choices=choices, required=False, widget=widget)
        self.said = {f"t{place}": column for place, column in enumerate(shape.words)}
        for name, column in self.said.items():
            label = _("%(column)s: these words") % {"column": column.name}
            typed = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
            self.fields[name] = forms.CharField(label=label, max_length=100, required=False, widget=typed)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            raise ValidationError(_("The period ends before it begins."))
        return data

    @property
    def binding(self) -> Binding:
        data = self.cleaned_data
        measure, _dash, place = data["measure"].partition("-")
        column = self.shape.columns[int(place)].name if place else ""
        conditions = [
            RowCondition(one.name, Operator.IS, data[name]) for name, one in self.conditions.items() if data[name]
        ]
        conditions += [self._about(one.name, data[name]) for name, one in self.said.items() if data[name]]
        return Binding(data["since"], data["until"], Measure(measure), column, tuple(conditions))

    def _about(self, column: str, words: str) -> RowCondition:
        is_whole = any(row.cells.get(column) == words for row in self.rows)
        return RowCondition(column, Operator.IS if is_whole else Operator.CONTAINS, words)


class KeptReasonForm(forms.Form):
    """`seen` is what the source said on the page."""

    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why the value is kept"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
