"""A person's passkeys: seen, added, removed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.errors import Refused
from ..actions.passkey import add_passkey, ask_to_add, remove_passkey
from ..actions.second_factor import check_second_factor
from ..forms.passkey import PasskeyAnswerForm, PasskeyForm
from ..forms.second_factor import SecondFactorForm
from ..http.device import device_of
from ..http.passkey import ADD, may_use_passkeys, new_challenge, take_answer
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, answer, signed_in
from ..models import Passkey, User
from ..pages.second_factor import site_name


def _require_passkeys(request: HttpRequest, person: User) -> None:
    """Only beside an app: without JavaScript, or the device, it is the way in."""
    factor = access.second_factor_of(person)
    if not (may_use_passkeys(request) and factor and factor.confirmed_at):
        raise Http404


@sensitive_post_parameters()
@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def passkeys(request: SignedInRequest) -> HttpResponse:
    _require_passkeys(request, request.user)
    if "credential" in request.POST:
        return _add(request)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _ask(request, form.cleaned_data["typed"])
    if request.method == "POST":
        return answer(request, 422, message=_("Enter a name, and the number of your app or a recovery code."))
    return _show(request, form)


def _ask(request: SignedInRequest, typed: str) -> HttpResponse:
    """By the script alone, before the device is asked."""
    device, person, at = device_of(request, request.user.username), request.user, timezone.now()
    try:
        check_second_factor(typed=typed, device=device, by=person, at=at)
    except Refused as problem:
        return answer(request, 422, message=str(problem))
    options = ask_to_add(person=person, challenge=new_challenge(request, ADD), site=site_name())
    return answer(request, options=options)


def _add(request: SignedInRequest) -> HttpResponse:
    form = PasskeyAnswerForm(request.POST)
    shown = take_answer(request, ADD, form.cleaned_data["credential"]) if form.is_valid() else None
    problem = _("The page was out of date, or the device took too long. Try again.")
    if shown:
        try:
            name = form.cleaned_data["name"] or _("Passkey")
            add_passkey(name=name, answer=shown, by=request.user, at=timezone.now())
        except Refused as error:
            problem = str(error)
        else:
            messages.success(request, _("The passkey was added."))
            return redirect("passkeys")
    again = PasskeyForm(request.POST)
    again.errors.clear()  # the number was right a moment ago, and is asked for anew
    again.add_error("typed", problem)
    return _show(request, again, status=422)


def _show(request: SignedInRequest, form: PasskeyForm, *, status: int = 200) -> HttpResponse:
    shown = {"form": form, "passkeys": access.passkeys_of(request.user)}
    return render(request, "second_factor/passkeys.html", shown, status=status)


@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "POST"])
def passkey_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """With a number: who finds a browser open takes nothing away that its owner signs in with."""
    passkey = access.passkey_to_remove(request.user, pk)
    form = SecondFactorForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show_removal(request, passkey, form)

    def refuse(problem: Refused) -> HttpResponse:
        form.add_error("typed", str(problem))
        return _show_removal(request, passkey, form)

    shown = {"typed": form.cleaned_data["typed"], "device": device_of(request, request.user.username)}
    done = _("The passkey was removed.")
    return perform(request, remove_passkey, done=done, then="passkeys", refused=refuse, passkey=passkey, **shown)


def _show_removal(request: SignedInRequest, passkey: Passkey, form: SecondFactorForm) -> HttpResponse:
    shown = {"form": form, "passkey": passkey}
    return render(request, "second_factor/passkey_remove.html", shown, status=422 if form.errors else 200)
