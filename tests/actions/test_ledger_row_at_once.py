"""Two people on one row of a ledger: one after the other in every order, and at the same moment."""

import threading
from itertools import permutations

import pytest
from django.db import connection

from reports.actions.errors import Refused
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, StaleRow, add_row, delete_row, restore_row, save_row
from reports.models import Event, LedgerRow

from ..factories import MOMENT

pytestmark = pytest.mark.django_db(transaction=True)
CELLS = {
    "发现日期": "2026-03-08",
    "问题": "台账不全",
    "问题来源": "自查",
    "整改措施": "补登",
    "责任人": "林晓",
    "状态": "整改中",
}
CLOSED = CELLS | {"状态": "已销号", "销号人": "方原"}


@pytest.fixture(autouse=True)
def emptied(transactional_db):
    """Real transactions, so that threads see each other's rows."""


@pytest.fixture
def row(author):
    ledger = begin_ledger(slug="rectification", person=author, by=author, at=MOMENT)
    return add_row(ledger=ledger, edit=LedgerRowEdit(CELLS, 0, "first"), by=author, at=MOMENT)


@pytest.fixture
def steps(row, author, assistant):
    """What each does from the page that both have loaded: version 1."""
    return {
        "save": lambda: save_row(row=row, edit=edit("a", 问题="台账漏登"), by=author, at=MOMENT),
        "close": lambda: save_row(row=row, edit=LedgerRowEdit(CLOSED, 1, "b"), by=assistant, at=MOMENT),
        "delete": lambda: delete_row(row=row, version=1, by=assistant, at=MOMENT),
    }


def edit(tab, **cells):
    return LedgerRowEdit(CELLS | cells, 1, tab)


def answer_to(call):
    try:
        return call()
    except (StaleRow, Refused) as refused:
        return refused


def at_once(*calls):
    start, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        start.wait()
        try:
            answers[number] = answer_to(call)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def won(answer):
    return not isinstance(answer, Exception)


def expect_one(row, names, answers):
    """Exactly one of them was done, and who came too late is told what is there."""
    done = [name for name, answer in zip(names, answers, strict=True) if won(answer)]
    stored = LedgerRow.objects.get(pk=row.pk)
    assert (len(done), stored.version) == (1, 2)
    said = {"save": ("台账漏登", False), "close": ("台账不全", False), "delete": ("台账不全", True)}
    assert (stored.cells["问题"], stored.deleted_at is not None) == said[done[0]]
    assert (stored.cells["状态"] == "已销号") == (done[0] == "close")
    for late in [answer for answer in answers if isinstance(answer, StaleRow)]:
        assert (late.stored.cells, late.stored.deleted_at) == (stored.cells, stored.deleted_at)
    assert Event.objects.filter(verb__in=["ledger_row_saved", "ledger_row_deleted"]).count() == 2


@pytest.mark.parametrize("names", list(permutations(["save", "close", "delete"], 2)))
def test_the_first_of_two_is_done_and_the_second_is_told(row, steps, names):
    answers = [answer_to(steps[name]) for name in names]
    assert [won(answer) for answer in answers] == [True, False]
    expect_one(row, names, answers)


@pytest.mark.parametrize("names", [("save", "close"), ("save", "delete"), ("close", "delete")])
def test_of_two_at_the_same_moment_exactly_one_is_done(row, steps, names):
    expect_one(row, names, at_once(*(steps[name] for name in names)))


def test_of_three_at_the_same_moment_exactly_one_is_done(row, steps):
    expect_one(row, steps, at_once(*steps.values()))


def test_deleted_by_both_it_is_deleted_once_and_taken_back_by_both_once(row, author, assistant):
    both = [lambda by=by: delete_row(row=row, version=1, by=by, at=MOMENT) for by in (author, assistant)]
    assert sorted(map(won, at_once(*both))) == [False, True]
    back = [lambda by=by: restore_row(row=row, by=by, at=MOMENT) for by in (author, assistant)]
    assert list(map(won, at_once(*back))) == [True, True]
    stored = LedgerRow.objects.get(pk=row.pk)
    assert (stored.version, stored.deleted_at, stored.cells) == (3, None, CELLS)
    assert Event.objects.filter(verb="ledger_row_restored").count() == 1


def test_what_was_saved_of_a_row_that_is_taken_back_is_not_saved_over(row, steps, author, assistant):
    """One deletes and takes back, the other saves the page of before."""
    steps["delete"]()
    restore_row(row=row, by=assistant, at=MOMENT)
    assert isinstance(answer_to(steps["save"]), StaleRow)
    assert LedgerRow.objects.get(pk=row.pk).cells == CELLS


def test_a_page_that_lost_the_answer_may_send_again_but_not_over_another(row, steps, author, assistant):
    steps["save"]()
    assert (won(answer_to(steps["save"])), LedgerRow.objects.get(pk=row.pk).cells["问题"]) == (True, "台账漏登")
    assert isinstance(answer_to(steps["close"]), StaleRow)


def test_an_old_page_saves_nothing_over_its_own_newer_save(row, steps, author):
    steps["save"]()
    answer = answer_to(lambda: save_row(row=row, edit=edit("a", 问题="以前写的"), by=author, at=MOMENT))
    assert isinstance(answer, StaleRow)
    assert LedgerRow.objects.get(pk=row.pk).cells["问题"] == "台账漏登"
