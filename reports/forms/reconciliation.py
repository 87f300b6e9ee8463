"""Which contradictions a list shows, and what authors are asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.labels import choices_of
from ..prose.reconciliation import Contradicted, Contradiction
from .comment import text_field
from .list_filters import SEARCH_LENGTH


class ContradictionFilters(forms.Form):
    """A list that is asked for wrongly shows nothing and says why."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=SEARCH_LENGTH,
        help_text=_("What is counted, or words of a passage."),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *choices_of(Contradiction)])
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, found: Sequence[Contradicted]) -> None:
        super().__init__(data)
        self.found = found
        units = {one.unit_pk: one.unit_name for one in found}
        field: Any = self.fields["unit"]
        field.choices = [("", _("all")), *sorted(units.items(), key=lambda unit: unit[1])]

    @property
    def rows(self) -> list[Contradicted]:
        return [one for one in self.found if self._shows(one)] if self.is_valid() else []

    def _shows(self, one: Contradicted) -> bool:
        word, kind, unit = (self.cleaned_data[name] for name in ("q", "kind", "unit"))
        is_found = word in one.label or any(word in claim.words for claim in one.claims)
        return is_found and kind in {"", one.kind} and unit in {None, one.unit_pk}


class InquiryForm(forms.Form):
    text = text_field(_("Question to the authors"))
