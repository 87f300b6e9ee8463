"""What a person wants to be mailed."""

from crispy_forms.helper import FormHelper
from django import forms

from ..models import User


class MailForm(forms.ModelForm):
    """Bound to the person. The action saves it."""

    class Meta:
        model = User
        fields = ["mail", "mail_language"]
        widgets = {"mail": forms.RadioSelect, "mail_language": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
