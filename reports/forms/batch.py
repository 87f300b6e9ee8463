"""What is done to many reports."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.collection import KINDS


class BatchForm(forms.Form):
    """`digest` is of the plan that was looked at."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False


class CollectionForm(BatchForm):
    kinds = forms.MultipleChoiceField(
        label=_("What is collected"), choices=KINDS.items(), widget=forms.CheckboxSelectMultiple, initial=["pdf"]
    )
