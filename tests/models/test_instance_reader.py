from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Count, Model
from django.db.models.signals import post_init

from reports import access
from reports.access import assistance as assistance_access
from reports.access import comment, manuscript, permissions, presence, review
from reports.access import cycle as cycle_access
from reports.access import report as report_access
from reports.actions import event as event_action
from reports.actions import placement
from reports.actions import section as section_action
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.http import session
from reports.models import (
    Assistance,
    Attachment,
    Comment,
    Figure,
    Presence,
    Publication,
    Reply,
    Report,
    Review,
    User,
    Waiver,
    WordListEntry,
    figure_basis,
    ledger_document,
    progress,
    section_progress,
    word_list,
)
from reports.models import last_year as last_year_model
from reports.models import report as report_model
from reports.models.statement import PreparedQuery, PreparedStatement
from reports.pages import discussion
from reports.pages import progress as progress_page
from reports.pages import section as section_page

from ..factories import MOMENT, enrol, many_reports
from .prepared import QUERIES


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
def home_keys(returned, last_year, author, assistant, reviewer, organiser, stranger):
    """Of what the first page and the task list show, of somebody each."""
    (waiting,) = many_reports(returned.cycle, 1, state="submitted", submitted_at=MOMENT, stage=returned.stage)
    Review.objects.create(report=waiting, stage=returned.stage, reviewer=reviewer)
    enrol(returned.cycle, reviewer)
    enrol(returned.cycle, organiser, state="seconded", reason="援藏")
    Assistance.objects.create(author=author, assistant=stranger)
    filed = {"revision": returned.revisions.first(), "published_at": MOMENT, "published_by": reviewer}
    Publication.objects.create(report=returned, number=1, size=3, sha256="0" * 64, sheets={}, **filed)
    later = MOMENT + timedelta(days=9)
    place = [returned.pk, returned.cycle_id, returned.unit_id, returned.participant_id, author.pk]
    return {
        permissions._assistance: [*place, assistant.pk],
        comment._beside: [returned.pk, author.pk],
        comment._replies: [returned.pk],
        comment._told: [returned.pk],
        comment._told_in_replies: [returned.pk],
        discussion._sections: [returned.pk],
        review._waiting: [reviewer.pk],
        review._opinions: [returned.pk],
        progress_page._stages: [returned.cycle_id, last_year.cycle_id],
        progress_page._published: [returned.pk, last_year.pk],
        report_access._to_write: [assistant.pk],
        cycle_access._organised: [organiser.pk],
        assistance_access._to_answer: [stranger.pk],
        manuscript._to_start: [reviewer.pk, later],
        manuscript._not_asked: [organiser.pk, later],
        manuscript._without: [stranger.pk, returned.unit_id, later],
    }


