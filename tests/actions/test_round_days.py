"""Due means the end of that day where the site is: in time at its last second, late a second later, on every page."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.actions.closing import close_cycle, decide_unfinished
from reports.actions.cycle import create_cycle, open_cycle
from reports.actions.cycle_change import change_cycle, extend
from reports.actions.errors import Refused
from reports.actions.report import submit_report
from reports.forms.cycle_settings import CycleForm
from reports.models import Cycle, Participant, Report

from ..factories import MOMENT, enrol

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAST_SECOND = datetime(2026, 12, 20, 23, 59, 59, tzinfo=SHANGHAI)  # of the round's due day


def lateness(report, today=date(2026, 12, 22)):
    """As the report, the entry of the roll and the two lists say it."""
    report = Report.objects.select_related("cycle", "participant__cycle").get(pk=report.pk)
    entry = Participant.objects.select_related("cycle", "report").get(pk=report.participant_id)
    lists = (Participant.objects.late(today).exists(), Report.objects.late(today).exists())
    return (report.is_late, entry.is_late(today), *lists)


@pytest.mark.parametrize(("after", "is_late"), [(0, False), (1, True)])
def test_a_day_ends_at_midnight_where_the_site_is(report, author, after, is_late):
    """In UTC it is still four in the afternoon of that day."""
    at = (LAST_SECOND + timedelta(seconds=after)).astimezone(UTC)
    assert at.date() == date(2026, 12, 20)
    submit_report(report=report, by=author, at=at)
    assert lateness(report) == (is_late,) * 4


@pytest.mark.parametrize(("after", "is_taken"), [(0, True), (1, False)])
@pytest.mark.parametrize("own", [None, date(2026, 12, 19), date(2026, 12, 21)])
def test_a_round_without_late_reports(report, author, cycle, after, is_taken, own):
    """The own due day counts before the round's, be it earlier or later."""
    Cycle.objects.filter(pk=cycle.pk).update(accepts_late=False)
    Participant.objects.filter(pk=report.participant_id).update(due=own, due_reason="x" if own else "")
    day = (own or cycle.due) - cycle.due
    try:
        submit_report(report=report, by=author, at=LAST_SECOND + day + timedelta(seconds=after))
        taken = True
    except Refused:
        taken = False
    report.refresh_from_db()
    assert (taken, report.state) == (is_taken, "submitted" if is_taken else "draft")


def test_not_handed_in_is_late_from_the_next_day_on(report):
    assert [lateness(report, date(2026, 12, day))[1:] for day in (20, 21)] == [(False,) * 3, (True,) * 3]


@pytest.mark.parametrize("decision", ["kept", "missing"])
def test_a_closed_round_is_never_overdue(cycle, report, author, organiser, reviewer, visit, decision):
    """On no page, however long ago it was due; who it was kept open for is still told when it was due."""
    Cycle.objects.filter(pk=cycle.pk).update(due=date(2025, 12, 20))
    cycle.stages.update(due=date(2026, 1, 10))
    told = {"cycle": cycle, "by": organiser, "at": MOMENT}
    decide_unfinished(participants=[report.participant_id], decision=decision, reason="x", **told)
    close_cycle(**told)
    for person, names in [(author, ["home", "reports"]), (organiser, ["home", "cycle", "cycle_settings"])]:
        for name in names:
            path = reverse(name, args=[cycle.pk] if name.startswith("cycle") else [])
            assert (name, "overdue" in visit(person).get(path).content.decode()) == (name, False)
    assert "overdue" not in visit(author).get(reverse("report", args=[report.pk])).content.decode()


def test_a_round_does_not_open_after_its_due_day(cycle, organiser):
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None, due=date(2026, 11, 20))
    told = {"cycle": cycle, "by": organiser, "at": MOMENT}
    with pytest.raises(Refused):
        open_cycle(on=date(2026, 11, 21), **told)
    open_cycle(on=date(2026, 11, 20), **told)
    stored = Cycle.objects.get(pk=cycle.pk)
    assert (timezone.localtime(stored.opened_at).isoformat(), stored.opens) == (
        "2026-11-20T00:00:00+08:00",
        date(2026, 11, 20),
    )
    base = {"due": stored.due}
    with pytest.raises(Refused, match=r"."):
        change_cycle(fields={"due": date(2026, 11, 19)}, base=base, stages={}, reason="x", **told)
    assert Cycle.objects.get(pk=cycle.pk).due == date(2026, 11, 20)


def test_a_round_is_not_opened_at_once_when_all_would_be_late(cycle, organiser):
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None, due=date(2026, 11, 1))
    with pytest.raises(Refused):
        open_cycle(cycle=cycle, by=organiser, at=MOMENT)
    assert Cycle.objects.get(pk=cycle.pk).opened_at is None


def test_a_leap_day_has_a_successor(cycle, county, organiser):
    cycle.due = date(2028, 2, 29)
    cycle.year = 2027
    cycle.save()
    cycle.stages.update(due=date(2028, 3, 1))
    begun = CycleForm.after(cycle, date(2028, 1, 1))
    assert (begun["due"], begun["year"]) == (date(2029, 2, 28), 2028)
    told = {"unit": county, "year": 2028, "name": "闰年后", "report_title": "述职", "due": begun["due"]}
    new = create_cycle(source=cycle, by=organiser, at=MOMENT, **told)
    assert new.stages.get().due == date(2029, 3, 1)


@pytest.mark.parametrize("due", [date(1949, 1, 1), date(2200, 12, 31)])
@pytest.mark.parametrize(
    "name", ["cycle", "participants", "cycle_reports", "cycle_reviews", "cycle_close", "cycle_new"]
)
def test_days_at_the_ends_of_the_calendar(cycle, submitted, organiser, visit, name, due):
    """The farthest that forms and administration take."""
    Cycle.objects.filter(pk=cycle.pk).update(due=due)
    cycle.stages.update(due=due)
    path = reverse(name, args=[] if name == "cycle_new" else [cycle.pk])
    assert visit(organiser).get(path).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "1948-12-31", "2201-01-01", "9999-12-31", "2027-02-29", "2026-12-20"])
def test_days_that_nobody_is_extended_to(cycle, author, organiser, visit, day):
    enrol(cycle, author)
    answer = visit(organiser).post(reverse("cycle_extend", args=[cycle.pk]), {"due": day, "reason": "x"})
    assert (answer.status_code, Cycle.objects.get(pk=cycle.pk).due) == (422, date(2026, 12, 20))


def test_extended_on_a_leap_day(cycle, report, organiser, author):
    extend(cycle=cycle, due=date(2028, 2, 29), reason="x", by=organiser, at=MOMENT)
    submit_report(report=report, by=author, at=datetime(2028, 2, 29, 15, 59, 59, tzinfo=UTC))
    assert lateness(report, date(2028, 3, 1)) == (False,) * 4
