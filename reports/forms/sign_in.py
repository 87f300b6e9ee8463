"""Who signs in."""

from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator

from ..models import User

NAME_LENGTH = User._meta.get_field("username").max_length or 0


class SignInForm(AuthenticationForm):
    """Checks the length of the name. Django only tells the browser, and a longer name would reach the database."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(NAME_LENGTH))
