"""The stages of a cycle and who reviews in them."""

from collections.abc import Iterable
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..access import Directory, OrganisedCycle, people_on_roll, people_to_name
from ..actions.spread import SpreadOrder
from ..actions.substitution import HandOver
from ..models import Cycle, Review, Stage, Substitution, Unit, User
from ..models.cycle import DAY_LIMITS
from .person import NAMED_BY, NamedPeopleField, NamedPersonField

KEY_DIGITS = 18  # fewer than those of the largest number of 64 bits


def read_key(text: str) -> int | None:
    """A primary key as an address or a form says it: None for what is no number, 0, nobody's, for one too large."""
    if not text.isdecimal():
        return None
    return int(text) if len(text) <= KEY_DIGITS else 0


class DayField(forms.DateField):
    """Not so far away that what is counted from it would leave the calendar."""

    default_validators = DAY_LIMITS
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Form(forms.Form):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False

    def _offer(self, name: str, choices: QuerySet) -> None:
        cast("forms.ModelChoiceField", self.fields[name]).queryset = choices

    def _look_up(self, name: str, directory: Directory) -> None:
        cast("NamedPeopleField", self.fields[name]).directory = directory


class StageForm(_Form):
    name = forms.CharField(label=_("Name of the stage"), max_length=Stage._meta.get_field("name").max_length)
    due = DayField(label=_("Decisions are due on"), required=False)

    def __init__(self, *args, is_set: bool = False, **kwargs) -> None:
        """`is_set`: the day of an opened round is changed in its settings, with a reason."""
        super().__init__(*args, **kwargs)
        if is_set:
            del self.fields["due"]
            self.helper.layout.fields.remove("due")


class StageReviewerForm(_Form):
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)
    unit = forms.ModelChoiceField(
        label=_("Reports of this unit and below"), queryset=Unit.objects.none(), empty_label=_("Choose a unit")
    )
    reviewer = NamedPersonField(label=_("Reviewer"), help_text=NAMED_BY)

    def __init__(self, *args, cycle: Cycle, units: QuerySet[Unit], by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._look_up("reviewer", people_to_name(by))
        self._offer("stage", cycle.stages.all())
        self._offer("unit", units)


class ReviewerForm(_Form):
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)
    reviewer = NamedPersonField(label=_("Reviewer"), help_text=NAMED_BY)
    due = DayField(label=_("Due"), required=False, help_text=_("Empty: as for the whole stage."))

    def __init__(self, *args, cycle: Cycle, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._look_up("reviewer", people_to_name(by))
        self._offer("stage", cycle.stages.all())


class _PlanForm(_Form):
    """`digest` is of the plan that was looked at; without it the plan is only shown."""

    people = NamedPeopleField(
        label=_("Reviewers"), help_text=_("Names, staff numbers or sign-in names, separated by spaces or commas.")
    )
    spares_own_unit = forms.BooleanField(label=_("Nobody reviews their own unit"), required=False)
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was sent, to be sent once more with the digest."""
        data: Any = self.data
        left_out = {"digest", "csrfmiddlewaretoken", "page"}
        return [(name, value) for name in data if name not in left_out for value in data.getlist(name)]


class SpreadForm(_PlanForm):
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)
    unit = forms.ModelChoiceField(
        label=_("Reports of this unit and below"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("all of your units"),
    )
    only = NamedPeopleField(
        label=_("Only these people"),
        required=False,
        help_text=_("Empty: everybody of the unit who writes a report and has no reviewer of their own yet."),
    )
    again = forms.BooleanField(
        label=_("Also those who have a reviewer of their own and have not submitted yet: it is given anew"),
        required=False,
    )
    field_order = ["stage", "unit", "only", "people", "spares_own_unit", "again"]

    def __init__(self, *args, organised: OrganisedCycle, **kwargs) -> None:
        super().__init__(*args, initial={"spares_own_unit": True}, **kwargs)
        self._organised = organised
        self.helper.disable_csrf = True  # it stands in an address
        self._offer("stage", organised.cycle.stages.all())
        self._offer("unit", organised.units.order_by("name"))
        self._look_up("people", people_to_name(organised.user))
        self._look_up("only", people_on_roll(organised))

    def clean_only(self) -> tuple[int, ...]:
        """Keys of participants; whoever takes part twice is meant with both."""
        rows = self._organised.participants.filter(person__in=self.cleaned_data["only"])
        return tuple(rows.order_by("pk").values_list("pk", flat=True))

    @property
    def order(self) -> SpreadOrder:
        chosen = self.cleaned_data
        names = ("stage", "unit", "only", "spares_own_unit", "again")
        return SpreadOrder(people=tuple(chosen["people"]), **{name: chosen[name] for name in names})


class HandOverForm(_PlanForm):
    which = forms.ChoiceField(
        label=_("What is handed over"),
        choices=[
            ("all", _("everything that is not decided, and what is still to be submitted to this reviewer")),
            ("chosen", _("only the reviews marked below")),
        ],
        initial="all",
        widget=forms.RadioSelect,
    )
    reviews = forms.TypedMultipleChoiceField(coerce=int, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=Substitution._meta.get_field("reason").max_length,
        help_text=_("It is kept beside every review that is handed over."),
    )
    field_order = ["which", "people", "spares_own_unit", "reason"]

    def __init__(self, *args, former: User, reviews: Iterable[Review], by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._look_up("people", people_to_name(by))
        self._former = former
        self.fields["people"].label = _("To whom")
        self.fields["people"].help_text = _(
            "One person, or several over whom it is spread evenly: names, staff numbers or sign-in names, separated by "
            "spaces or commas."
        )
        cast("forms.TypedMultipleChoiceField", self.fields["reviews"]).choices = [
            (one.pk, str(one.pk)) for one in reviews
        ]

    def clean_people(self) -> list[User]:
        people = self.cleaned_data["people"]
        if self._former in people:
            raise ValidationError(_("%(name)s hands these over: name others.") % {"name": self._former.name})
        return people

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        if chosen.get("which") == "chosen" and not chosen.get("reviews") and "reviews" not in self.errors:
            self.add_error(None, _("Mark at least one review, or hand over everything."))
        return chosen

    @property
    def hand_over(self) -> HandOver:
        chosen = self.cleaned_data
        reviews = frozenset(chosen["reviews"]) if chosen["which"] == "chosen" else None
        return HandOver(self._former, tuple(chosen["people"]), reviews, chosen["spares_own_unit"])
