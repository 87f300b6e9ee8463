"""Naming, accepting, declining, ending; and who cannot be an assistant."""

import pytest

from reports.actions.assistance import accept_assistance, end_assistance, name_assistant
from reports.actions.errors import Refused
from reports.actions.reviewer import add_stage_reviewer
from reports.models import Assistance, Notice, Review, StageReviewer

from ..factories import MOMENT, UserFactory


@pytest.fixture
def deputy(bureau):
    return UserFactory.create(username="xu", name="许桐", unit=bureau)


@pytest.fixture
def pending(author, deputy):
    return name_assistant(author=author, assistant=deputy, may_submit=False, at=MOMENT)


def named():
    return list(Assistance.objects.values_list("author__username", "assistant__username", "may_submit", "accepted_at"))


def told():
    return list(Notice.objects.order_by("pk").values_list("recipient__username", "kind", "report"))


def test_naming_asks(author, deputy, log, pending):
    assert named() == [("lin", "xu", False, None)]
    assert log() == [("assistant_named", "lin", None, "许桐")]
    assert told() == [("xu", "named", None)]


def test_naming_again_changes_what_they_may_and_asks_nothing_more(author, deputy, pending):
    name_assistant(author=author, assistant=deputy, may_submit=True, at=MOMENT)
    assert named() == [("lin", "xu", True, None)]
    assert told() == [("xu", "named", None)]


def test_accepting(author, deputy, log, pending):
    accept_assistance(assistance=pending, at=MOMENT)
    assert named() == [("lin", "xu", False, MOMENT)]
    assert log()[1:] == [("assistance_accepted", "xu", None, "林晓")]
    assert told()[1:] == [("lin", "consented", None)]


def test_accepting_twice(pending):
    accept_assistance(assistance=pending, at=MOMENT)
    with pytest.raises(Refused, match="not open any more"):
        accept_assistance(assistance=pending, at=MOMENT)
    assert len(told()) == 2


def test_accepting_what_was_withdrawn_meanwhile(author, deputy, pending):
    end_assistance(assistance=Assistance.objects.get(), by=author, at=MOMENT)
    with pytest.raises(Refused, match="not open any more"):
        accept_assistance(assistance=pending, at=MOMENT)
    assert named() == []


def test_ending_what_ended_meanwhile(author, deputy, pending, log):
    """Of two at once the second is told so; nothing is logged or told twice."""
    end_assistance(assistance=Assistance.objects.get(), by=author, at=MOMENT)
    before = log(), told()
    with pytest.raises(Refused, match="not open any more"):
        end_assistance(assistance=pending, by=deputy, at=MOMENT)
    assert (log(), told()) == before


@pytest.mark.parametrize(
    ("accepted", "by", "verb", "notice"),
    [
        (False, "author", "assistant_removed", ("xu", "dismissed", None)),
        (False, "deputy", "assistance_declined", ("lin", "unwilling", None)),
        (True, "author", "assistant_removed", ("xu", "dismissed", None)),
        (True, "deputy", "assistance_ended", ("lin", "left", None)),
    ],
)
def test_either_side_ends_it(request, author, pending, log, accepted, by, verb, notice):
    if accepted:
        accept_assistance(assistance=pending, at=MOMENT)
    who = request.getfixturevalue(by)
    end_assistance(assistance=Assistance.objects.get(), by=who, at=MOMENT)
    other = "许桐" if by == "author" else "林晓"
    assert (named(), log()[-1], told()[-1]) == ([], (verb, who.username, None, other), notice)


def test_nobody_assists_themselves(author):
    with pytest.raises(Refused, match="your own assistant"):
        name_assistant(author=author, assistant=author, may_submit=True, at=MOMENT)
    assert named() == []


# who cannot be an assistant: each by a change that makes them so


def by_rule(unit):
    def make(person, stage, places):
        StageReviewer.objects.create(stage=stage, unit=places[unit], reviewer=person)

    return make


def by_hand(person, stage, places):
    Review.objects.create(report=places["report"], stage=stage, reviewer=person)


def as_organiser(unit):
    return lambda person, stage, places: places[unit].organisers.add(person)


def as_flag(name):
    def make(person, stage, places):
        setattr(person, name, True)
        person.save()

    return make


def above(person, stage, places):
    person.unit = places["county"]
    person.save()


OBSTACLES = {
    "rule of the unit": (by_rule("bureau"), "reviews your report"),
    "rule of a unit above": (by_rule("county"), "reviews your report"),
    "named for the report": (by_hand, "reviews your report"),
    "organiser of the unit": (as_organiser("bureau"), "organises the reports"),
    "organiser of a unit above": (as_organiser("county"), "organises the reports"),
    "organiser elsewhere": (as_organiser("elsewhere"), "organises the reports"),
    "auditor": (as_flag("is_auditor"), "is an auditor"),
    "administrator": (as_flag("is_staff"), "is an administrator"),
    "unit above": (above, "a unit above"),
}


@pytest.fixture
def places(county, bureau, office, elsewhere, report):
    return {"county": county, "bureau": bureau, "office": office, "elsewhere": elsewhere, "report": report}


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_who_cannot_be_named(author, deputy, stage, places, obstacle, log):
    make, reason = OBSTACLES[obstacle]
    make(deputy, stage, places)
    with pytest.raises(Refused, match=f"{reason}.*Name somebody who has no part in the review"):
        name_assistant(author=author, assistant=deputy, may_submit=True, at=MOMENT)
    assert (named(), log(), told()) == ([], [], [])


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_who_cannot_accept(deputy, stage, places, pending, obstacle, log):
    """Since they were named something has come between."""
    make, reason = OBSTACLES[obstacle]
    make(deputy, stage, places)
    with pytest.raises(Refused, match=f"{reason}.*Decline, so that 林晓 names somebody else"):
        accept_assistance(assistance=pending, at=MOMENT)
    assert (named(), len(log()), len(told())) == ([("lin", "xu", False, None)], 1, 1)


@pytest.mark.parametrize("obstacle", [name for name in OBSTACLES if name != "unit above"])
def test_who_loses_it_afterwards(deputy, stage, places, pending, obstacle):
    accept_assistance(assistance=pending, at=MOMENT)
    report = places["report"]
    assert report.is_written_by(deputy)
    make, _reason = OBSTACLES[obstacle]
    make(deputy, stage, places)
    assert not report.is_written_by(deputy)


def test_who_moves_to_a_unit_above_goes_on(deputy, stage, places, pending):
    """A place is no duty: whoever has agreed goes on writing until somebody ends it."""
    accept_assistance(assistance=pending, at=MOMENT)
    above(deputy, stage, places)
    assert places["report"].is_written_by(deputy)


@pytest.mark.parametrize("make", [by_rule("office"), by_rule("elsewhere")], ids=["below", "elsewhere"])
def test_who_reviews_others_may_help(author, deputy, stage, places, make):
    make(deputy, stage, places)
    pending = name_assistant(author=author, assistant=deputy, may_submit=False, at=MOMENT)
    accept_assistance(assistance=pending, at=MOMENT)
    assert places["report"].is_written_by(deputy)


def test_last_years_reviewer_may_help_this_year_and_stays_last_years_reviewer(author, deputy, last_year, report, cycle):
    stage = last_year.cycle.stages.create(name="初审", position=1)
    Review.objects.create(report=last_year, stage=stage, reviewer=deputy)
    StageReviewer.objects.create(stage=stage, unit=author.unit, reviewer=deputy)
    last_year.state, last_year.submitted_at = "approved", MOMENT
    last_year.save()
    pending = name_assistant(author=author, assistant=deputy, may_submit=True, at=MOMENT)
    accept_assistance(assistance=pending, at=MOMENT)
    assert (report.is_written_by(deputy), last_year.is_written_by(deputy)) == (True, False)


def test_a_duty_that_goes_gives_the_assisting_back(deputy, stage, places, pending):
    accept_assistance(assistance=pending, at=MOMENT)
    by_rule("bureau")(deputy, stage, places)
    StageReviewer.objects.all().delete()
    assert places["report"].is_written_by(deputy)


def test_no_name_keeps_an_organiser_from_making_a_reviewer(author, deputy, stage, bureau, organiser, pending):
    accept_assistance(assistance=pending, at=MOMENT)
    add_stage_reviewer(stage=stage, unit=bureau, reviewer=deputy, by=organiser, at=MOMENT)
    assert StageReviewer.objects.get().reviewer == deputy
