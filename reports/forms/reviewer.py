"""The stages of a cycle and who reviews in them."""

from typing import cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import Cycle, Stage, Unit, User


class ReviewerField(forms.CharField):
    """A person by sign-in name: a list of all people would tell more than it should."""

    def __init__(self, **kwargs) -> None:
        super().__init__(label=_("Sign-in name of the reviewer"), max_length=60, **kwargs)

    def clean(self, value: str) -> User:
        person = User.objects.filter(username=super().clean(value).strip(), is_active=True).first()
        if person is None:
            raise ValidationError(_("Nobody has this sign-in name. Ask the reviewer how they sign in."))
        return person


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Form(forms.Form):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False

    def _offer(self, name: str, choices: QuerySet) -> None:
        cast("forms.ModelChoiceField", self.fields[name]).queryset = choices


class StageForm(_Form):
    name = forms.CharField(label=_("Name of the stage"), max_length=Stage._meta.get_field("name").max_length)
    due = DayField(label=_("Decisions are due on"), required=False)


class StageReviewerForm(_Form):
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)
    unit = forms.ModelChoiceField(
        label=_("Reports of this unit and below"), queryset=Unit.objects.none(), empty_label=_("Choose a unit")
    )
    reviewer = ReviewerField()

    def __init__(self, *args, cycle: Cycle, units: QuerySet[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._offer("stage", cycle.stages.all())
        self._offer("unit", units)


class ReviewerForm(_Form):
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)
    reviewer = ReviewerField()
    due = DayField(label=_("Due"), required=False, help_text=_("Empty: as for the whole stage."))

    def __init__(self, *args, cycle: Cycle, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._offer("stage", cycle.stages.all())
