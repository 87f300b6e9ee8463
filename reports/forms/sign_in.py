"""Who signs in; and whether it is still they who sit there."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..models import User

NAME_LENGTH = User._meta.get_field("username").max_length or 0


class SignInForm(AuthenticationForm):
    """Checks the length of the name. Django only tells the browser, and a longer name would reach the database."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(NAME_LENGTH))


def check_own_password(request: HttpRequest, password: str) -> None:
    """Of who is signed in. Guessing is slowed as at the sign-in. Raises ValidationError."""
    form = SignInForm(request, {"username": request.user.get_username(), "password": password})
    if not form.is_valid():
        raise ValidationError(_("This is not your password."))


class OwnPasswordForm(PasswordChangeForm):
    """Django's, but that guessing the old password is slowed."""

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._request = request

    def clean_old_password(self) -> str:
        check_own_password(self._request, self.cleaned_data["old_password"])
        return super().clean_old_password()  # a password of the directory's is not changed here
