"""Signing in and out, the password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..actions.errors import Refused
from ..actions.session import forget_sessions
from ..actions.sign_in_slip import use_slip
from ..actions.user import change_password, choose_print
from ..forms.sign_in import OwnPasswordForm, SignInForm
from ..forms.sign_in_slip import FirstSignInForm
from ..http.address import own_address
from ..http.large_print import keep_print
from ..http.oidc_account import WAY as OIDC
from ..http.second_factor import give_second_factor
from ..http.session import WAY, note_arrival
from ..http.sign_in import answer, wants_json
from ..models import User


class SignIn(auth_views.LoginView):
    """Answers the dialog that asks for the password again in an open page, too."""

    template_name = "account/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if wants_json(request):
            self.redirect_authenticated_user = False
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"left": "left" in self.request.GET}

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        if self.request.user.is_authenticated:
            note_arrival(self.request, form.get_user())
        elif wants_json(self.request):
            return self._ask_code(form.get_user())
        else:
            return redirect(f"{resolve_url('second_factor_check')}?{urlencode({'next': self.get_success_url()})}")
        return answer(self.request, user=self.request.user.pk) if wants_json(self.request) else response

    def _ask_code(self, person: User) -> HttpResponse:
        """The dialog has a field for it, beside the password."""
        if problem := give_second_factor(self.request, person, self.request.POST.get("code", "")):
            return answer(self.request, 400, message=problem)
        return answer(self.request, user=person.pk)

    def form_invalid(self, form) -> HttpResponse:
        if wants_json(self.request):
            errors = (str(error) for errors in form.errors.values() for error in errors)
            return answer(self.request, 400, message=" ".join(errors))
        return super().form_invalid(form)


@require_safe
@never_cache
@ensure_csrf_cookie
def token(request: HttpRequest) -> HttpResponse:
    """Sets the CSRF cookie again, for a page whose browser has lost it."""
    return answer(request)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def first_sign_in(request: HttpRequest) -> HttpResponse:
    """With a slip: the person sets the password and is signed in, here and nowhere else."""
    form = FirstSignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        person = form.slip.person
        try:
            ended = use_slip(slip=form.slip, password=form.cleaned_data["password1"], by=person, at=timezone.now())
        except Refused as problem:
            form.add_error("code", str(problem))
        else:
            login(request, person, backend="reports.http.session.PersonBackend")
            if request.user.is_authenticated:
                messages.success(
                    request, _("You are signed in. From now on sign in with the password that you have set.")
                )
            if ended:
                named = _("Name anew, under your name above, who is to write for you: %(names)s.")
                messages.warning(request, named % {"names": "、".join(ended)})
            return redirect("home")
    return render(request, "account/first_sign_in.html", {"form": form}, status=422 if form.errors else 200)


class SignOut(auth_views.LogoutView):
    """Clear-Site-Data makes the browser forget its copies of unsaved text."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        is_office_account = request.session.get(WAY) == OIDC
        response = super().post(request, *args, **kwargs)
        if is_office_account:
            response = redirect(f"{resolve_url('sign_in')}?left")
        response["Clear-Site-Data"] = '"storage"'
        return response


@require_POST
@never_cache
def large_print(request: HttpRequest) -> HttpResponse:
    """Larger type, stronger contrast and larger targets, or the usual page. Kept with the person, and in this browser
    for the pages before the sign-in.
    """
    large = request.POST.get("large") == "on"
    if request.user.is_authenticated:
        choose_print(large=large, by=request.user)
    response = redirect(own_address(request, request.POST.get("next", "")))
    keep_print(response, large=large)
    return response


@method_decorator(never_cache, name="dispatch")
class PasswordChange(auth_views.PasswordChangeView):
    template_name = "account/password.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("home")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form) -> HttpResponse:
        change_password(password=form.cleaned_data["new_password1"], by=form.user, at=timezone.now())
        update_session_auth_hash(self.request, form.user)
        forget_sessions(person=form.user, kept=self.request.session.session_key)
        messages.success(self.request, _("Your password has been changed. You are signed out everywhere else."))
        return redirect(self.get_success_url())
