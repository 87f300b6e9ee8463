"""What is done to many rows."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ..access import OrganisedCycle, people_to_name
from ..actions.collection import KINDS
from ..models import Participant, Stage, Substitution
from ..models.participant import ParticipantState
from .person import NAMED_BY, NamedPersonField
from .reviewer import DayField

_REASON_LENGTH = Participant._meta.get_field("reason").max_length


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class BatchForm(_Form):
    """What is confirmed; `digest` is of the plan that was looked at."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class CollectionForm(BatchForm):
    kinds = forms.MultipleChoiceField(
        label=_("What is collected"), choices=KINDS.items(), widget=forms.CheckboxSelectMultiple, initial=["pdf"]
    )


class OrderForm(_Form):
    """What is to be done, as the address of the preview says it beside the filters of the list. What it gives are
    arguments of the kind's plan.
    """

    prefix = "do"

    def __init__(self, sent: Any, *, organised: OrganisedCycle) -> None:
        self.organised = organised
        is_sent = any(name.startswith(f"{self.prefix}-") for name in sent)
        super().__init__(sent if is_sent else None)

    @property
    def is_whole(self) -> bool:
        return not self.fields or self.is_valid()

    @property
    def order(self) -> dict[str, Any]:
        return self.cleaned_data if self.fields else {}


class ExtensionForm(OrderForm):
    due = DayField(label=_("New due day"))
    due_reason = forms.CharField(
        label=_("Reason"), max_length=_REASON_LENGTH, help_text=_("It stands on the roll beside each of them.")
    )


class ExemptionForm(OrderForm):
    state = forms.ChoiceField(
        label=_("On the roll"),
        choices=[choice for choice in ParticipantState.choices if choice[0] != ParticipantState.WRITING],
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=_REASON_LENGTH, help_text=_("It stands on the roll beside each of them.")
    )


class AssignmentForm(OrderForm):
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)
    reviewer = NamedPersonField(label=_("Reviewer"), help_text=NAMED_BY)
    due = DayField(label=_("Due"), required=False, help_text=_("Empty: as for the whole stage."))

    def __init__(self, sent: Any, *, organised: OrganisedCycle) -> None:
        super().__init__(sent, organised=organised)
        self.fields["stage"].queryset = organised.cycle.stages.all()  # type: ignore[attr-defined]
        self.fields["reviewer"].directory = people_to_name(organised.user)  # type: ignore[attr-defined]


class SubstitutionForm(OrderForm):
    substitute = NamedPersonField(label=_("To whom"), help_text=NAMED_BY)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=Substitution._meta.get_field("reason").max_length,
        help_text=_("It is kept beside every review that is handed over."),
    )

    def __init__(self, sent: Any, *, organised: OrganisedCycle) -> None:
        super().__init__(sent, organised=organised)
        self.fields["substitute"].directory = people_to_name(organised.user)  # type: ignore[attr-defined]
