"""Naming an assistant."""

from typing import cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..access import people_to_name
from ..models import Assistance, User
from .person import NAMED_BY, NamedPersonField


class AssistantForm(forms.Form):
    person = NamedPersonField(label=_("Your assistant"), help_text=NAMED_BY)
    may_submit = forms.BooleanField(label=Assistance._meta.get_field("may_submit").verbose_name, required=False)

    def __init__(self, *args, author: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.author = author
        cast("NamedPersonField", self.fields["person"]).directory = people_to_name(author)
        self.helper = FormHelper(self)
        self.helper.form_tag = False

    def clean_person(self) -> User:
        person: User = self.cleaned_data["person"]
        if person == self.author:
            raise ValidationError(_("This is you. Name your assistant."))
        return person
