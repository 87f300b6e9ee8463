"""Looking changes nothing but what a person's reading is to leave behind; a review begins with a button."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from reports.actions.read_receipt import log_reading
from reports.actions.report import withdraw_report
from reports.models import Event, Notice, ReadReceipt, Report, Review

from ..access.addresses import url_names
from ..access.conftest import other_cycle, people, places  # noqa: F401 - fixtures
from ..factories import MOMENT

LATER = MOMENT + timedelta(days=9)
ROLES = ["author", "assistant", "reviewer", "organiser", "auditor", "administrator", "stranger", "signed_out"]
SPECULATIVE = [
    {"sec-purpose": "prefetch"},
    {"sec-purpose": "prefetch;prerender"},
    {"sec-purpose": "prefetch;anonymous-client-ip"},
    {"purpose": "prefetch"},
    {"x-purpose": "preview"},
    {"x-moz": "prefetch"},
]


# Counts of other rows, brought up to date by whoever asks for them (docs/decisions/0084): they tell nobody's reading.
COUNTED = {"reports.TalliedCycle", "reports.Tally", "reports.TallyMark"}


def stored():
    """Every row of every table, but not the sessions' ends."""
    own = apps.get_models(include_auto_created=True)
    models = [model for model in own if model._meta.label not in {"reports.Session"} | COUNTED]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


class Writes:
    """Notices the statements that may have changed a row: what is only looked at, is not compared each time."""

    def __init__(self):
        self.happened = False

    def __call__(self, execute, sql, params, many, context):
        self.happened = self.happened or not sql.lstrip().startswith(("SELECT", "SAVEPOINT", "RELEASE"))
        return execute(sql, params, many, context)


def changed(before):
    after = stored()
    return {label for label, rows in after.items() if rows != before[label]}


@pytest.fixture
def names_for(every):
    """The addresses that are tried as a role: in quick every fourth, as each other ones."""
    names = sorted(set(url_names()) - {"admin:"})
    return lambda role: names[ROLES.index(role) % every(4) :: every(4)]


@pytest.fixture
def walk(places, people, visit, signed_out, names_for):  # noqa: F811
    """What each address has changed, asked by a person with a method and headers, not for the first time on the day:
    which page is the first is logged, see tests/access/test_log.py.
    """

    def changes(report, role, method, headers=None):
        of = places(report)
        for day in (0, 1) if people[role] else ():
            log_reading(report=report, by=people[role], at=timezone.now() + timedelta(days=day))
        client = visit(people[role]) if people[role] else signed_out
        before, found = stored(), {}
        for name in names_for(role):
            path, _data = of[name]
            for address in _addresses(name, path):
                writes = Writes()
                with connection.execute_wrapper(writes):
                    getattr(client, method.lower())(address, headers=headers)
                if writes.happened and (labels := changed(before)):
                    found.setdefault(name, set()).update(labels)
                    before = stored()
        assert changed(before) == set()
        return found

    return changes


def _addresses(name, path):
    if name == "file":
        return [reverse(name, kwargs=path | {"kind": kind}) for kind in ("txt", "json", "workbook")]
    return [reverse(name, kwargs=path)]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ["submitted", "in_review", "returned"])
def test_a_head_request_changes_nothing(request, walk, role, state):
    assert walk(request.getfixturevalue(state), role, "HEAD") == {}


@pytest.mark.parametrize("role", ["author", "reviewer", "organiser"])
@pytest.mark.parametrize("headers", SPECULATIVE, ids=str)
def test_a_page_fetched_on_the_chance_changes_nothing(walk, submitted, role, headers):
    assert walk(submitted, role, "GET", headers) == {}


@pytest.mark.parametrize("role", ["reviewer", "organiser", "author"])
def test_a_script_that_fetches_pages_reads_nothing(walk, in_review, names_for, role):
    """All but files: that their words left the site is logged however they were fetched."""
    told = BY_ROLE[role]
    expected = {name: {"reports.Event"} for name in names_for(role) if "reports.Event" in told.get(name, {})}
    assert walk(in_review, role, "GET", {"sec-fetch-mode": "cors"}) == expected


READING = {
    "compare": {"reports.ReadReceipt"},
    "file": {"reports.Event", "reports.ReadReceipt"},
    "pdf": {"reports.ReadReceipt"},
    "read": {"reports.ReadReceipt"},
    "revision": {"reports.ReadReceipt"},
}
LOGGED = {"reports.Event"}
EVIDENCE = {"evidence": LOGGED}
BY_ROLE = {
    "author": EVIDENCE
    | {
        "file": LOGGED,
        "ledger_import_refused": LOGGED,
        "notice": {"reports.Notice"},
        "revision": {"reports.ReadReceipt"},
    },
    "assistant": EVIDENCE | {"file": LOGGED, "revision": {"reports.ReadReceipt"}},
    "reviewer": READING,
    "organiser": READING
    | EVIDENCE
    | dict.fromkeys(("batch_file", "outline_pdf", "roll_export", "roll_import_refused", "word_list_file"), LOGGED),
}


@pytest.mark.one_in(1)
@pytest.mark.parametrize("role", ROLES)
def test_opening_a_page_leaves_a_persons_reading_and_nothing_else(walk, in_review, names_for, role):
    """Where two versions are compared: a report in its first round has but one, so that the page has no words."""
    told = BY_ROLE.get(role, {})
    expected = {name: told[name] for name in names_for(role) if name in told and name != "compare"}
    assert walk(in_review, role, "GET") == expected


