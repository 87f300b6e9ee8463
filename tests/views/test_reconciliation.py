"""Organisers see where reports contradict each other, and ask both authors; nobody else learns of it."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.actions.report import withdraw_report
from reports.models import Comment, Event, Inquiry, Notice, Report
from reports.pages.reconciliation import reconcile

from ..commands.test_reconcile import write  # noqa: F401 - fixture
from ..factories import MOMENT, UserFactory
from ..test_site import assert_sound


@pytest.fixture
def pair(write):  # noqa: F811
    return write("副局长", "12"), write("副局长", "13")


def opened(client, cycle, **query):
    answer = client.get(reverse("reconciliation", args=[cycle.pk]), query)
    return answer.status_code, answer.content.decode()


def key_of(cycle):
    (one,) = reconcile(cycle.reports.all())
    return one.key


def ask(client, cycle, key, text="请核对。"):
    return client.post(reverse("contradiction", args=[cycle.pk, key]), {"text": text})


def said(pair):
    comments = Comment.objects.filter(section__report__in=pair).order_by("pk")
    return [(one.report.pk, one.author.username, one.text, one.original_quote) for one in comments]


def test_the_list_shows_both_passages(pair, cycle, organiser, visit):
    status, page = opened(visit(organiser), cycle)
    assert (status, "新建泵站12座" in page, "新建泵站13座" in page) == (200, True, True)


def test_both_authors_are_asked_at_their_passage(pair, cycle, organiser, visit):
    client = visit(organiser)
    assert ask(client, cycle, key_of(cycle), "哪个对？").status_code == 302
    passage = "全年新建泵站【泵站】座。"
    assert said(pair) == [(pk, "tang", "哪个对？", passage) for pk in pair]
    notices = Notice.objects.filter(kind="commented").order_by("report")
    assert list(notices.values_list("report", flat=True)) == list(pair)
    events = Event.objects.filter(verb="commented", actor=organiser).order_by("report")
    assert list(events.values_list("report", flat=True)) == list(pair)


def test_nobody_is_asked_twice(pair, cycle, organiser, visit):
    client, key = visit(organiser), key_of(cycle)
    for _time in range(2):
        ask(client, cycle, key)
    assert (len(said(pair)), Inquiry.objects.count()) == (2, 2)
    page = opened(client, cycle)[1]
    assert (page.count("asked by 唐雅"), "Ask the authors" in page) == (2, False)


def test_who_joins_later_is_asked_alone(pair, write, cycle, organiser, visit):  # noqa: F811
    client = visit(organiser)
    ask(client, cycle, key_of(cycle))
    third = write("副局长", "14")
    ask(client, cycle, key_of(cycle), "你呢？")
    assert [(pk, text) for pk, _by, text, _at in said([*pair, third])] == [
        *((pk, "请核对。") for pk in pair),
        (third, "你呢？"),
    ]


def test_the_question_tells_no_author_what_the_other_says(pair, cycle, organiser, author, visit):
    page = opened(visit(organiser), cycle)[1]
    question = page[page.index("<textarea") : page.index("</textarea>")]
    assert [word for word in ("12", "13") if word in question.partition(">")[2]] == []


def test_who_was_asked_reads_it_and_others_do_not(pair, cycle, organiser, reviewer, stranger, visit):
    ask(visit(organiser), cycle, key_of(cycle), "哪个对？")
    path = reverse("read", args=[pair[0]])
    authors = [Report.objects.get(pk=pk).author for pk in pair]
    shown = [visit(person).get(path) for person in (authors[0], organiser, authors[1], stranger)]
    assert [(one.status_code, "哪个对？" in one.content.decode()) for one in shown] == [
        (200, True),
        (200, True),
        (404, False),
        (404, False),
    ]


def test_a_report_that_is_approved_is_passed_over(pair, cycle, organiser, visit):
    Report.objects.filter(pk=pair[0]).update(state="approved")
    client = visit(organiser)
    ask(client, cycle, key_of(cycle))
    assert [pk for pk, *_rest in said(pair)] == [pair[1]]
    page = opened(client, cycle)[1]
    assert (page.count("Approved: comments are closed."), "Ask the authors" in page) == (1, False)


def test_words_that_were_withdrawn_are_neither_shown_nor_asked_about(pair, cycle, organiser, visit):
    client, key = visit(organiser), key_of(cycle)
    report = Report.objects.get(pk=pair[0])
    withdraw_report(report=report, by=report.author, at=MOMENT + timedelta(minutes=1))
    page = opened(client, cycle)[1]
    assert [words for words in ("12座", "13座", "泵站") if words in page] == []
    answer = ask(client, cycle, key)
    assert (answer.status_code, answer.url, said(pair)) == (302, reverse("reconciliation", args=[cycle.pk]), [])


def test_a_question_without_words_is_asked_for_again(pair, cycle, organiser, visit):
    answer = ask(visit(organiser), cycle, key_of(cycle), " ")
    assert (answer.status_code, said(pair)) == (422, [])
    assert_sound(answer)


@pytest.mark.parametrize("asked", [False, True])
def test_the_pages_are_sound(pair, write, cycle, organiser, visit, asked):  # noqa: F811
    client, key = visit(organiser), key_of(cycle)
    if asked:
        ask(client, cycle, key)
    for path in (reverse("contradiction", args=[cycle.pk, key]), reverse("reconciliation", args=[cycle.pk])):
        assert_sound(client.get(path))


def test_an_organiser_of_a_part_sees_nothing_beside_or_above(write, cycle, bureau, office, visit):  # noqa: F811
    """Two in the bureau and two in its office contradict each other; the office's organiser sees the latter."""
    for unit, values in [(bureau, ("12", "13")), (office, ("24", "25"))]:
        for value in values:
            write("副局长", value, unit=unit)
    person = UserFactory.create(unit=office)
    office.organisers.add(person)
    page = opened(visit(person), cycle)[1]
    assert [f"{value}座" in page for value in (12, 13, 24, 25)] == [False, False, True, True]
    above = next(one for one in reconcile(cycle.reports.all()) if one.unit_pk == bureau.pk)
    assert (ask(visit(person), cycle, above.key).status_code, Comment.objects.count()) == (302, 0)


