"""Which two texts are compared."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """Two of `choices`, which are oldest first. By default the last two."""

    def __init__(self, asked: Mapping[str, str], *, choices: Sequence[tuple[str, str]]) -> None:
        self._keys = [key for key, _label in choices]
        super().__init__(self._complete(asked))
        for name, label in [("from", _("Earlier text")), ("to", _("Later text"))]:
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                widget=forms.Select(attrs={"class": "form-select"}),
                error_messages={"invalid_choice": _("There is no such text of this report. Choose one from the list.")},
            )

    def _complete(self, asked: Mapping[str, str]) -> dict[str, str]:
        to = asked.get("to") or self._keys[-1]
        place = self._keys.index(to) if to in self._keys else len(self._keys) - 1
        return {"from": asked.get("from") or self._keys[max(0, place - 1)], "to": to}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data["from"] == data["to"]:
            self.add_error("to", ValidationError(_("Choose two different texts.")))
        return data

    @property
    def chosen(self) -> tuple[str, str]:
        """The earlier key, then the later one, in whichever order they were sent."""
        old, new = sorted([self.cleaned_data["from"], self.cleaned_data["to"]], key=self._keys.index)
        return old, new