@pytest.fixture
def keys(returned, last_year, visit, author, reviewer, home_keys):
    """Those of rows that exist, for each prepared query."""
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    cells = {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": "土地流转", "办理结果": "已化解"}
    add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    section = returned.sections.get(position=4)
    Figure.objects.create(report=returned, label="件数", value="3", formula={"operation": "sum", "operands": []})
    said = {"made_on": returned.revisions.first(), "created_at": MOMENT, "changed_at": MOMENT}
    mark = {"start": 0, "placed_start": 0, "placed_end": 2, "quote": "问题", "original_quote": "问题"}
    said_there = Comment.objects.create(section=section, author=reviewer, text="写具体。", **said, **mark)
    answered = Reply.objects.create(comment=said_there, author=author, text="好。", created_at=MOMENT)
    for said_once in (said_there, answered):
        said_once.mentioned.add(author, reviewer)
    Attachment.objects.create(report=returned, position=1, title="明细表", body="甲。")
    Waiver.objects.create(report=returned, key="0:a", reason="不改", by=author, at=MOMENT)
    Presence.objects.create(report=returned, person=author, section=section, at=MOMENT)
    documents = begin_ledger(slug="rules", person=author, by=author, at=MOMENT)
    cells = {"印发日期": "2026-03-08", "文件名称": "农村供水管理办法", "方式": "制定"}
    add_row(ledger=documents, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    entry = {"kind": "exempt", "words": "水土保持", "changed_by": author, "changed_at": MOMENT}
    WordListEntry.objects.create(unit=returned.unit.parent, **entry)
    logged = returned.events.first()
    return {
        session._session: [visit(author).session.session_key],
        session._person: [author.pk],
        permissions._report: [returned.pk],
        report_model._reports: [author.pk],
        report_model._waivers: [returned.pk],
        progress._sections: [returned.pk],
        progress._attachments: [returned.pk],
        section_progress.stored_figures: [returned.pk],
        last_year_model._sections: [last_year.pk, "problems"],
        section_page._comments: [section.pk],
        section_action._writable: [section.pk],
        section_action._stored: [section.pk],
        section_action._typed: [returned.pk, *returned.figures.values_list("label", flat=True)[:2]],
        placement._placed: [section.pk],
        event_action._last: [logged.verb, logged.actor_id, returned.pk, logged.detail],
        presence._presences: [returned.pk],
        word_list._entries_for: [returned.unit_id],
        ledger_document._rows: [author.pk, author.unit_id],
        figure_basis._ledgers: [ledger.pk, ledger.pk + 1],
        **home_keys,
    }


@pytest.mark.parametrize("query", [query for query, _keys in QUERIES])
def test_its_instances_are_what_the_same_queryset_gives(keys, query):
    """Twice: the second time nothing is made ready any more."""
    with transaction.atomic():  # some lock their rows
        expected = [state_of(row) for row in query._build(*keys[query])]
        assert expected != []
        assert [[state_of(row) for row in query(*keys[query])] for _time in range(2)] == [expected] * 2


@pytest.mark.parametrize("reader", ["author", "reviewer"])
def test_what_is_said_beside_a_text_is_what_the_queryset_prefetches(request, keys, returned, author, reviewer, reader):
    """What was answered to a note among reviewers, and who was told of it, belongs to nobody else's comments."""
    said = {
        "section": returned.sections.get(position=4),
        "text": "商量一下。",
        "created_at": MOMENT,
        "changed_at": MOMENT,
    }
    note = Comment.objects.create(author=reviewer, for_reviewers_only=True, made_on=returned.revisions.first(), **said)
    Comment.objects.create(author=author, **said)
    for person, text in ((reviewer, "再商量。"), (author, "好。")):
        reply = Reply.objects.create(comment=note, author=person, text=text, created_at=MOMENT)
        reply.mentioned.add(reviewer)
    note.mentioned.add(author, reviewer)
    report, permissions = access.report_to_read(request.getfixturevalue(reader), returned.pk)
    expected = [state_of(row) for row in access.comments_to_read(report, permissions).beside_text()]
    assert len(expected) == {"author": 2, "reviewer": 2}[reader]
    assert [state_of(row) for row in access.comments_beside_text(report, permissions)] == expected


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


def test_values_are_those_of_the_queryset(home_keys, returned, last_year):
    for statement, keys in (
        (review._shown, [returned.pk, last_year.pk]),
        (progress_page._returned, [returned.pk, last_year.pk]),
    ):
        expected = [list(row) for row in statement._build(*keys)]
        assert expected != []
        assert [statement.values(*keys) for _time in range(2)] == [expected] * 2


@pytest.mark.parametrize("stored", [None, {"a": [1, 2.5, None, "新“又”\n"]}, [], "", "12", 12, True])
def test_json_is_read_as_the_queryset_reads_it(report, stored):
    figure = Figure.objects.create(report=report, label="新建管网长度", formula=stored)
    asked = PreparedQuery(lambda pk: Figure.objects.filter(pk=pk))
    values = PreparedStatement(lambda pk: Figure.objects.filter(pk=pk).values_list("formula"))
    as_ever = Figure.objects.get(pk=figure.pk).formula
    assert (asked.first(figure.pk).formula, values.values(figure.pk)) == (as_ever, [[as_ever]])
    assert type(asked.first(figure.pk).formula) is type(stored)


def test_what_is_taken_out_of_json_is_read_as_the_queryset_reads_it(report):
    figure = Figure.objects.create(report=report, label="新建管网长度", formula={"a": 7})
    values = PreparedStatement(lambda pk: Figure.objects.filter(pk=pk).values_list("formula__a"))
    assert values.values(figure.pk) == [[7]] == [list(row) for row in values._build(figure.pk)]
