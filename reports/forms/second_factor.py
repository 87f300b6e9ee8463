"""What is typed off the app or the sheet."""

from crispy_forms.helper import FormHelper
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .sign_in import check_own_password

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
    """No code can stand for the app before it has shown that it works. The password too, unless it was given a moment
    ago or the person has none here: who finds a browser open would be its owner from then on.
    """

    typed = forms.CharField(
        label=_("Number of the app"),
        max_length=_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "typed"]

    def __init__(self, *args, request: HttpRequest, asks_password: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        if not asks_password:
            del self.fields["password"]

    def clean_password(self) -> str:
        check_own_password(self._request, self.cleaned_data["password"])
        return self.cleaned_data["password"]
