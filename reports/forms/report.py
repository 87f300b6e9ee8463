"""What a report is called and whom it addresses."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Report


class TitleForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["title", "salutation"]
        help_texts = {"salutation": _("For example “各位领导、同志们：”. Leave it empty for a written report.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
