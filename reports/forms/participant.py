"""What the roll says of a person, a transfer, a new person, and a proposal of the roll."""

from collections.abc import Mapping
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..actions.participant import FIELDS, FieldChange, Transfer
from ..actions.user import NewPerson
from ..models import Participant, Unit, User
from ..models.participant import ParticipantState, ReportsAsked
from ..models.proposal import RollSource
from .reviewer import DayField
from .versioned import ProseField

_DUTIES = forms.Textarea(attrs={"rows": 3})
_LEAST_SEARCHED = 1


def _length(model: Any, field: str) -> int:
    return model._meta.get_field(field).max_length or 0


def _helper(form: forms.BaseForm) -> FormHelper:
    helper = FormHelper(form)
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


def _offer(form: forms.BaseForm, units: QuerySet[Unit]) -> None:
    cast("forms.ModelChoiceField", form.fields["unit"]).queryset = units


class ParticipantForm(forms.ModelForm):
    """Sends with each field what it was loaded with, so that two organisers do not overwrite one another."""

    duties = ProseField(label=_("duties"), required=False, widget=_DUTIES)
    since = DayField(label=_("from"), required=False)
    until = DayField(label=_("to"), required=False)
    due = DayField(label=_("own due day"), required=False, help_text=_("Empty: as for the whole round."))

    class Meta:
        model = Participant
        fields = FIELDS

    def __init__(self, *args, units: QuerySet[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(self)
        _offer(self, units)
        self.fields["reason"].label = pgettext_lazy("of a participant", "reason")
        self.fields["reason"].help_text = _("For every other state than “Writes a report”.")
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """A reason without that which it is for would be lost silently."""
        typed = super().clean() or {}
        if typed.get("state") == ParticipantState.WRITING and "state" not in self.changed_data:
            self._refuse_reason("reason", _("Choose the state that this is the reason for, or empty the field."))
        if "due" in typed and not typed["due"] and "due" not in self.changed_data:
            self._refuse_reason("due_reason", _("Choose the due day that this is the reason for, or empty the field."))
        return typed

    def _refuse_reason(self, name: str, message: Any) -> None:
        if self.cleaned_data.get(name) and name in self.changed_data:
            self.add_error(name, message)

    @property
    def changes(self) -> dict[str, FieldChange]:
        return {name: FieldChange(self._seen(name), self.cleaned_data[name]) for name in self.changed_data}

    def _seen(self, name: str) -> Any:
        sent = self.data.get(self[name].html_initial_name, "")
        try:
            return self.fields[name].to_python(sent)
        except ValidationError:
            return None

    def seen_anew(self, stored: Participant) -> Mapping[str, Any]:
        """The same, as if it had been typed over what is stored now."""
        sent = dict(self.data.items())
        for name in self.changed_data:
            value = stored.serializable_value(name)
            sent[self[name].html_initial_name] = "" if value is None else str(value)
        return sent


class TransferForm(forms.Form):
    on = DayField(label=_("First day in the new post"))
    unit = forms.ModelChoiceField(label=_("New unit"), queryset=Unit.objects.none(), empty_label=_("Choose a unit"))
    post = forms.CharField(label=_("New post"), max_length=_length(Participant, "post"))
    duties = ProseField(label=_("New duties"), required=False, widget=_DUTIES)
    reports = forms.ChoiceField(
        label=_("Reports of this year"), choices=ReportsAsked, initial=ReportsAsked.BOTH, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=pgettext_lazy("of a participant", "reason"),
        max_length=_length(Participant, "reason"),
        required=False,
        help_text=_("Why one of the two is not asked for."),
    )

    def __init__(self, *args, units: QuerySet[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(self)
        _offer(self, units)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("reports") in {ReportsAsked.NEW, ReportsAsked.OLD} and not typed.get("reason"):
            self.add_error("reason", _("Say why no report is asked for."))
        return typed

    @property
    def transfer(self) -> Transfer:
        return Transfer(**self.cleaned_data)


class SearchForm(forms.Form):
    """Sent with GET; the field is written by the page."""

    q = forms.CharField(max_length=60, required=False)


class EnrolForm(forms.Form):
    person = forms.ModelChoiceField(queryset=User.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args, people: QuerySet[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["person"]).queryset = people


class NewPersonForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a person", "name"), max_length=_length(User, "name"))
    unit = forms.ModelChoiceField(label=_("unit"), queryset=Unit.objects.none(), empty_label=_("Choose a unit"))
    post = forms.CharField(label=_("post"), max_length=_length(User, "post"), required=False)
    staff_number = forms.CharField(label=_("staff number"), max_length=_length(User, "staff_number"), required=False)
    username = forms.CharField(
        label=_("sign-in name"),
        max_length=_length(User, "username"),
        required=False,
        help_text=_("Letters, digits and @ . + - _. Empty: the staff number."),
        validators=User._meta.get_field("username").validators,
    )

    def __init__(self, *args, units: QuerySet[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(self)
        _offer(self, units)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if {"staff_number", "username"} <= {*typed} and not (typed["staff_number"] or typed["username"]):
            self.add_error("staff_number", _("Enter a staff number or a sign-in name: the person signs in with it."))
        return typed

    @property
    def person(self) -> NewPerson:
        return NewPerson(**self.cleaned_data)


class ProposalForm(forms.Form):
    """Without a choice the roll is proposed by what there is."""

    source = forms.ChoiceField(
        label=_("Whom"), choices=RollSource, required=False, widget=forms.RadioSelect, initial=RollSource.LAST_YEAR
    )
    count = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    @property
    def chosen(self) -> str:
        return self.cleaned_data.get("source", "") if self.is_valid() else ""

    def confirms(self, count: int) -> bool:
        """Whether so many people were shown; otherwise it says so."""
        if self.is_valid() and self.cleaned_data["count"] != count:
            self.add_error(None, _("The roll has changed since you looked at it. Nothing was added: look at it again."))
        return self.is_valid()
