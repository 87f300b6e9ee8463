"""The stages of a cycle and who reviews in them."""

import re
from collections.abc import Iterable
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ..access import OrganisedCycle
from ..actions.spread import SpreadOrder
from ..actions.substitution import HandOver
from ..models import Cycle, Review, Stage, Substitution, Unit, User
from ..models.cycle import DAY_LIMITS

KEY_DIGITS = 18  # fewer than those of the largest number of 64 bits


class ReviewerField(forms.CharField):
    """A person by sign-in name or staff number: a list of all people would tell more than it should."""

    def __init__(self, **kwargs) -> None:
        super().__init__(label=_("Sign-in name or staff number of the reviewer"), max_length=60, **kwargs)

    def clean(self, value: str) -> User:
        person = User.objects.named(super().clean(value).strip())
        if person is None or not person.is_active:
            raise ValidationError(_("Nobody has this sign-in name. Ask the reviewer how they sign in."))
        return person


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


class StageForm(_Form):
    name = forms.CharField(label=_("Name of the stage"), max_length=Stage._meta.get_field("name").max_length)
    due = DayField(label=_("Decisions are due on"), required=False)

    def __init__(self, *args, is_set: bool = False, **kwargs) -> None:
        """`is_set`: the day of an opened round is changed in its settings, with a reason."""
        super().__init__(*args, **kwargs)
        if is_set:
            del self.fields["due"]


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


class ReviewersField(forms.CharField):
    """People by sign-in name, staff number or name, as they are told apart in words; a list of all would tell more than
    it should.
    """

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: str) -> list[User]:
        words = list(dict.fromkeys(_SEPARATORS.split(super().clean(value).strip())))
        words = [word for word in words if word]
        named = Q(username__in=words) | Q(staff_number__in=words) | Q(name__in=words)
        people = list(User.objects.filter(named, is_active=True).select_related("unit"))
        return list(dict.fromkeys(_only_one(word, people) for word in words))


_SEPARATORS = re.compile(r"[\s,;，；、]+")


def _only_one(word: str, people: Iterable[User]) -> User:
    """A sign-in name counts first, then a number, then a name."""
    for attribute in ("username", "staff_number", "name"):
        alike = [person for person in people if getattr(person, attribute) == word]
        if len(alike) > 1:
            raise ValidationError(
                _("Several people are called %(name)s: write the staff number or sign-in name.") % {"name": word}
            )
        if alike:
            return alike[0]
    raise ValidationError(_("Nobody who is active is “%(name)s”.") % {"name": word})


class _PlanForm(_Form):
    """`digest` is of the plan that was looked at; without it the plan is only shown."""

    people = ReviewersField(
        label=_("Reviewers"), help_text=_("Sign-in names, staff numbers or names, separated by spaces or commas.")
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
    only = forms.CharField(
        label=_("Only these people"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
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

    def clean_only(self) -> tuple[int, ...]:
        """Keys of participants; whoever takes part twice is meant with both."""
        words = {word for word in _SEPARATORS.split(self.cleaned_data["only"]) if word}
        named = Q(person__username__in=words) | Q(person__staff_number__in=words) | Q(person__name__in=words)
        rows = list(self._organised.participants.filter(named).select_related("person").order_by("pk"))
        for word in sorted(words):
            if not any(word in _names(row.person) for row in rows):
                raise ValidationError(_("Nobody on this roll is “%(name)s”.") % {"name": word})
        return tuple(row.pk for row in rows)

    @property
    def order(self) -> SpreadOrder:
        chosen = self.cleaned_data
        names = ("stage", "unit", "only", "spares_own_unit", "again")
        return SpreadOrder(people=tuple(chosen["people"]), **{name: chosen[name] for name in names})


def _names(person: User) -> set[str]:
    return {person.username, person.staff_number, person.name}


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

    def __init__(self, *args, former: User, reviews: Iterable[Review], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._former = former
        self.fields["people"].label = _("To whom")
        self.fields["people"].help_text = _(
            "One person, or several over whom it is spread evenly: sign-in names, staff numbers or names, separated by "
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
