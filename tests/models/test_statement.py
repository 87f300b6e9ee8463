import re
import sys
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from reports import access
from reports.access import permissions, review
from reports.models import (
    Cycle,
    Notice,
    Report,
    User,
)
from reports.models.statement import PreparedCounts, PreparedQuery, PreparedStatement, PreparedUpdate
from reports.pages import progress as progress_page

from ..factories import MOMENT
from .prepared import PREPARED

PEOPLE = ["author", "assistant", "reviewer", "organiser", "stranger"]


@pytest.fixture
def told(in_review, reviewer, request):
    """Everybody has been told of the report, of which some may know nothing."""
    for name in PEOPLE:
        person = request.getfixturevalue(name)
        Notice.objects.create(recipient=person, kind="commented", report=in_review, actor=reviewer, at=MOMENT)


@pytest.mark.parametrize("first", PEOPLE)
def test_each_person_has_counts_of_their_own_whoever_asked_first(told, request, first):
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    asked = PreparedCounts(lambda user: access.notices_of(user).unread(), access.reviews_of)
    asked(people[first])
    counts = {name: asked(person) for name, person in people.items()}
    assert counts == {
        name: (access.notices_of(person).unread().count(), access.reviews_of(person).count())
        for name, person in people.items()
    }


def test_the_head_counts_what_the_lists_show(told, reviewer, author, stranger):
    counts = {person.username: access.count_unread(person) for person in (reviewer, author, stranger)}
    assert counts == {p.username: len(access.notices_of(p).unread()) for p in (reviewer, author, stranger)}
    assert counts["su"] == 0
    assert access.count_reviews(reviewer) == {"all": 1, "waiting": 1}
    assert access.count_reviews(author) == {"all": 0, "waiting": 0}


def test_nothing_of_a_person_but_the_key_can_be_prepared(author):
    by_name = PreparedCounts(lambda user: User.objects.filter(name=user.name))
    with pytest.raises(User.DoesNotExist):
        by_name(author)


@pytest.mark.parametrize(("statement", "keys"), PREPARED)
@pytest.mark.parametrize("first", [1, 700])
def test_a_prepared_statement_is_what_the_rules_make_of_the_same_keys(db, statement, keys, first):
    kinds = [int] * keys if isinstance(keys, int) else keys
    asked = [MOMENT + timedelta(days=key) if kind is datetime else kind(key) for key, kind in enumerate(kinds, first)]
    said, given = statement._build(*asked).query.sql_with_params()
    assert in_full(*statement.sent(asked, connection)) == as_django_sends(said, given)


def in_full(sql, params):
    """What PostgreSQL is told, with the keys in their places."""
    if connection.vendor != "postgresql":
        return sql, params
    return re.sub(r"\$(\d+)", lambda place: connection.ops.compose_sql("%s", [params[int(place[1]) - 1]]), sql)


def as_django_sends(sql, params):
    return connection.ops.compose_sql(sql, params) if connection.vendor == "postgresql" else (sql, [*params])


def test_none_is_left_out_here():
    """Whatever a module prepares is compared above."""
    import_module("reports.urls")  # and with it all that answers a request
    prepared = {
        id(getattr(value, "statement", value)): f"{name}.{key}"
        for name, module in [*sys.modules.items()]
        if name.startswith("reports.")
        for key, value in vars(module).items()
        if isinstance(value, PreparedStatement | PreparedQuery)
    }
    compared = {id(statement) for statement, _keys in PREPARED}
    left_out = sorted(name for key, name in prepared.items() if key not in compared)
    assert (left_out, len(prepared)) == ([], len(compared))


def test_one_for_several_keys_has_a_statement_for_each_number_of_them(in_review, last_year):
    asked = PreparedQuery(lambda *keys: Report.objects.filter(pk__in=keys).order_by("pk"))
    both = sorted([in_review.pk, last_year.pk])
    assert [[row.pk for row in asked(*some)] for some in ([both[0]], both, [both[1]], both)] == [
        [both[0]],
        both,
        [both[1]],
        both,
    ]


def test_a_prepared_query_is_asked_anew_each_time(report, django_assert_num_queries):
    asked = PreparedQuery(lambda pk: Report.objects.filter(pk=pk))
    (before,) = asked(report.pk)
    Report.objects.filter(pk=report.pk).update(title="改过的标题")
    with django_assert_num_queries(1):
        (after,) = asked(report.pk)
    assert (before.title == after.title, after.title) == (False, "改过的标题")


def test_moments_are_keys_and_are_read_as_moments(report, last_year):
    """To the microsecond; the second time nothing is made ready any more."""
    opened = PreparedStatement(lambda at: Cycle.objects.filter(opened_at__lt=at).values_list("pk", "opened_at"))
    here, just_after = report.cycle.opened_at, report.cycle.opened_at + timedelta(microseconds=1)
    before = [[last_year.cycle_id, last_year.cycle.opened_at]]
    for _time in range(2):
        assert (opened.values(here), sorted(opened.values(just_after))) == (
            before,
            sorted([*before, [report.cycle_id, here]]),
        )


def test_of_no_keys_nothing_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (progress_page._stages(), review._shown.rows(), review._shown.values()) == ([], [], [])


def test_it_prefetches_for_the_rows_that_it_found(in_review, reviewer):
    asked = PreparedQuery(lambda pk: Report.objects.filter(pk=pk).prefetch_related("reviews"))
    assert [[review.reviewer for review in row.reviews.all()] for row in asked(in_review.pk)] == [[reviewer]]
    assert asked(in_review.pk + 1) == []


@pytest.mark.parametrize("key", [2**63, 10**4000, -1, 0])
def test_a_key_that_no_row_has_finds_none(db, key):
    assert permissions._report.first(key) is None


def titled(pk, cycle, title):
    return Report.objects.filter(pk=pk, cycle=cycle), {"title": title}


def test_an_update_sets_the_rows_of_its_keys_and_says_how_many(report, last_year):
    update = PreparedUpdate(titled)
    stored = [
        update.store(report.pk, report.cycle_id, "今年的“标题”"),
        update.store(last_year.pk, last_year.cycle_id, "去年的标题"),
        update.store(last_year.pk, report.cycle_id, "谁的也不是"),
    ]
    titles = [Report.objects.get(pk=one.pk).title for one in (report, last_year)]
    assert (stored, titles) == ([1, 1, 0], ["今年的“标题”", "去年的标题"])


def test_updates_of_many_rows_are_sent_together(report, last_year, django_assert_num_queries):
    update = PreparedUpdate(titled)
    rows = [(one.pk, one.cycle_id, title) for one, title in ((report, "今年"), (last_year, "去年"))]
    with transaction.atomic(), django_assert_num_queries(1):
        update.store_each(rows)
    with django_assert_num_queries(0):
        update.store_each([])
    assert [Report.objects.get(pk=one.pk).title for one in (report, last_year)] == ["今年", "去年"]


def test_of_updates_that_are_sent_together_all_are_stored_or_none(report, last_year):
    update = PreparedUpdate(lambda pk, title, state: (Report.objects.filter(pk=pk), {"title": title, "state": state}))
    before = {(one.title, one.state) for one in (report, last_year)}
    with pytest.raises(IntegrityError), transaction.atomic():
        update.store_each([(report.pk, "今年", "draft"), (last_year.pk, "去年", "of no kind")])
    assert {*Report.objects.filter(pk__in=[report.pk, last_year.pk]).values_list("title", "state")} == before
