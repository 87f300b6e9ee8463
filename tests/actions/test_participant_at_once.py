"""Two people on one entry of the roll in the same moment, on a connection of their own."""

import pytest

from reports.actions import participant as actions
from reports.actions.errors import Refused
from reports.actions.manuscript import start_report
from reports.actions.participant import FieldChange
from reports.actions.report import submit_report
from reports.models import Event, Participant, Report, User

from ..factories import MOMENT, UserFactory, enrol
from .test_participant import move, new_person, periods
from .test_submission_at_once import emptied, meanwhile  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def second(county):
    person = UserFactory.create(username="shen", name="沈宁", unit=county)
    county.organisers.add(person)
    return person


@pytest.fixture
def entry(cycle, author):
    return enrol(cycle, author)


def change(entry, by, **wanted):
    old = Participant.objects.get(pk=entry.pk)
    changes = {name: FieldChange(getattr(old, name), value) for name, value in wanted.items()}
    return lambda: actions.change_participant(participant=old, changes=changes, by=by, at=MOMENT)


def test_of_two_organisers_the_second_is_told_what_the_first_did(entry, organiser, second):
    answer = meanwhile(change(entry, organiser, post="调研员"), change(entry, second, post="科长"))
    assert (type(answer), "to “调研员” meanwhile" in str(answer)) == (Refused, True)
    entry.refresh_from_db()
    assert (entry.post, Event.objects.count()) == ("调研员", 1)


def test_the_same_change_twice_is_one(entry, organiser, second):
    answer = meanwhile(change(entry, organiser, post="调研员"), change(entry, second, post="调研员"))
    assert (answer, Event.objects.count()) == (False, 1)


def test_two_transfers_are_one(entry, organiser, second, county, author):
    answer = meanwhile(lambda: move(entry, organiser, county), lambda: move(entry, second, county))
    assert (type(answer), len(periods(author))) == (Refused, 2)


def test_who_is_moved_while_starting_starts_in_the_new_unit(entry, organiser, author, office):
    start = lambda: start_report(participant=entry, by=author, at=MOMENT)  # noqa: E731
    answer = meanwhile(change(entry, organiser, unit=office, post="科长"), start)
    assert (type(answer), answer.unit, answer.post) == (Report, office, "科长")


def test_who_starts_while_being_moved_is_moved(entry, organiser, author, office):
    start = lambda: start_report(participant=entry, by=author, at=MOMENT)  # noqa: E731
    assert meanwhile(start, change(entry, organiser, unit=office, post="科长")) is True
    report = Report.objects.get()
    assert (report.unit, report.post) == (office, "科长")


def test_who_is_relieved_while_starting_does_not_start(entry, organiser, author):
    relieve = change(entry, organiser, state="exempt", reason="援藏")
    answer = meanwhile(relieve, lambda: start_report(participant=entry, by=author, at=MOMENT))
    assert (type(answer), Report.objects.count()) == (Refused, 0)


def test_who_is_relieved_while_submitting_does_not_submit(report, organiser, author):
    relieve = change(report.participant, organiser, state="exempt", reason="援藏")
    answer = meanwhile(relieve, lambda: submit_report(report=report, by=author, at=MOMENT))
    assert (type(answer), "No report is asked" in str(answer)) == (Refused, True)
    report.refresh_from_db()
    assert report.state == "draft"


def test_who_submits_while_being_relieved_has_submitted(report, organiser, author):
    relieve = change(report.participant, organiser, state="exempt", reason="援藏")
    answer = meanwhile(lambda: submit_report(report=report, by=author, at=MOMENT), relieve)
    assert (type(answer), Participant.objects.get().state) == (Refused, "writing")


def test_who_is_moved_while_submitting_submits_in_the_new_unit(report, organiser, author, office):
    answer = meanwhile(
        change(report.participant, organiser, unit=office), lambda: submit_report(report=report, by=author, at=MOMENT)
    )
    assert (answer.content.unit, Report.objects.get().state) == ("灌溉科", "submitted")


def test_who_submits_while_being_moved_keeps_the_unit_of_then(report, organiser, author, office):
    submit = lambda: submit_report(report=report, by=author, at=MOMENT)  # noqa: E731
    assert meanwhile(submit, change(report.participant, organiser, unit=office)) is True
    assert (Report.objects.get().unit.name, Participant.objects.get().unit.name) == ("水务局", "灌溉科")


def test_who_starts_while_being_taken_off_stays(entry, organiser, author):
    remove = lambda: actions.remove_participant(participant=entry, by=organiser, at=MOMENT)  # noqa: E731
    answer = meanwhile(lambda: start_report(participant=entry, by=author, at=MOMENT), remove)
    assert (type(answer), Participant.objects.count(), Report.objects.count()) == (Refused, 1, 1)


def test_who_is_taken_off_while_starting_does_not_start(entry, organiser, author):
    remove = lambda: actions.remove_participant(participant=entry, by=organiser, at=MOMENT)  # noqa: E731
    answer = meanwhile(remove, lambda: start_report(participant=entry, by=author, at=MOMENT))
    assert (type(answer), Participant.objects.count(), Report.objects.count()) == (Refused, 0, 0)


def test_who_is_added_twice_is_on_the_roll_once(cycle, organiser, second, author):
    add = lambda by: lambda: actions.enrol(cycle=cycle, person=author, by=by, at=MOMENT)  # noqa: E731
    answer = meanwhile(add(organiser), add(second))
    assert (answer, Event.objects.count()) == (Participant.objects.get(), 1)


def test_a_roll_is_proposed_once(cycle, organiser, second, author):
    propose = lambda by: lambda: actions.propose_roll(cycle=cycle, by=by, at=MOMENT)  # noqa: E731
    assert meanwhile(propose(organiser), propose(second)) == 0
    assert Participant.objects.filter(person=author).count() == 1


def test_one_staff_number_makes_one_account(cycle, organiser, second, bureau):
    def add(by):
        return lambda: actions.enrol_new_person(cycle=cycle, new=new_person(bureau), by=by, at=MOMENT)

    answer = meanwhile(add(organiser), add(second))
    assert (type(answer), User.objects.filter(staff_number="7001").count()) == (Refused, 1)
