"""The second factor: asked for at the sign-in, set up, replaced, ended."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.errors import Refused
from ..actions.passkey import ask_to_show
from ..actions.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    end_second_factor,
    renew_recovery_codes,
)
from ..forms.second_factor import FirstNumberForm, SecondFactorForm
from ..http.address import own_address
from ..http.device import device_of
from ..http.passkey import SHOW, may_use_passkeys, new_challenge
from ..http.second_factor import (
    asks_password,
    for_held_back,
    give_passkey,
    give_second_factor,
    held_back,
    is_given,
    let_in,
    may_begin,
)
from ..http.sign_in import answer, signed_in
from ..models import SecondFactor, User
from ..models.second_factor import is_required_of
from ..pages.second_factor import app_set_up


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_held_back
def second_factor_check(request: HttpRequest, person: User) -> HttpResponse:
    """After the password."""
    factor = access.second_factor_of(person)
    if not (factor and factor.confirmed_at):
        return redirect(_with_next(request, "second_factor"))
    offers = may_use_passkeys(request) and access.passkeys_of(person).exists()
    if offers and "begin" in request.POST:
        options = ask_to_show(person=person, challenge=new_challenge(request, SHOW))
        return answer(request, options=options)
    form = SecondFactorForm(request.POST or None)
    if problem := _given(request, person, form, offers=offers):
        form.add_error("typed", problem)
    elif request.method == "POST" and is_given(request):
        return redirect(_next(request))
    shown = {"form": form, "offers_passkeys": offers}
    return render(request, "second_factor/check.html", shown, status=422 if form.errors else 200)


def _given(request: HttpRequest, person: User, form: SecondFactorForm, *, offers: bool) -> str:
    """What is wrong with the number, the code or the passkey; the form says it of what does not fit itself."""
    if offers and (said := request.POST.get("credential")):
        form.errors.clear()
        return give_passkey(request, person, said)
    return give_second_factor(request, person, form.cleaned_data["typed"]) if form.is_valid() else ""


def _for_owner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Who is signed in; and who cannot be before they have set one up."""
    guarded = signed_in(lambda request: view(request, person=request.user))

    @wraps(view)
    @never_cache
    def chosen(request: HttpRequest) -> HttpResponseBase:
        person = None if request.user.is_authenticated else held_back(request)
        factor = access.second_factor_of(person) if person else None
        if person and not (factor and factor.confirmed_at):
            return view(request, person=person)
        return guarded(request)

    return chosen


@sensitive_post_parameters()
@_for_owner
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest, person: User) -> HttpResponse:
    factor = access.second_factor_of(person)
    if factor and factor.confirmed_at:
        return _keep(request, person, factor)
    if not may_begin(request):
        return render(request, "second_factor/needs_slip.html", status=403)
    if factor:
        return _set_up(request, person, factor)
    if request.method == "POST":
        begin_second_factor(by=person, at=timezone.now())
        return redirect(_with_next(request, "second_factor"))
    return render(request, "second_factor/begin.html", {"is_required": is_required_of(person.pk)})


def _set_up(request: HttpRequest, person: User, factor: SecondFactor) -> HttpResponse:
    form = FirstNumberForm(
        request.POST if "typed" in request.POST else None, request=request, asks_password=asks_password(request)
    )
    if form.is_valid():
        try:
            codes = confirm_second_factor(
                number=form.cleaned_data["typed"],
                device=device_of(request, person.username),
                by=person,
                at=timezone.now(),
            )
        except Refused as problem:
            form.add_error("typed", str(problem))
        else:
            let_in(request, person)
            return _show_codes(request, codes)
    shown = {"form": form, "app": app_set_up(factor), "person": person}
    return render(request, "second_factor/set_up.html", shown, status=422 if form.errors else 200)


def _keep(request: HttpRequest, person: User, factor: SecondFactor) -> HttpResponse:
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        shown = {"typed": form.cleaned_data["typed"], "device": device_of(request, person.username)}
        try:
            if "end" not in request.POST:
                return _show_codes(request, renew_recovery_codes(**shown, by=person, at=timezone.now()))
            end_second_factor(**shown, by=person, at=timezone.now())
        except Refused as problem:
            form.add_error("typed", str(problem))
        else:
            messages.success(request, _("You have no second factor any more."))
            return redirect("second_factor")
    left = access.count_recovery_codes(person)
    shown = {"form": form, "factor": factor, "left": left, "is_required": is_required_of(person.pk)}
    shown["offers_passkeys"] = may_use_passkeys(request)
    return render(request, "second_factor/second_factor.html", shown, status=422 if form.errors else 200)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Once: they are stored nowhere."""
    return render(request, "second_factor/codes.html", {"codes": codes, "next": _next(request), "at": timezone.now()})


def _next(request: HttpRequest) -> str:
    return own_address(request, request.GET.get("next", ""))


def _with_next(request: HttpRequest, name: str) -> str:
    asked = {"next": request.GET["next"]} if "next" in request.GET else {}
    return f"{resolve_url(name)}?{urlencode(asked)}" if asked else resolve_url(name)
