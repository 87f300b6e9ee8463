"""What is typed off the app or the sheet."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

_LENGTH = 60  # with whatever is typed between the characters


class SecondFactorForm(forms.Form):
    typed = forms.CharField(
        label=_("Number of the app, or a recovery code"),
        max_length=_LENGTH,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class FirstNumberForm(SecondFactorForm):
    """No code can stand for the app before it has shown that it works."""

    typed = forms.CharField(
        label=_("Number of the app"),
        max_length=_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )
