"""What stands in the journal of a server: who was refused what, why something failed, and no word of a report."""

import json
import logging
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import DataError
from django.test import Client
from django.urls import reverse

from reportsite.journal import JsonLines


@pytest.fixture
def lines(caplog):
    """Of what was logged since, as a server writes it."""
    caplog.set_level(logging.WARNING)

    def read():
        return [JsonLines().format(record) for record in caplog.records]

    return read


def test_it_goes_to_the_standard_error_alone_and_to_no_file():
    """So that it stands in systemd's journal, where docs/security.md says."""
    kept = {name: handler["class"] for name, handler in settings.LOGGING["handlers"].items()}
    assert (kept, settings.LOGGING["root"]["handlers"]) == ({"console": "logging.StreamHandler"}, ["console"])
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "lines"


@pytest.mark.parametrize("known", [True, False])
def test_who_was_refused_what_and_from_where(in_review, reviewer, stranger, visit, lines, known):
    person, status = (reviewer, 403) if known else (stranger, 404)
    page = reverse("check", args=[in_review.pk])
    assert visit(person).get(page, REMOTE_ADDR="203.0.113.7").status_code == status
    (said,) = map(json.loads, lines())
    assert said.pop("at").endswith("+00:00")
    message = f"{'Forbidden (Permission denied)' if known else 'Not Found'}: {page}"
    asked = {"status": status, "method": "GET", "path": page, "address": "203.0.113.7", "person": person.pk}
    told = {"level": "WARNING", "logger": "django.request", "message": message}
    assert {name: value for name, value in said.items() if name != "errors"} == told | asked


@pytest.mark.parametrize("path", ["/nowhere\n2026-01-01 root signed in", "/nowhere\r\n{}", "/\u2028\x1b[2J"])
def test_no_address_writes_a_line_of_its_own(db, lines, path):
    assert Client().get(quote(path)).status_code == 404
    (line,) = lines()
    assert (line.splitlines(), line.isprintable(), json.loads(line)["path"]) == ([line], True, path)


def test_what_failed_is_told_by_kind_and_place_and_not_in_the_words_that_were_sent(report, author, visit, lines):
    def fail(*_args, **_named):
        try:
            raise DataError("value too long: 机密的话")
        except DataError as error:
            raise KeyError("机密的话") from error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.views.home.access.reports_to_write", fail)
        answer = visit(author, raise_request_exception=False).get("/", {"q": "机密的话"})
    assert answer.status_code == 500
    (line,) = lines()
    errors = json.loads(line)["errors"]
    assert [error["type"] for error in errors] == ["builtins.KeyError", "django.db.utils.DataError"]
    assert (errors[0]["at"][-1].startswith(f"{__file__}:"), "机密" in line) == (True, False)


def test_what_a_machine_says_of_itself_is_told(caplog):
    try:
        raise OSError(28, "No space left on device")
    except OSError:
        record = logging.LogRecord("reports", logging.ERROR, "", 0, "Not stored.", (), sys.exc_info())
    (error,) = json.loads(JsonLines().format(record))["errors"]
    assert error["message"] == "[Errno 28] No space left on device"
