"""A slip opens no more than whoever issues it may reach: each way up or aside is tried."""

from datetime import timedelta

import pytest
from django.utils import translation

from reports.actions.errors import Refused
from reports.actions.sign_in_slip import use_slip
from reports.models import Assistance, Review, StageReviewer, Unit, User
from reports.models.left_out import Issue, with_left_out

from ..factories import MOMENT, UserFactory, write_report
from ..slips import issue

ONE, MANY = Issue("paper", is_for_one=True), Issue("paper")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def chief(bureau):
    """Organises the bureau, not the county."""
    person = UserFactory.create(username="chief", unit=bureau)
    bureau.organisers.add(person)
    return person


def why(person, by, how=ONE):
    return with_left_out(User.objects.filter(pk=person.pk), how, by=by, at=MOMENT).get().left_out


@pytest.fixture
def person(office):
    """Below the bureau; nothing more."""
    return UserFactory.create(username="ren", unit=office)


def test_a_person_of_the_own_units_is_given_one(person, author, chief, organiser, administrator):
    assert [why(person, by) for by in (chief, organiser, administrator)] == ["", "", ""]
    assert why(author, chief) == ""


def organises_the_same(person, office):
    office.parent.organisers.add(person)


def organises_below(person, office):
    office.organisers.add(person)


def audits(person, office):
    person.is_auditor = True


def administers(person, office):
    person.is_staff = True


@pytest.mark.parametrize("rise", [organises_the_same, organises_below, audits, administers])
def test_who_has_more_rights_only_the_administrator_helps(person, office, chief, organiser, administrator, rise):
    rise(person, office)
    person.save()
    assert [why(person, by) for by in (chief, organiser, administrator)] == ["above", "above", ""]


def test_nobody_prints_their_own(chief, organiser):
    assert [why(chief, chief), why(organiser, organiser)] == ["above", "above"]


def belongs_above(person, report, elsewhere):
    person.unit = report.cycle.unit


def belongs_elsewhere(person, report, elsewhere):
    person.unit = elsewhere


def belongs_nowhere(person, report, elsewhere):
    person.unit = None


def reviews_elsewhere(person, report, elsewhere):
    Review.objects.create(report=report, stage=report.cycle.stages.get(), reviewer=person)


def is_to_review_elsewhere(person, report, elsewhere):
    StageReviewer.objects.create(stage=report.cycle.stages.get(), unit=elsewhere, reviewer=person)


def assists_elsewhere(person, report, elsewhere):
    Assistance.objects.create(author=report.author, assistant=person, accepted_at=MOMENT)


def wrote_elsewhere(person, report, elsewhere):
    write_report(report.cycle, person, unit=elsewhere)


@pytest.fixture
def report_elsewhere(cycle, stranger):
    return write_report(cycle, stranger)


@pytest.mark.parametrize(
    "reach",
    [
        belongs_above,
        belongs_elsewhere,
        belongs_nowhere,
        reviews_elsewhere,
        is_to_review_elsewhere,
        assists_elsewhere,
        wrote_elsewhere,
    ],
)
def test_who_reaches_beyond_the_own_units(person, report_elsewhere, elsewhere, chief, administrator, reach):
    reach(person, report_elsewhere, elsewhere)
    person.save()
    assert [why(person, by) for by in (chief, administrator)] == ["outside", ""]


def test_who_reviews_and_assists_within_them_is_no_more_than_the_rest(person, report, chief):
    Review.objects.create(report=report, stage=report.cycle.stages.get(), reviewer=person)
    Assistance.objects.create(author=report.author, assistant=person, accepted_at=MOMENT)
    assert why(person, chief) == ""


def test_who_organises_nothing_may_issue_to_nobody(person, stranger, auditor, author):
    assert {why(person, by) for by in (stranger, auditor, author)} == {"outside"}


def test_of_the_deactivated_nobody(person, chief, administrator):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert [why(person, by) for by in (chief, administrator)] == ["deactivated", "deactivated"]


def test_in_bulk_only_who_has_neither_signed_in_nor_a_slip(person, chief, administrator):
    assert why(person, chief, MANY) == ""
    issue(person, by=administrator)
    again = Issue("paper", again=True)
    assert [why(person, chief, how) for how in (MANY, again, ONE)] == ["has_slip", "", ""]
    later = with_left_out(User.objects.filter(pk=person.pk), MANY, by=chief, at=MOMENT + timedelta(days=15))
    assert later.get().left_out == ""
    User.objects.filter(pk=person.pk).update(last_login=MOMENT)
    assert [why(person, chief, how) for how in (MANY, again, ONE)] == ["signed_in", "signed_in", ""]


def test_by_mail_only_with_an_address(person, chief):
    assert why(person, chief, Issue("mail")) == "no_address"
    User.objects.filter(pk=person.pk).update(email="ren@example.org")
    assert why(person, chief, Issue("mail")) == ""


def moves(person, office):
    person.unit = office.parent.parent


@pytest.mark.parametrize("rise", [organises_below, audits, administers, moves])
def test_a_slip_printed_before_a_rise_opens_nothing_after_it(person, office, chief, rise):
    issue(person, by=chief)
    rise(person, office)
    person.save()
    with pytest.raises(Refused, match="have changed"):
        use_slip(slip=person.sign_in_slips.get(), password="xin-shuiqu-2027", by=person, at=MOMENT)
    assert person.sign_in_slips.get().used_at is None


@pytest.mark.parametrize("rise", [organises_below, audits, administers])
def test_that_of_the_administrator_takes_a_second_person_then(person, office, administrator, rise):
    issue(person, by=administrator)
    rise(person, office)
    person.save()
    with pytest.raises(Refused, match="until a second person has confirmed it"):
        use_slip(slip=person.sign_in_slips.get(), password="xin-shuiqu-2027", by=person, at=MOMENT)
    assert person.sign_in_slips.get().used_at is None


def test_but_not_where_the_person_has_only_moved(person, office, administrator):
    issue(person, by=administrator)
    moves(person, office)
    person.save()
    use_slip(slip=person.sign_in_slips.get(), password="xin-shuiqu-2027", by=person, at=MOMENT)
    assert person.sign_in_slips.get().used_at == MOMENT


def test_the_slips_of_an_organiser_end_with_the_office(person, bureau, chief):
    issue(person, by=chief)
    bureau.organisers.remove(chief)
    with pytest.raises(Refused, match="have changed"):
        use_slip(slip=person.sign_in_slips.get(), password="xin-shuiqu-2027", by=person, at=MOMENT)


def test_two_units_of_one_name_are_two(person, chief, elsewhere):
    twin = Unit.objects.create(name=person.unit.name, parent=elsewhere)
    person.unit = twin
    person.save()
    assert why(person, chief) == "outside"