@pytest.mark.one_in(3)
@pytest.mark.parametrize("role", ROLES)
def test_no_page_begins_a_review(walk, submitted, role):
    before = Event.objects.filter(verb="opened").count(), Report.objects.values_list("state").get()
    walk(submitted, role, "GET")
    assert (Event.objects.filter(verb="opened").count(), Report.objects.values_list("state").get()) == before
    assert Review.objects.filter(opened_at=None).count() == Review.objects.count()


def test_speculation_is_refused_and_kept_by_nobody(submitted, reviewer, visit):
    answer = visit(reviewer).get(reverse("home"), headers={"sec-purpose": "prefetch"})
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (503, b"", "no-store")


def test_a_scanner_of_notices_marks_none_as_read(in_review, author, reviewer, visit):
    told = Notice.objects.create(recipient=author, kind="commented", report=in_review, actor=reviewer, at=MOMENT)
    address, client = reverse("notice", args=[told.pk]), visit(author)
    client.head(address)
    assert Notice.objects.get(pk=told.pk).read_at is None
    client.get(address, headers={"sec-fetch-mode": "navigate"})
    assert Notice.objects.get(pk=told.pk).read_at is not None


# the button


WORDS = ["read", "pdf", "file", "revision", "compare", "agree", "return", "comment", "comment_figure"]


def words_of(report, name):
    section = report.sections.get(position=4)
    more = {"file": ["txt"], "revision": [1], "comment": [section.pk], "comment_figure": [section.pk]}.get(name, [])
    return reverse(name, args=[report.pk, *more])


@pytest.mark.parametrize("name", sorted(set(WORDS) - {"compare"}))
def test_before_it_no_words_are_shown(submitted, reviewer, visit, name):
    """Else they would be read while the author may still withdraw them."""
    answer = visit(reviewer).get(words_of(submitted, name), follow=True)
    assert answer.redirect_chain == [(reverse("open", args=[submitted.pk]), 302)]
    assert ("Start the review" in answer.content.decode(), "到村组" in answer.content.decode()) == (True, False)
    assert not ReadReceipt.objects.exists()


@pytest.mark.parametrize("name", WORDS)
def test_after_it_no_page_asks_again(submitted, reviewer, visit, name):
    client = visit(reviewer)
    answer = client.post(reverse("open", args=[submitted.pk]))
    assert (answer.status_code, answer.url) == (302, reverse("read", args=[submitted.pk]))
    assert Report.objects.get().state == "in_review"
    assert client.get(words_of(submitted, name)).status_code == 200


def test_a_second_press_changes_nothing(submitted, reviewer, visit):
    client, address = visit(reviewer), reverse("open", args=[submitted.pk])
    client.post(address)
    before = stored()
    assert [client.post(address).url, client.get(address).url] == [reverse("read", args=[submitted.pk])] * 2
    assert changed(before) == set()


@pytest.mark.parametrize("page", ["home", "reviews"])
def test_the_lists_begin_with_one_press_and_afterwards_lead_to_the_text(submitted, reviewer, visit, page):
    carried = {"home": "", "reviews": "?queue=sort%3Ddue"}[page]
    client, button = visit(reviewer), f'action="{reverse("open", args=[submitted.pk])}{carried}"'
    counts = [client.get(reverse(page)).content.decode().count(button)]
    client.post(reverse("open", args=[submitted.pk]))
    counts.append(client.get(reverse(page)).content.decode().count(button))
    assert counts == [2, 0]  # the next one at the head of the page, and its row


def test_withdrawn_in_this_moment_there_is_nothing_to_begin(submitted, author, reviewer, visit, monkeypatch):
    client, asked = visit(reviewer), reverse("open", args=[submitted.pk])

    def withdraw_first(*_args):
        withdraw_report(report=submitted, by=author, at=LATER)
        return True

    monkeypatch.setattr("reports.views.review.access.is_unopened", withdraw_first)
    assert client.post(asked, follow=True).status_code == 404
    assert (Report.objects.get().state, Review.objects.get().opened_at) == ("draft", None)
    assert not Event.objects.filter(verb="opened").exists()


def test_what_was_typed_before_is_not_lost_to_the_button(submitted, reviewer, visit):
    """A comment on the words as they were before they were submitted again is posted from an old page."""
    section = submitted.sections.get(position=4)
    answer = visit(reviewer).post(reverse("comment", args=[submitted.pk, section.pk]), {"text": "再写具体些。"})
    assert (answer.status_code, section.comments.get().text) == (302, "再写具体些。")


def test_only_the_first_reading_of_a_day_writes(submitted, reviewer, organiser):
    """On SQLite every write waits for every other."""

    def writes(person, days):
        noticed = Writes()
        with connection.execute_wrapper(noticed):
            log_reading(report=submitted, by=person, at=MOMENT + timedelta(days=days))
        return noticed.happened

    asked = [(reviewer, 0), (reviewer, 0), (organiser, 0), (reviewer, 1), (reviewer, 1), (organiser, 0)]
    assert [writes(*one) for one in asked] == [True, False, True, True, False, False]
    assert Event.objects.filter(verb=Event.Verb.READ, report=submitted).count() == 3
