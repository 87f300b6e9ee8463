"""Signing in with a slip, and issuing slips."""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordMixin
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import SignInSlip, Unit, User
from ..models.left_out import Issue
from ..models.sign_in_slip import Delivery
from .sign_in import NAME_LENGTH

CONTACT_LENGTH = 30  # two lines of a slip
_CODE_LENGTH = 60  # with whatever is typed between its characters


class FirstSignInForm(SetPasswordMixin, forms.Form):
    """What is on the slip, and a password. Of the password nothing is said before the code is right."""

    username = forms.CharField(
        label=_("Sign-in name or staff number"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=_CODE_LENGTH,
        help_text=_("Small letters or capitals, with or without dashes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("Your own password"), label2=_("The same password again")
    )
    slip: SignInSlip

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        self.fields["password1"].help_text = _(
            "Ten characters or more, not digits alone; nothing of your name, number, unit or post."
        )
        self.fields["password2"].help_text = ""
        self.helper = FormHelper(self)
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if "username" in typed and "code" in typed:
            self._find_slip(typed["username"], typed["code"])
        return typed

    def _find_slip(self, name: str, code: str) -> None:
        """Whichever name was typed, failures are counted under one."""
        person = User.objects.named(name)
        username = person.username if person else name
        if authenticate(self._request, username=username, one_time_password=code):
            self.slip = self._request.sign_in_slip  # type: ignore[attr-defined]
            self.validate_passwords()
            self.validate_password_for_user(self.slip.person)
        else:
            self.add_error("code", self._refusal())

    def _refusal(self) -> str:
        slip: SignInSlip | None = getattr(self._request, "sign_in_slip", None)
        if slip:
            return slip.refusal(timezone.now())
        return str(
            _("This name and this code do not belong together. Compare both with your slip, character by character.")
        )


class _SlipForm(forms.Form):
    delivery = forms.ChoiceField(
        label=pgettext_lazy("sign-in slips", "How"),
        choices=Delivery.choices,
        initial=Delivery.PAPER,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True


def _contact_field() -> forms.CharField:
    label = _("Whom to call with questions: name and telephone number, printed on each slip")
    return forms.CharField(label=label, max_length=CONTACT_LENGTH, required=False)


def contact_of(person: User) -> str:
    """What is proposed there: whoever issues the slips."""
    return " ".join(part for part in (person.name, person.phone) if part)[:CONTACT_LENGTH]


class SlipForm(_SlipForm):
    contact = _contact_field()

    @property
    def issue(self) -> Issue:
        return Issue(self.cleaned_data["delivery"], is_for_one=True)


class SlipsForm(_SlipForm):
    """For those of the roll, or of one unit, who have never signed in."""

    unit = forms.ModelChoiceField(
        label=_("Unit, with all below it"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("The whole roll"),
    )
    again = forms.BooleanField(
        label=_("Also for people whose slip is still valid: the old one then opens nothing"), required=False
    )
    name = forms.CharField(
        label=_("Only people with this in their name, sign-in name or staff number"),
        max_length=NAME_LENGTH,
        required=False,
    )
    field_order = ["unit", "name", "delivery", "again"]

    def __init__(self, asked: QueryDict, *, units: QuerySet[Unit]) -> None:
        super().__init__({"delivery": Delivery.PAPER, **asked.dict()})
        cast("forms.ModelChoiceField", self.fields["unit"]).queryset = units

    @property
    def whom(self) -> dict[str, Any]:
        """What was chosen; of what makes no sense, all."""
        return {name: self.cleaned_data[name] for name in ("unit", "name")} if self.is_valid() else {}

    @property
    def asked(self) -> str:
        """As a query of the page on which it is chosen."""
        names = ("unit", "name", "delivery", "again")
        return urlencode({name: value for name in names if (value := self.data.get(name))})

    @property
    def issue(self) -> Issue:
        """What was chosen; of what makes no sense, on paper."""
        chosen = self.cleaned_data
        return Issue(chosen.get("delivery", Delivery.PAPER), again=chosen.get("again", False))


class IssueForm(SlipsForm):
    """The same once more, when it is done. `first` is the key of the first person who was shown: a second click on a
    page that stays where it is would else issue the slips of the next ones.
    """

    count = forms.IntegerField(min_value=1)
    first = forms.IntegerField(required=False)
    contact = _contact_field()

    def confirms(self, people: Sequence[User]) -> bool:
        """Whether it were these who were shown; otherwise it says so."""
        if self.is_valid() and not self._were_shown(people):
            self.add_error(
                None, _("The list has changed since you looked at it. Nothing has been issued: look at it again.")
            )
        return self.is_valid()

    def _were_shown(self, people: Sequence[User]) -> bool:
        first = self.cleaned_data["first"]
        return self.cleaned_data["count"] == len(people) and (first is None or first == people[0].pk)
