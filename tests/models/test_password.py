"""How passwords are kept, and which are refused."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.urls import reverse

from reports.models import User
from reportsite.settings import PASSWORD_HASHERS

from ..factories import PASSWORD


def test_passwords_are_kept_as_argon2id_with_the_documented_costs(author, settings):
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    author.set_password(PASSWORD)
    assert author.password.startswith("argon2$argon2id$v=19$m=19456,t=4,p=1$")
    assert (author.check_password(PASSWORD), author.check_password(f"{PASSWORD}x")) == (True, False)


def test_an_older_hash_is_replaced_at_the_next_sign_in(author, settings, signed_out):
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    older = PBKDF2PasswordHasher().encode(PASSWORD, "salt" * 8, iterations=1000)
    User.objects.filter(pk=author.pk).update(password=older)
    assert signed_out.post(reverse("sign_in"), {"username": "lin", "password": "wrong"}).status_code == 200
    assert User.objects.get(pk=author.pk).password == older
    assert signed_out.post(reverse("sign_in"), {"username": "lin", "password": PASSWORD}).status_code == 302
    assert identify_hasher(User.objects.get(pk=author.pk).password).algorithm == "argon2"
    assert signed_out.get(reverse("home")).status_code == 200
