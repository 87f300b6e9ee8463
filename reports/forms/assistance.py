"""Naming an assistant."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Assistance, User


class AssistantForm(forms.Form):
    """Asks for a sign-in name or staff number: a list of all people would tell more than it should."""

    username = forms.CharField(label=_("Sign-in name or staff number of your assistant"), max_length=60)
    may_submit = forms.BooleanField(label=Assistance._meta.get_field("may_submit").verbose_name, required=False)

    def __init__(self, *args, author: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.author = author
        self.helper = FormHelper(self)
        self.helper.form_tag = False

    def clean_username(self) -> User:
        person = User.objects.named(self.cleaned_data["username"].strip())
        if person is None or not person.is_active:
            raise ValidationError(_("Nobody has this sign-in name. Ask your assistant how they sign in."))
        if person == self.author:
            raise ValidationError(_("This is your own sign-in name. Enter your assistant's."))
        return person
