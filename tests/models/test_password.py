"""How passwords are kept, and which are refused."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
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


def codes(password, person=None):
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [each.code for each in error.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "yunxi-demo",
        "Yunxi-Demo-2026",
        "qwertyuiop[]",
        "QWERTY123456",
        "1qaz2wsx3edc",
        "1QAZ@wsx#edc!!",
        "poiuytrewq1",
        "asdfghjkl2026",
        "zxcvbnm,./2025",
        "Password@2026",
        "P@ssw0rd2026",
        "admin!@#$%^2026",
        "woaini1314520",
        "aaaaaaaaaaab",
        "1111111111aa",
        "abcdefg-12345",
        "20260101-20261231",
        "19880808.a.b",
        "mima-mima-mima-1",
        "zuzhibu@20261126",
        "test_test_test_99",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    assert "password_likely" in codes(password)


@pytest.mark.parametrize("name", ["lin", "林晓", "水务局", "017-2026"])
def test_what_is_made_of_the_person_is_refused(author, name):
    author.staff_number, author.username = "017-2026", "linxiao"
    assert codes(f"drei-{name}-apfel-wolke", author) == ([] if name == "lin" else ["password_of_own_words"])
    assert codes("drei-linxiao-apfel", author) == ["password_of_own_words"]


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("林晓", "LinXiao-apfel-77"),
        ("林晓", "drei.lin_xiao.apfel"),
        ("林晓", "xiaolin-drei-apfel"),
        ("单雄信", "shanxiongxin-apfel"),
        ("单雄信", "danxiongxin-apfel"),
        ("欧阳文", "wen.ouyang.apfel77"),
        ("吕布", "lvbu-drei-apfel"),
        ("吕布", "lubu-drei-apfel"),
        ("林晓", "drei-shuiwuju-apfel"),
        ("林晓", "drei-JuZhang-apfel"),
    ],
)
def test_nor_their_names_in_pinyin(author, name, password):
    author.name, author.username = name, "somebody"
    assert codes(password, author) == ["password_of_own_words"]


def test_a_name_of_many_readings_is_looked_at_in_some_of_them(author):
    author.name = "单" * 60
    assert codes("春江水暖鸭先知也对吧", author) == []


@pytest.mark.parametrize(
    "password", [PASSWORD, "xin-shuiqu-2027", "another-one-2028", "春江水暖鸭先知也对吧", "Kx7!vq2@Lm9z"]
)
def test_others_are_not(author, password):
    assert codes(password, author) == []


@pytest.mark.parametrize("password", ["1" * 100_000, "qwerty" * 20_000, "x1" * 50_000])
def test_a_long_one_of_the_same_is_refused_too(password):
    assert "password_likely" in codes(password)
