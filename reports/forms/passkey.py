"""The name of a passkey, and who adds it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.passkey import NAME_LENGTH
from .second_factor import SecondFactorForm


class PasskeyForm(SecondFactorForm):
    """The number too: who finds a browser open adds nothing that opens it later."""

    name = forms.CharField(
        label=_("What you call the device"), max_length=NAME_LENGTH, help_text=_("Such as: office computer, USB key.")
    )
    field_order = ["name", "typed"]


class PasskeyAnswerForm(forms.Form):
    name = forms.CharField(max_length=NAME_LENGTH, required=False)
    credential = forms.CharField(max_length=20_000)
