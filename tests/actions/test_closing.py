"""The end of a round: nothing unfinished is lost silently."""

from datetime import timedelta

import pytest

from reports.actions.closing import close_cycle, decide_unfinished, not_handed_in, reopen_cycle
from reports.actions.errors import Refused
from reports.actions.manuscript import start_report
from reports.actions.report import submit_report
from reports.actions.review import correct_report, return_report
from reports.models import Cycle, CycleChange, Event, Notice, Participant

from ..factories import MOMENT, UserFactory, enrol

LATER = MOMENT + timedelta(days=90)


@pytest.fixture
def idle(cycle, bureau):
    """Has not begun."""
    return enrol(cycle, UserFactory.create(unit=bureau))


@pytest.fixture
def decide(cycle, organiser):
    def decide(*participants, decision="kept", reason="住院。", by=organiser):
        pks = [one.pk for one in participants]
        return decide_unfinished(cycle=cycle, participants=pks, decision=decision, reason=reason, by=by, at=LATER)

    return decide


@pytest.fixture
def close(cycle, organiser):
    def close():
        close_cycle(cycle=cycle, by=organiser, at=LATER)
        cycle.refresh_from_db()

    return close


def test_a_round_with_something_undecided_does_not_close(cycle, report, idle, close, decide):
    with pytest.raises(Refused, match="2 reports are not handed in"):
        close()
    decide(idle)
    with pytest.raises(Refused, match="1 report is not handed in"):
        close()
    assert Cycle.objects.get(pk=cycle.pk).closed_at is None


def test_decided_it_closes_once_and_tells_who_is_unfinished(cycle, report, idle, author, organiser, close, decide):
    assert decide(report.participant, idle) == 2
    close()
    close()
    assert cycle.closed_at == LATER
    assert Event.objects.filter(verb="cycle_closed").count() == 1
    people = {author, idle.person}
    assert {one.recipient for one in Notice.objects.filter(kind="cycle_closed", cycle=cycle)} == people


@pytest.mark.parametrize(("decision", "may"), [("kept", True), ("missing", False), ("exempt", False)])
def test_what_was_decided_counts(cycle, report, idle, author, close, decide, decision, may):
    decide(report.participant, idle, decision=decision)
    close()
    for act in (
        lambda: submit_report(report=report, by=author, at=LATER + timedelta(days=1)),
        lambda: start_report(participant=idle, by=idle.person, at=LATER + timedelta(days=1)),
    ):
        if may:
            act()
        else:
            with pytest.raises(Refused):
                act()
    report.refresh_from_db()
    words = list(report.sections.values_list("body", flat=True))
    assert (report.state, any(words)) == ("submitted" if may else "draft", True)
    assert Participant.objects.get(pk=idle.pk).reason == "住院。"


def test_what_may_still_be_written_can_be_started_by_its_author(cycle, idle, close, decide):
    decide(idle)
    close()
    assert list(Participant.objects.to_start(idle.person, LATER + timedelta(days=1))) == [idle]
    Participant.objects.filter(pk=idle.pk).update(closing="missing")
    assert list(Participant.objects.to_start(idle.person, LATER + timedelta(days=1))) == []


def test_a_decision_needs_a_reason(cycle, idle, decide):
    with pytest.raises(Refused, match="Write the reason"):
        decide(idle, reason=" ")
    idle.refresh_from_db()
    assert idle.closing == ""


def test_who_hands_in_meanwhile_is_left_out(cycle, report, idle, author, decide):
    submit_report(report=report, by=author, at=LATER)
    assert decide(report.participant, idle, decision="exempt") == 1
    report.participant.refresh_from_db()
    assert report.participant.state == "writing"


def test_nobody_decides_about_themselves(cycle, idle, organiser, decide, close):
    own = enrol(cycle, organiser)
    with pytest.raises(Refused, match="own participation"):
        decide(own, decision="exempt")
    assert decide(own, idle, decision="exempt") == 1
    own.refresh_from_db()
    assert (own.state, own.closing) == ("writing", "")
    with pytest.raises(Refused, match="1 report is not handed in"):
        close()


def test_a_review_goes_on_after_the_closing(cycle, in_review, reviewer, author, close):
    close()
    section = in_review.sections.get(position=4)
    return_report(report=in_review, reasons={section.pk: "再写。"}, by=reviewer, at=LATER + timedelta(days=1))
    in_review.refresh_from_db()
    submit_report(report=in_review, by=author, at=LATER + timedelta(days=2))
    in_review.refresh_from_db()
    assert in_review.state == "submitted"


def test_a_published_report_is_corrected_after_the_closing(cycle, published, author, organiser, close):
    close()
    pk = published.sections.first().pk
    told = {"by": organiser, "at": LATER + timedelta(days=1)}
    correct_report(report=published, sections=[pk], reason="数字有误。", **told)
    published.refresh_from_db()
    submit_report(report=published, by=author, at=LATER + timedelta(days=2))
    published.refresh_from_db()
    assert published.state == "submitted"


def test_reopened_with_a_reason_everything_goes_on(cycle, report, author, organiser, close, decide):
    decide(report.participant, decision="missing")
    close()
    with pytest.raises(Refused, match="Write the reason"):
        reopen_cycle(cycle=cycle, reason="", by=organiser, at=LATER)
    reopen_cycle(cycle=cycle, reason="漏报。", by=organiser, at=LATER)
    cycle.refresh_from_db()
    change = CycleChange.objects.get()
    assert (cycle.closed_at, change.reason, change.after) == (None, "漏报。", {"closed": None})
    assert not_handed_in(cycle).filter(closing="").count() == 1
    submit_report(report=report, by=author, at=LATER + timedelta(days=1))
    report.refresh_from_db()
    assert (report.state, report.is_late) == ("submitted", True)
    assert Notice.objects.filter(kind="cycle_reopened", recipient=author).count() == 1


def test_a_round_that_has_not_begun_is_not_closed(cycle, organiser):
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=LATER + timedelta(days=1))
    with pytest.raises(Refused, match="not begun"):
        close_cycle(cycle=cycle, by=organiser, at=LATER)
