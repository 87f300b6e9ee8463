"""What a password may not be made of, beside what Django's own rules say."""

from collections.abc import Iterator

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .user import User

_SHORTEST = 4  # characters of a Latin word or a number that count; of Chinese half as many say as much


class Argon2Hasher(Argon2PasswordHasher):
    """Measured in docs/decisions/0059-sign-in.md. The memory is of each thread that signs somebody in."""

    time_cost = 4
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


class OwnWordsValidator:
    """Django's validator compares whole names; this one finds a staff number or a unit inside the password too."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user and any(word in password.casefold() for word in _own_words(user)):
            raise ValidationError(self.get_help_text(), code="password_of_own_words")

    def get_help_text(self) -> str:
        return _("Your password can’t contain your name, sign-in name, unit, post, numbers or e-mail address.")


def _own_words(user: User) -> Iterator[str]:
    told = [user.username, user.name, user.staff_number, user.phone, user.email.partition("@")[0]]
    told += [user.unit.name, user.post] if user.unit else [user.post]
    for word in told:
        if len(word) >= (_SHORTEST if word.isascii() else _SHORTEST // 2):
            yield word.casefold()
