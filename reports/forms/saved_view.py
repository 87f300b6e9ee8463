"""A list kept under a name."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..models import SavedView

PASSING = {"page", "format"}  # of one look at the list, not of the list


def kept_query(asked: QueryDict) -> str:
    """What of an address's query is kept: without what is empty."""
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        if name not in PASSING and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()


class SavedViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["list", "name", "query"]
        widgets = {"list": forms.HiddenInput, "query": forms.HiddenInput}
        labels = {"name": _("Keep this list as")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False

    def clean_query(self) -> str:
        return kept_query(QueryDict(self.cleaned_data["query"]))
