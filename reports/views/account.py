"""Signing in and out, the password."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from ..forms.sign_in import SignInForm
from ..http.sign_in import answer, wants_json


class SignIn(auth_views.LoginView):
    """Answers the dialog that asks for the password again in an open page, too."""

    template_name = "account/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if wants_json(request):
            self.redirect_authenticated_user = False
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        return answer(self.request, user=self.request.user.pk) if wants_json(self.request) else response

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


class SignOut(auth_views.LogoutView):
    """Clear-Site-Data makes the browser forget its copies of unsaved text."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


class PasswordChange(auth_views.PasswordChangeView):
    template_name = "account/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form) -> HttpResponse:
        messages.success(self.request, _("Your password has been changed."))
        return super().form_valid(form)
