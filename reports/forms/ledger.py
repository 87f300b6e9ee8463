"""Which ledger is begun, and the filters of its rows: they are an address's query, to be linked to and kept."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..ledgers.binding import Operator, RowCondition
from ..ledgers.columns import LedgerShape
from ..ledgers.ready_made import ready_made_kinds
from ..models import LedgerKind
from ..models.cycle import DAY_LIMITS
from ..pages.ledger import Carried

_CLASSES: dict[type[forms.Field], str] = {forms.BooleanField: "form-check-input", forms.ChoiceField: "form-select"}


def _kinds() -> list[tuple[str, str]]:
    made = LedgerKind.objects.exclude(unit=None).values_list("slug", "name")
    return [*((slug, kind.name) for slug, kind in ready_made_kinds().items()), *made]


class BeginLedgerForm(forms.Form):
    """`owner` is what `access.ledger_owner` understands."""

    owner = forms.CharField(max_length=20)
    kind = forms.ChoiceField(choices=_kinds)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, validators=DAY_LIMITS)


class LedgerFilters(forms.Form):
    """Without an answer the rows of this year. Asked for wrongly, no rows, and why."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    since = _day(_("From"))
    until = _day(_("To"))
    deleted = forms.BooleanField(label=_("Deleted rows"), required=False)

    def __init__(self, data: Any, *, shape: LedgerShape, today: date) -> None:
        self.today = today
        self.columns = {f"c{number}": column for number, column in enumerate(shape.choices)}
        super().__init__(data)
        for name, column in self.columns.items():
            choices = [("", _("all")), *((choice, choice) for choice in column.choices)]
            self.fields[name] = forms.ChoiceField(label=column.name, choices=choices, required=False)
        if shape.state_column:
            label = _("Still open from earlier years")
            self.fields["carried"] = forms.ChoiceField(label=label, choices=Carried.choices, required=False)
        for field in self.fields.values():
            field.widget.attrs["class"] = _CLASSES.get(type(field), "form-control")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            raise ValidationError(_("The period ends before it begins."))
        return data

    @property
    def period(self) -> tuple[date, date]:
        """Both days belong to it. One that is left out is of the other's year, or of this year."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        year = (since or until or self.today).year
        return since or date(year, 1, 1), until or date(year, 12, 31)

    @property
    def carried(self) -> Carried:
        return Carried(self.cleaned_data.get("carried", ""))

    @property
    def conditions(self) -> tuple[RowCondition, ...]:
        chosen = ((column.name, self.cleaned_data.get(name)) for name, column in self.columns.items())
        return tuple(RowCondition(name, Operator.IS, value) for name, value in chosen if value)
