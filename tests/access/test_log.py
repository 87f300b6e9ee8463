"""No file and no report's words leave the site without exactly one row of the log that says so."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reports.actions.read_receipt import log_reading
from reports.models import Event

from ..factories import MOMENT
from .addresses import url_names

PHRASE = "到村组"  # stands in one section alone
ROLES = ["author", "assistant", "reviewer", "organiser", "auditor", "administrator"]
# A page of a writer shows the own words to be written on; what they do with them is logged.
WRITERS = {"author", "assistant"}
FORMATS = {
    "file": ["", "?inline"],
    "publication": ["", "?inline"],
    "ledger": ["", "?format=xlsx", "?format=pdf", "?format=print"],
    "participants": ["", "?format=xlsx"],
    "cycle_reports": ["", "?format=xlsx"],
    "cycle_reviews": ["", "?format=xlsx"],
    "log": ["", "?format=csv"],
}
FILES = {
    ("batch_file", ""): "exported",
    ("cycle_reports", "?format=xlsx"): "exported",
    ("cycle_reviews", "?format=xlsx"): "exported",
    ("evidence", ""): "exported",
    ("file", ""): "exported",
    ("file", "?inline"): "shown",
    ("ledger", "?format=pdf"): "exported",
    ("ledger", "?format=print"): "shown",
    ("ledger", "?format=xlsx"): "exported",
    ("ledger_import_refused", ""): "exported",
    ("log", "?format=csv"): "exported",
    ("outline_pdf", ""): "shown",
    ("participants", "?format=xlsx"): "exported",
    ("roll_export", ""): "exported",
    ("roll_import_refused", ""): "exported",
    ("word_list_file", ""): "exported",
}


class _Undone(Exception):
    pass


@pytest.fixture
def report(in_review):
    assert PHRASE in in_review.revisions.latest("number").content.sections[3].body
    return in_review


@pytest.fixture
def ask(places, people, visit, report):
    """What an address answers with what it leaves in the log; nothing of it stays."""
    of = places(report)

    def answer(role, name, query="", method="get"):
        client, before = visit(people[role]), Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        try:
            with transaction.atomic():
                response = getattr(client, method)(reverse(name, kwargs=of[name][0]) + query)
                content = b"".join(response) if response.streaming else response.content
                rows = list(Event.objects.filter(pk__gt=before).values_list("verb", flat=True))
                raise _Undone
        except _Undone:
            return response, content, rows

    return answer


def names():
    return sorted(set(url_names()) - {"admin:"})


def is_file(response):
    kind = response.get("Content-Type", "")
    return response.status_code == 200 and not kind.startswith(("text/html", "application/json", "text/javascript"))


@pytest.mark.one_in(3)
@pytest.mark.parametrize("role", ROLES)
def test_every_file_and_every_page_of_words_has_one_row(ask, role, every):
    wrong = {}
    for name in names():
        for query in FORMATS.get(name, [""]):
            response, content, rows = ask(role, name, query)
            gives_words = PHRASE.encode() in content and role not in WRITERS
            expected = [FILES.get((name, query), "a file that is not in the table")] if is_file(response) else []
            if not expected and query == "?format=print" and response.status_code == 200:
                expected = ["shown"]
            if not expected and gives_words:
                expected = ["read"]
            if expected and rows != expected:
                wrong[name + query] = rows
    assert wrong == {}


@pytest.mark.parametrize("method", ["head", "post"])
def test_who_is_given_nothing_leaves_no_row(ask, method):
    """POST to a file's address makes it again and leads back to it."""
    found = {
        name + query: ask("organiser", name, query, method)[2]
        for name, query in [("read", ""), *FILES]
        if name not in {"log", "batch_file"}
    }
    if method == "post":
        found = {name: rows for name, rows in found.items() if name.startswith(("read", "file", "pdf"))}
    assert {name: rows for name, rows in found.items() if rows} == {}


def test_the_first_reading_of_a_day_is_logged_and_no_other(report, organiser, reviewer):
    day = timedelta(days=1)
    for person, at in [(organiser, MOMENT), (organiser, MOMENT), (reviewer, MOMENT), (organiser, MOMENT + day)]:
        log_reading(report=report, by=person, at=at)
    rows = Event.objects.filter(verb="read").order_by("at", "pk").values_list("actor__username", "detail", "report")
    first, second = (f"{timezone.localtime(moment):%Y-%m-%d}" for moment in (MOMENT, MOMENT + day))
    assert list(rows) == [("tang", first, report.pk), ("zhao", first, report.pk), ("tang", second, report.pk)]


@pytest.mark.parametrize("mode", ["navigate", "cors", "no-cors"])
def test_a_script_that_fetches_the_page_has_read_it_too(report, organiser, visit, mode):
    visit(organiser).get(reverse("read", args=[report.pk]), headers={"sec-fetch-mode": mode})
    assert Event.objects.filter(verb="read", actor=organiser, report=report).count() == 1
