"""What every answer tells the browser, whoever asked and whatever it is; and what no forged request gets."""

import pytest
from django.test import Client
from django.urls import reverse

from .addresses import url_names

NAMES = sorted(set(url_names()) - {"admin:"})
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
OUTSIDE = {"/healthz": 503, "/nowhere": 404, "/static/css/base.css": 200, "/reports/999/": 302, "/admin/": 302}


def said_of(answer):
    told = answer.headers
    return {
        "sniffing": told.get("X-Content-Type-Options"),
        "policy": {part.strip() for part in told.get("Content-Security-Policy", "").split(";")},
        "referrer": told.get("Referrer-Policy"),
        "devices": "camera=()" in told.get("Permissions-Policy", ""),
        "others": told.get("Access-Control-Allow-Origin"),
    }


EXPECTED = {
    "sniffing": "nosniff",
    "policy": {*POLICY.split("; "), "frame-ancestors 'self'"},
    "referrer": "same-origin",
    "devices": True,
    "others": None,
}


def expected(name, answer):
    """What somebody has uploaded may do nothing at all."""
    uploaded = {"sandbox", "default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"}
    return EXPECTED | ({"policy": uploaded} if name == "evidence" and answer.status_code == 200 else {})


def has_charset(answer):
    kind = answer.headers.get("Content-Type", "")
    return not kind.startswith("text/") or kind.replace('"', "").endswith("; charset=utf-8")


@pytest.mark.one_in(2)
@pytest.mark.parametrize("role", ["author", "organiser", "signed_out"])
def test_every_page_says_what_a_browser_may_do_with_it(draft, attempt, role):
    answers = {name: answer for (name, _), answer in attempt(draft, role, [(name, "GET") for name in NAMES]).items()}
    wrong = {name: said_of(answer) for name, answer in answers.items() if said_of(answer) != expected(name, answer)}
    without = [name for name, answer in answers.items() if not has_charset(answer)]
    assert (wrong, without) == ({}, [])


@pytest.mark.parametrize("path", OUTSIDE)
def test_so_does_what_no_view_of_ours_answers(db, settings, path):
    settings.WHITENOISE_USE_FINDERS = True  # nothing is collected here
    answer = Client().get(path)
    answer.close()
    assert (answer.status_code, said_of(answer), has_charset(answer)) == (OUTSIDE[path], EXPECTED, True)


@pytest.mark.parametrize("role", ["author", "organiser", "auditor"])
def test_no_cache_keeps_what_a_person_was_shown(draft, attempt, role):
    """Neither the browser's nor one in between."""
    answers = attempt(draft, role, [(name, "GET") for name in NAMES])
    shown = {name: answer for (name, _), answer in answers.items() if answer.status_code == 200}
    kept = [name for name, answer in shown.items() if "no-store" not in answer.headers.get("Cache-Control", "")]
    assert (kept, len(shown) > 5) == ([], True)


def test_nothing_is_done_for_a_form_that_comes_from_elsewhere(draft, author, places, visit):
    """The browser sends its cookies along, and has no token of this site."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = visit(author).cookies
    of = places(draft)
    answers = {name: client.post(reverse(name, kwargs=of[name][0]), of[name][1]).status_code for name in NAMES}
    assert answers == dict.fromkeys(NAMES, 403)


def test_no_request_is_sent_back_as_it_came(draft, attempt):
    answers = attempt(draft, "author", [(name, "TRACE") for name in NAMES])
    told = {name: answer.status_code for (name, _), answer in answers.items()}
    assert told == dict.fromkeys(NAMES, 405) | {"set_language": 302, "sign_in": 302}
