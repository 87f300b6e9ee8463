import sys
from importlib import import_module

import pytest

from reports import access
from reports.access import comment, notice, permissions
from reports.actions import placement
from reports.actions import section as section_action
from reports.http import session
from reports.models import Notice, Report, User, last_year, progress, section_progress, size
from reports.models import report as report_model
from reports.models.statement import PreparedCounts, PreparedQuery, PreparedStatement
from reports.pages import section as section_page

from ..factories import MOMENT

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


PREPARED = [
    (permissions._assistance, 6),
    (permissions._review, 2),
    (permissions._turn, 2),
    (permissions._organised, 2),
    (comment._said, 2),
    (comment._text, 1),
    (notice._any_unread, 1),
    (last_year._values, 1),
    (section_action._labels, 1),
    (size._parts, 1),
    (size._attachments, 1),
]
QUERIES = [
    (session._session, [str]),
    (session._person, 1),
    (permissions._report, 1),
    (report_model._reports, 1),
    (progress._sections, 1),
    (section_progress.stored_figures, 1),
    (last_year._sections, [int, str]),
    (section_page._comments, 1),
    (section_action._writable, 1),
    (section_action._stored, 1),
    (placement._placed, 1),
]
PREPARED += [(query.statement, keys) for query, keys in QUERIES]


@pytest.mark.parametrize(("statement", "keys"), PREPARED)
@pytest.mark.parametrize("first", [1, 700])
def test_a_prepared_statement_is_what_the_rules_make_of_the_same_keys(db, statement, keys, first):
    kinds = [int] * keys if isinstance(keys, int) else keys
    asked = [kind(key) for key, kind in enumerate(kinds, start=first)]
    sql, params = statement(*asked)
    said, given = statement._build(*asked).query.sql_with_params()
    assert (sql, params) == (said, list(given))


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


def columns_of(instance):
    return {name: value for name, value in vars(instance).items() if name != "_state"}


def state_of(instance):
    """Its columns, and those of what was read with it."""
    read = instance._state.fields_cache
    return columns_of(instance), {name: other and columns_of(other) for name, other in read.items()}


def test_a_prepared_query_gives_what_the_same_queryset_gives(in_review, author):
    rows = list(permissions._report_of(in_review.pk))
    assert [state_of(row) for row in permissions._report(in_review.pk)] == [state_of(row) for row in rows]
    assert permissions._report.first(in_review.pk).participant == in_review.participant
    sections = progress._sections(in_review.pk)
    assert [state_of(row) for row in sections] == [state_of(row) for row in progress._sections_of(in_review.pk)]
    assert [row.kind for row in last_year._sections(in_review.pk, "problems")] == ["problems"]


def test_a_prepared_query_is_asked_anew_each_time(report, django_assert_num_queries):
    asked = PreparedQuery(lambda pk: Report.objects.filter(pk=pk))
    (before,) = asked(report.pk)
    Report.objects.filter(pk=report.pk).update(title="改过的标题")
    with django_assert_num_queries(1):
        (after,) = asked(report.pk)
    assert (before.title == after.title, after.title) == (False, "改过的标题")


def test_it_prefetches_for_the_rows_that_it_found(in_review, reviewer):
    asked = PreparedQuery(lambda pk: Report.objects.filter(pk=pk).prefetch_related("reviews"))
    assert [[review.reviewer for review in row.reviews.all()] for row in asked(in_review.pk)] == [[reviewer]]
    assert asked(in_review.pk + 1) == []


@pytest.mark.parametrize("key", [2**63, 10**4000, -1, 0])
def test_a_key_that_no_row_has_finds_none(db, key):
    assert permissions._report.first(key) is None
