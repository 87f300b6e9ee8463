import sys
from importlib import import_module

import pytest
from django.db import transaction
from django.db.models import Count, Model
from django.db.models.signals import post_init

from reports import access
from reports.access import comment, notice, permissions, presence
from reports.actions import placement, read_receipt
from reports.actions import section as section_action
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.http import session
from reports.models import (
    Comment,
    Figure,
    Notice,
    Presence,
    Reply,
    Report,
    User,
    WordListEntry,
    figure_basis,
    ledger_document,
    progress,
    section_progress,
    size,
    word_list,
)
from reports.models import last_year as last_year_model
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
    (last_year_model._values, 1),
    (last_year_model._all_values, 1),
    (figure_basis._values, 1),
    (read_receipt._noted, [int, int, str]),
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
    (last_year_model._sections, [int, str]),
    (section_page._comments, 1),
    (section_action._writable, 1),
    (section_action._stored, 1),
    (placement._placed, 1),
    (figure_basis._ledgers, 2),
    (figure_basis._rows, 2),
    (presence._presences, 1),
    (word_list._entries_for, 1),
    (ledger_document._rows, 2),
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


def state_of(instance, within=()):
    """Its class and columns, and all that was read with it; of what leads back only the name."""
    if not isinstance(instance, Model) or instance in within:
        return str(instance)
    inside = (*within, instance)
    columns = {name: value for name, value in vars(instance).items() if not name.startswith("_")}
    beside = {name: state_of(other, inside) for name, other in instance._state.fields_cache.items()}
    prefetched = vars(instance).get("_prefetched_objects_cache", {})
    lists = {name: [state_of(row, inside) for row in rows] for name, rows in prefetched.items()}
    return type(instance), columns, instance._state.adding, instance._state.db, beside, lists


@pytest.fixture
def keys(returned, last_year, visit, author, reviewer):
    """Those of rows that exist, for each prepared query."""
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    cells = {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": "土地流转", "办理结果": "已化解"}
    add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    section = returned.sections.get(position=4)
    Figure.objects.create(report=returned, label="件数", value="3", formula={"operation": "sum", "operands": []})
    said = {"made_on": returned.revisions.first(), "created_at": MOMENT, "changed_at": MOMENT}
    mark = {"start": 0, "placed_start": 0, "placed_end": 2, "quote": "问题", "original_quote": "问题"}
    comment = Comment.objects.create(section=section, author=reviewer, text="写具体。", **said, **mark)
    Reply.objects.create(comment=comment, author=author, text="好。", created_at=MOMENT)
    Presence.objects.create(report=returned, person=author, section=section, at=MOMENT)
    documents = begin_ledger(slug="rules", person=author, by=author, at=MOMENT)
    cells = {"印发日期": "2026-03-08", "文件名称": "农村供水管理办法", "方式": "制定"}
    add_row(ledger=documents, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    entry = {"kind": "exempt", "words": "水土保持", "changed_by": author, "changed_at": MOMENT}
    WordListEntry.objects.create(unit=returned.unit.parent, **entry)
    return {
        session._session: [visit(author).session.session_key],
        session._person: [author.pk],
        permissions._report: [returned.pk],
        report_model._reports: [author.pk],
        progress._sections: [returned.pk],
        section_progress.stored_figures: [returned.pk],
        last_year_model._sections: [last_year.pk, "problems"],
        section_page._comments: [section.pk],
        section_action._writable: [section.pk],
        section_action._stored: [section.pk],
        placement._placed: [section.pk],
        presence._presences: [returned.pk],
        word_list._entries_for: [returned.unit_id],
        ledger_document._rows: [author.pk, author.unit_id],
        figure_basis._ledgers: [ledger.pk, ledger.pk + 1],
        figure_basis._rows: [ledger.pk, ledger.pk + 1],
    }


@pytest.mark.parametrize("query", [query for query, _keys in QUERIES])
def test_its_instances_are_what_the_same_queryset_gives(keys, query):
    """Twice: the second time nothing is made ready any more."""
    with transaction.atomic():  # some lock their rows
        expected = [state_of(row) for row in query._build(*keys[query])]
        assert expected != []
        assert [[state_of(row) for row in query(*keys[query])] for _time in range(2)] == [expected] * 2


def test_a_model_that_makes_its_instances_in_a_way_of_its_own_is_not_prepared(report):
    def ignore(**_signal):
        pass

    asked = PreparedQuery(lambda pk: Report.objects.filter(pk=pk).select_related("author"))
    post_init.connect(ignore, sender=User)
    try:
        with pytest.raises(TypeError, match="User"):
            asked(report.pk)
    finally:
        post_init.disconnect(ignore, sender=User)
    assert asked(report.pk) == [report]


def test_what_is_counted_beside_and_what_was_left_out_is_read_too(in_review, reviewer):
    asked = PreparedQuery(lambda pk: Report.objects.filter(pk=pk).annotate(read=Count("reviews")).only("title"))
    (row,) = asked(in_review.pk)
    assert (row.read, row.get_deferred_fields()) == (1, asked._build(in_review.pk).get().get_deferred_fields())
    assert row.state == "in_review"


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


def test_it_prefetches_for_the_rows_that_it_found(in_review, reviewer):
    asked = PreparedQuery(lambda pk: Report.objects.filter(pk=pk).prefetch_related("reviews"))
    assert [[review.reviewer for review in row.reviews.all()] for row in asked(in_review.pk)] == [[reviewer]]
    assert asked(in_review.pk + 1) == []


@pytest.mark.parametrize("key", [2**63, 10**4000, -1, 0])
def test_a_key_that_no_row_has_finds_none(db, key):
    assert permissions._report.first(key) is None