def test_nobody_is_shown_the_own_report(write, cycle, organiser, county, visit):  # noqa: F811
    one, other = write("副局长", "12", unit=county), write("副局长", "13", unit=county)
    Report.objects.filter(pk=one).update(author=organiser)
    page = opened(visit(organiser), cycle)[1]
    assert ("泵站" in page, Report.objects.get(pk=other).author.name in page) == (False, False)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 2),
        ({"q": "泵站"}, 1),
        ({"q": "水库"}, 1),
        ({"q": "没有"}, 0),
        ({"kind": "same_name"}, 2),
        ({"kind": "ledger"}, 0),
    ],
)
def test_filters(pair, write, cycle, organiser, visit, query, count, office):  # noqa: F811
    for value in ("3", "4"):
        write("副局长", value, unit=office, label="水库")
    status, page = opened(visit(organiser), cycle, **query)
    assert (status, page.count('aria-labelledby="contradiction-')) == (200, count)
    both = {f"unit={unit.pk}": unit for unit in (office, Report.objects.get(pk=pair[0]).unit)}
    for unit in both.values():
        assert opened(visit(organiser), cycle, unit=unit.pk)[1].count('aria-labelledby="contradiction-') == 1


@pytest.mark.parametrize("query", [{"kind": "x"}, {"unit": "x"}, {"unit": "9" * 30}, {"q": "长" * 200}])
def test_a_wrong_filter_shows_nothing_and_says_why(pair, cycle, organiser, visit, query):
    status, page = opened(visit(organiser), cycle, **query)
    assert (status, "泵站12座" in page, "error-summary" in page) == (422, False, True)


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_a_page_that_is_not_there(pair, cycle, organiser, visit, page):
    assert opened(visit(organiser), cycle, page=page)[0] == 200


def test_the_command_tells_what_the_page_shows(pair, write, cycle, organiser, office, visit, capsys):  # noqa: F811
    for value in ("3", "4"):
        write("副局长", value, unit=office, label="水库")
    call_command("reconcile", cycle=2026, json=True)
    rows = json.loads(capsys.readouterr().out)
    passages = [claim["passage"] for row in rows for claim in row["claims"]]
    page = opened(visit(organiser), cycle)[1]
    places = [page.index(f">{words}<") for words in passages]
    assert (places, page.count("<blockquote")) == (sorted(places), len(passages))


@pytest.mark.parametrize("many", [1, 12])
def test_how_often_the_database_is_asked(write, cycle, organiser, visit, many):  # noqa: F811
    for number in range(many):
        for value in ("12", "13"):
            write("副局长", value, label=f"泵站{number}")
    client = visit(organiser)
    client.get(reverse("reconciliation", args=[cycle.pk]))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("reconciliation", args=[cycle.pk])).status_code == 200
    assert len(captured) == 10
