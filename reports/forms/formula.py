"""A formula chosen in words: what is done, with which figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..ledgers.formula import MOST_OPERANDS, Formula, Operand, Operation, WrongFormula
from ..models import Figure
from ..models.labels import choices_of
from ..prose.figures import FigureKind

_NAMES = [f"operand-{number}" for number in range(MOST_OPERANDS)]


class FormulaForm(forms.Form):
    """`values` are what the operands have now: they are shown with each. The figure itself is offered of last year."""

    def __init__(
        self, data: Any = None, *, figure: Figure, figures: Sequence[Figure], values: Mapping[Operand, str]
    ) -> None:
        super().__init__(data)
        widget = forms.Select(attrs={"class": "form-select"})
        self.fields["operation"] = forms.ChoiceField(
            label=_("What is computed"), choices=choices_of(Operation), widget=widget
        )
        numbers = [one for one in figures if one.kind == FigureKind.NUMBER.value]
        self.operands = {f"this-{one.pk}": Operand(one.label) for one in numbers if one.pk != figure.pk}
        self.operands |= {f"last-{one.pk}": Operand(one.label, of_last_year=True) for one in numbers}
        units = {one.label: one.unit for one in numbers}
        offered = [(key, _say(operand, values.get(operand, ""), units)) for key, operand in self.operands.items()]
        for number, name in enumerate(_NAMES):
            label = _LABELS[number] if number < len(_LABELS) else _("and also, in a sum or product")
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("", "—"), *offered],
                required=number < len(_LABELS),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [self.operands[data[name]] for name in _NAMES if data.get(name)]
        if self.errors:
            return data
        try:
            self.formula = Formula(Operation(data["operation"]), tuple(chosen))
        except WrongFormula as wrong:
            raise ValidationError(_("Only sums and products are of more than two figures.")) from wrong
        return data


_LABELS = [_("First figure"), _("Second figure")]


def _say(operand: Operand, value: str, units: Mapping[str, str]) -> str:
    said = gettext("last year’s %(label)s") % {"label": operand.label} if operand.of_last_year else operand.label
    return f"{said}（{value}{units[operand.label]}）" if value else f"{said}（—）"
