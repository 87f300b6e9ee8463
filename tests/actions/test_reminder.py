from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from reports.actions.comment import add_comment
from reports.actions.mail import send_due
from reports.actions.reminder import remind, reminders_due
from reports.models import Assistance, Notice, Reminder, Review, StageReviewer

from ..factories import MOMENT, UserFactory, enrol

DUE = date(2026, 12, 20)  # of the reports
STAGE_DUE = date(2027, 1, 10)


def open_work(day, at=MOMENT):
    """By sign-in name, what each would be told of on that day."""
    found = reminders_due(day=day, at=at)
    return {one.person.username: [(notice.kind, notice.due) for notice in one.notices] for one in found}


@pytest.mark.parametrize("offset", [-8, -7, -6, -4, -3, -2, -1, 0, 1, 2])
def test_one_is_reminded_on_these_days_only(cycle, author, offset):
    enrol(cycle, author)
    expected = {"lin": [("to_write", DUE)]} if offset in {-7, -3, -1, 0, 1} else {}
    assert open_work(DUE + timedelta(days=offset)) == expected


def test_the_days_are_a_setting(cycle, author, settings):
    settings.REMINDER_DAYS = [-14]
    enrol(cycle, author)
    assert (open_work(DUE), open_work(DUE - timedelta(days=14))) == ({}, {"lin": [("to_write", DUE)]})


def test_an_own_due_day_counts(cycle, author):
    enrol(cycle, author, due=date(2026, 12, 28), due_reason="借调")
    assert (open_work(DUE), open_work(date(2026, 12, 28))) == ({}, {"lin": [("to_write", date(2026, 12, 28))]})


@pytest.mark.parametrize("state", ["exempt", "sick_leave", "retired"])
def test_who_is_not_asked_is_not_reminded(cycle, author, state):
    enrol(cycle, author, state=state, reason="组织决定")
    assert open_work(DUE) == {}


def test_who_has_left_is_not_reminded(cycle, author, assistant):
    enrol(cycle, author)
    author.is_active = False
    author.save()
    assert open_work(DUE) == {}


@pytest.mark.parametrize("change", [{"opened_at": None}, {"closed_at": MOMENT}])
def test_of_a_round_that_is_not_open_nobody_is_reminded(cycle, author, change):
    enrol(cycle, author)
    type(cycle).objects.filter(pk=cycle.pk).update(**change)
    assert open_work(DUE) == {}


def test_who_has_handed_in_is_not_reminded_and_who_was_returned_is(submitted, returned, author, assistant):
    assert open_work(DUE, MOMENT + timedelta(days=5)) == {
        "lin": [("to_write", DUE)],
        "fang": [("to_write", DUE)],
    }
    type(returned).objects.filter(pk=returned.pk).update(state="submitted")
    assert open_work(DUE, MOMENT + timedelta(days=5)) == {}


def test_assistants_are_reminded_while_they_may_write(cycle, stage, author, assistant, stranger, bureau):
    """One who has not agreed, and one who is to review the report, may not."""
    other = UserFactory.create(username="he", unit=bureau)
    Assistance.objects.create(author=author, assistant=stranger)
    Assistance.objects.create(author=author, assistant=other, accepted_at=MOMENT)
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=other)
    enrol(cycle, author)
    assert open_work(DUE) == {"lin": [("to_write", DUE)], "fang": [("to_write", DUE)]}


def test_comments_to_answer_are_told_apart(returned, author, reviewer):
    section = returned.sections.get(position=4)
    at = MOMENT + timedelta(days=3)
    add_comment(section=section, read=section.body, passage=None, text="请写具体。", by=reviewer, at=at)
    assert open_work(DUE, MOMENT + timedelta(days=5)) == {"lin": [("to_answer", DUE), ("to_write", DUE)]}


def test_a_reviewer_of_many_gets_one_notice(cycle, stage, submitted, reviewer):
    Review.objects.filter(report=submitted).update(due=STAGE_DUE)
    assert open_work(STAGE_DUE, MOMENT + timedelta(days=5)) == {"zhao": [("to_review", STAGE_DUE)]}


def test_a_person_is_reminded_once_a_day_in_one_mail(cycle, author, mailoutbox):
    author.email = "lin@example.org"
    author.save()
    enrol(cycle, author)
    for _run in range(3):
        remind(day=DUE, at=MOMENT)
        send_due(at=MOMENT)
    assert list(Notice.objects.values_list("recipient__username", "kind", "due")) == [("lin", "to_write", DUE)]
    assert [mail.to for mail in mailoutbox] == [["lin@example.org"]]
    remind(day=DUE + timedelta(days=1), at=MOMENT + timedelta(days=1))
    assert Notice.objects.count() == 2


def test_two_reminders_of_a_day_cannot_be_stored(author):
    Reminder.objects.create(person=author, day=DUE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(person=author, day=DUE)


def test_the_number_of_queries_does_not_grow(cycle, author, bureau, django_assert_num_queries):
    enrol(cycle, author)
    for _person in range(30):
        enrol(cycle, UserFactory.create(unit=bureau))
    with django_assert_num_queries(7):
        assert len(reminders_due(day=DUE, at=MOMENT)) == 31
