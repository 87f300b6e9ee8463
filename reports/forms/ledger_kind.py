"""A kind of ledger as an organiser makes it: its name, and a line for each column, in words only."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..ledgers.cells import LONGEST_VALUE
from ..ledgers.columns import (
    MOST_CHOICES,
    MOST_COLUMNS,
    NAME_LENGTH,
    ColumnType,
    ItemState,
    LedgerColumn,
    LedgerShape,
    WrongShape,
)
from ..models import Unit
from ..models.labels import choices_of

BLANK_LINES = 3
_DATED_BY, _STATE, _DONE_BY, _CLOSED_BY = "dated_by", "state_column", "done_by", "closed_by"
_MEANINGS = [
    ("", _("nothing more")),
    (_DATED_BY, _("dates the row")),
    (_STATE, _("says how far it is")),
    (_DONE_BY, _("who does it")),
    (_CLOSED_BY, _("who closes it, somebody else than who did it")),
]
_STATES = {
    ItemState.OPEN: _("Choices that mean: open"),
    ItemState.DONE: _("Choices that mean: done"),
    ItemState.LONG_TERM: _("Choices that mean: goes on for long"),
}
_MISTAKES = {
    "columns": _("Name at least one column, and at most 30."),
    "twice": _("Two columns have the same name."),
    "date": _("One column must date the rows: a day, and every row needs it."),
    "choices": _("A column of choices needs its choices, one a line; other columns have none."),
    "states": _("What is open, done or goes on must be among the choices of the column that says how far it is."),
}


def _text(label: Any, length: int, **kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, widget=widget, **kwargs)


def _select(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **kwargs)


class LedgerColumnForm(forms.Form):
    name = _text(_("Name of the column"), NAME_LENGTH)
    type = _select(_("What it holds"), choices_of(ColumnType), initial=ColumnType.TEXT.value)
    is_required = forms.BooleanField(label=_("Every row needs it"), required=False)
    unit = _text(_("Unit of a number"), 20, required=False)
    choices = forms.CharField(
        label=_("Choices, one a line"),
        required=False,
        max_length=MOST_CHOICES * (LONGEST_VALUE + 2),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4}),
    )
    meaning = _select(_("What it is for"), _MEANINGS, required=False)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_choices(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines())
        choices = list(dict.fromkeys(line for line in lines if line))
        if len(choices) > MOST_CHOICES or any(len(choice) > LONGEST_VALUE for choice in choices):
            said = _("At most %(count)s choices, each of at most %(length)s characters.")
            raise ValidationError(said % {"count": MOST_CHOICES, "length": LONGEST_VALUE})
        return choices

    @property
    def column(self) -> LedgerColumn:
        data = self.cleaned_data
        is_number = ColumnType(data["type"]).is_number
        unit = data["unit"] if is_number else ""
        return LedgerColumn(data["name"], ColumnType(data["type"]), data["is_required"], unit, tuple(data["choices"]))


_ColumnFormSet: Any = forms.formset_factory(
    LedgerColumnForm,
    extra=BLANK_LINES,
    can_order=True,
    can_delete=True,
    max_num=MOST_COLUMNS,
    validate_max=True,
    absolute_max=MOST_COLUMNS + BLANK_LINES,
)


class LedgerKindForm(forms.Form):
    """With `columns`, the lines of the columns. `units` are those that it may be made for; None for a kind that is
    there already, whose `base` is the number of the version that is changed.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        shape: LedgerShape | None,
        units: Iterable[Unit] | None = None,
        base: int = 0,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=(initial or {}) | _states_of(shape))
        self.columns = _ColumnFormSet(data, initial=None if data else _lines_of(shape), prefix="column")
        for line in self.columns:
            for name in ("ORDER", "DELETE"):
                line.fields[name].widget.attrs["class"] = "form-control" if name == "ORDER" else "form-check-input"
            line.fields["is_required"].widget.attrs["class"] = "form-check-input"
        self.fields["base"] = forms.IntegerField(widget=forms.HiddenInput, initial=base, min_value=0)
        if units is not None:
            self.fields["name"] = _text(_("Name of the kind"), 60)
            self.fields["unit"] = _select(_("For the unit, and all below it"), [(one.pk, str(one)) for one in units])
        for state, label in _STATES.items():
            self.fields[state.value] = _text(label, 400, required=False, help_text=_("Separated by 、"))
        if units is None:
            self.fields["reason"] = _text(_("Why it is changed"), 200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.columns.is_valid():
            raise ValidationError(_("Something in the columns is not right: it is said beside it."))
        try:
            self.shape = self._shape(self.columns.ordered_forms, data)
        except WrongShape as wrong:
            raise ValidationError(_MISTAKES.get(wrong.args[0], _MISTAKES["columns"])) from wrong
        return data

    def _shape(self, lines: list[LedgerColumnForm], data: dict[str, Any]) -> LedgerShape:
        """Raises WrongShape, ValidationError."""
        meanings: dict[str, str] = {}
        for line in lines:
            meaning = line.cleaned_data["meaning"]
            if meaning and meaning in meanings:
                said = _("Two columns are said to be the same: %(meaning)s.")
                raise ValidationError(said % {"meaning": dict(_MEANINGS)[meaning]})
            meanings[meaning] = line.cleaned_data["name"]
        meanings.pop("", None)
        states = {name: state for state in _STATES for name in _split(data.get(state.value, ""))}
        if states and _STATE not in meanings:
            raise WrongShape("states")
        columns = tuple(line.column for line in lines)
        return LedgerShape(columns, meanings.pop(_DATED_BY, ""), states=states, **meanings)


def _split(text: str) -> list[str]:
    return [name for name in (part.strip() for part in text.replace("，", "、").split("、")) if name]


def _states_of(shape: LedgerShape | None) -> dict[str, str]:
    states = shape.states if shape else {}
    return {one.value: "、".join(name for name, state in states.items() if state == one) for one in ItemState}


def _lines_of(shape: LedgerShape | None) -> list[dict[str, Any]]:
    return [_line(column, shape) for column in shape.columns] if shape else []


def _line(column: LedgerColumn, shape: LedgerShape) -> dict[str, Any]:
    meaning = next((name for name, _label in _MEANINGS[1:] if getattr(shape, name) == column.name), "")
    return column.to_dict() | {"choices": "\n".join(column.choices), "meaning": meaning}
