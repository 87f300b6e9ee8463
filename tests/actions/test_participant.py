"""What organisers do to the roll, and what becomes of a report that is begun."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from reports.actions import participant as actions
from reports.actions.errors import Refused
from reports.actions.manuscript import start_report
from reports.actions.participant import FieldChange, Transfer
from reports.actions.report import submit_report, withdraw_report
from reports.actions.user import NewPerson
from reports.models import (
    Cycle,
    CycleChange,
    Event,
    Notice,
    Participant,
    Report,
    ReturnReason,
    Review,
    Substitution,
    Unit,
    User,
)
from reports.models.report import ReportState

from ..factories import MOMENT, UserFactory, enrol
from .test_transitions import STATES

EXEMPT = {"state": "exempt", "reason": "援藏"}


@pytest.fixture
def entry(cycle, author):
    return enrol(cycle, author)


@pytest.fixture
def chief(bureau):
    """Organises the bureau, not the county."""
    person = UserFactory.create(username="chief", name="局组织员", unit=bureau)
    bureau.organisers.add(person)
    return person


@pytest.fixture
def change(organiser):
    def to(participant, by=organiser, seen=None, **wanted):
        old = Participant.objects.get(pk=participant.pk)
        changes = {
            name: FieldChange((seen or {}).get(name, getattr(old, name)), value) for name, value in wanted.items()
        }
        return actions.change_participant(participant=participant, changes=changes, by=by, at=MOMENT)

    return to


@pytest.fixture
def refused(change):
    """The refusal; nothing is stored, logged or told."""

    def by_words(participant, words, **wanted):
        before = stored(participant)
        with pytest.raises(Refused, match=words):
            change(participant, **wanted)
        assert stored(participant) == before

    return by_words


def stored(participant):
    rows = Participant.objects.filter(cycle=participant.cycle_id).order_by("pk").values()
    reports = Report.objects.order_by("pk").values_list("unit", "post", "state")
    return list(rows), list(reports), Event.objects.count(), Notice.objects.count()


def told():
    return list(Notice.objects.order_by("pk").values_list("recipient__username", "kind", "cycle__name"))


# one entry


def test_each_changed_field_is_logged_and_the_person_is_told_once(entry, change, log, cycle, office):
    assert change(entry, post="二级调研员", unit=office, duties="灌溉\n供水", category="中层")
    assert log() == [
        ("roll_changed", "tang", None, "林晓 · 单位：水务局 → 灌溉科"),
        ("roll_changed", "tang", None, "林晓 · 职务：局长 → 二级调研员"),
        ("roll_changed", "tang", None, "林晓 · 分管工作：— → 灌溉 供水"),
        ("roll_changed", "tang", None, "林晓 · 类别：— → 中层"),
    ]
    assert set(Event.objects.values_list("cycle", flat=True)) == {cycle.pk}
    assert told() == [("lin", "roll", "2026年度述职")]


def test_a_second_click_changes_and_says_nothing(entry, change, log):
    assert change(entry, post="调研员", seen={"post": "局长"})
    assert not change(entry, post="调研员", seen={"post": "局长"})
    assert (len(log()), len(told())) == (1, 1)


def test_before_the_round_opens_nobody_is_told(entry, change, cycle):
    Cycle.objects.update(opened_at=None)
    assert change(entry, post="调研员")
    assert told() == []


def test_the_category_is_told_to_nobody(entry, change):
    assert change(entry, category="中层")
    assert told() == []


def test_of_two_who_change_one_field_the_second_is_told(entry, change, refused):
    change(entry, due=date(2026, 12, 25), due_reason="出差")
    refused(
        entry,
        "“own due day” to “2026-12-25” meanwhile",
        seen={"due": None, "due_reason": ""},
        due=date(2026, 12, 28),
        due_reason="住院",
    )


def test_the_reason_of_a_state_is_not_called_that_of_a_return():
    with translation.override("zh-hans"):
        names = [(Participant, "reason"), (ReturnReason, "text"), (Substitution, "reason"), (CycleChange, "reason")]
        said = [str(model._meta.get_field(name).verbose_name) for model, name in names]
    assert said == ["原因", "退回理由", "理由", "理由"]


def test_of_two_who_change_different_fields_both_are_right(entry, change):
    change(entry, duties="灌溉")
    change(entry, category="中层", seen={"category": ""})
    entry.refresh_from_db()
    assert (entry.duties, entry.category) == ("灌溉", "中层")


WRONG = [
    ({"state": "exempt"}, "Say why no report is asked for"),
    ({"state": "retired", "reason": "  "}, "Say why no report is asked for"),
    ({"due": date(2026, 12, 25)}, "Say why the report is due on another day"),
    ({"due": date(2025, 12, 25), "due_reason": "早"}, "from the opening of the round to the end of 2027"),
    ({"due": date(2028, 1, 1), "due_reason": "晚"}, "from the opening of the round to the end of 2027"),
    ({"since": date(2026, 7, 1), "until": date(2026, 6, 30)}, "ends before it begins"),
    ({"since": date(2027, 1, 1)}, "after the year of the round, 2026"),
    ({"until": date(2025, 12, 31)}, "before the year of the round, 2026"),
    ({"state": "on_the_moon", "reason": "x"}, "not a valid choice"),
    ({"post": "职" * 101}, "at most 100 characters"),
]


@pytest.mark.parametrize(("wanted", "words"), WRONG)
def test_what_the_roll_cannot_say_is_refused(entry, refused, wanted, words):
    refused(entry, words, **wanted)


def test_the_days_at_the_edge_are_right(entry, change):
    assert change(entry, since=date(2026, 12, 31), until=date(2026, 12, 31))
    assert change(entry, since=date(1990, 1, 1), until=date(2026, 1, 1))
    assert change(entry, due=date(2026, 1, 1), due_reason="早")
    assert change(entry, due=date(2027, 12, 31), due_reason="晚")


def test_with_the_due_day_and_the_state_their_reasons_go(entry, change):
    change(entry, due=date(2026, 12, 25), due_reason="出差", **EXEMPT)
    change(entry, due=None, state="writing")
    entry.refresh_from_db()
    assert (entry.state, entry.reason, entry.due, entry.due_reason) == ("writing", "", None, "")


def test_nobody_holds_one_post_twice(entry, cycle, author, bureau, refused):
    second = Participant.objects.create(cycle=cycle, person=author, unit=bureau, post="党组书记")
    refused(second, "with this unit and post already", post="局长")


def test_nobody_decides_about_themselves(cycle, organiser, county, refused, change):
    own = enrol(cycle, organiser)
    refused(own, "Ask the administrator to name another organiser of “石桥县”", **EXEMPT)
    county.organisers.add(UserFactory.create(name="沈宁", unit=county))
    for wanted in [EXEMPT, {"due": date(2026, 12, 30), "due_reason": "忙"}, {"post": "科员"}, {"category": "甲"}]:
        refused(own, "Ask another organiser to do it: 沈宁", **wanted)
    with pytest.raises(Refused, match="not yours to change"):
        actions.remove_participant(participant=own, by=organiser, at=MOMENT)
    with pytest.raises(Refused, match="not yours to change"):
        move(own, organiser, county)


def test_in_a_closed_round_the_roll_stays(entry, refused, organiser, cycle, county):
    Cycle.objects.update(closed_at=MOMENT)
    refused(entry, "closed", post="调研员")
    for call in [
        lambda: actions.remove_participant(participant=entry, by=organiser, at=MOMENT),
        lambda: move(entry, organiser, county),
        lambda: actions.propose_roll(cycle=cycle, by=organiser, at=MOMENT),
        lambda: actions.enrol(cycle=cycle, person=UserFactory.create(unit=county), by=organiser, at=MOMENT),
    ]:
        with pytest.raises(Refused, match="closed"):
            call()
    assert Participant.objects.count() == 1


# units


def test_nobody_is_moved_out_of_or_into_units_of_others(entry, cycle, chief, refused, county, elsewhere, office):
    refused(entry, "one of your units", by=chief, unit=county)
    refused(entry, "one of your units", by=chief, unit=elsewhere)
    refused(entry, "one of your units", unit=elsewhere)
    above = enrol(cycle, UserFactory.create(unit=county))
    refused(above, "a unit that you do not organise", by=chief, unit=office)
    with pytest.raises(Refused, match="one of your units"):
        move(entry, chief, county)


def test_a_unit_of_the_organiser_outside_the_round_is_refused(entry, organiser, elsewhere, refused):
    elsewhere.organisers.add(organiser)
    refused(entry, "takes part in this round", unit=elsewhere)


# reports


def test_an_open_report_follows(report, change, office):
    change(report.participant, unit=office, post="科长")
    report.refresh_from_db()
    assert (report.unit, report.post) == (office, "科长")


@pytest.mark.parametrize("state", ["submitted", "in_review", "approved", "published"])
def test_a_report_that_was_handed_in_keeps_its_unit_and_post(request, change, office, bureau, state):
    report = request.getfixturevalue(state)
    frozen = list(report.revisions.values_list("sha256", flat=True))
    change(report.participant, unit=office, post="科长")
    report.refresh_from_db()
    assert (report.unit, report.post, report.participant.post) == (bureau, "局长", "科长")
    assert list(report.revisions.values_list("sha256", flat=True)) == frozen


def test_a_returned_report_follows_and_its_reviewers_stay(returned, change, office, author, reviewer):
    change(returned.participant, unit=office)
    submit_report(report=returned, by=author, at=MOMENT + timedelta(days=9))
    returned.refresh_from_db()
    assert returned.unit == office
    assert list(Review.objects.values_list("reviewer", flat=True)) == [reviewer.pk]


RELIEVED = {
    "draft": "",
    "returned": "",
    "submitted": "with its reviewers",
    "in_review": "with its reviewers",
    "approved": "approved already",
    "published": "approved already",
}


@pytest.mark.parametrize("state", ReportState.values)
def test_who_is_relieved_by_the_state_of_the_report(request, change, refused, state):
    report = request.getfixturevalue(STATES[ReportState(state)])
    if RELIEVED[state]:
        refused(report.participant, RELIEVED[state], **EXEMPT)
    else:
        assert change(report.participant, **EXEMPT)


def test_a_correction_is_finished_first(published, refused):
    Report.objects.update(state="returned", correction="数字有误。")
    refused(published.participant, "approved already", **EXEMPT)


def test_of_who_is_exempt_nothing_is_asked_until_it_is_undone(report, change, author):
    change(report.participant, **EXEMPT)
    with pytest.raises(Refused, match="No report is asked of you"):
        submit_report(report=report, by=author, at=MOMENT)
    change(report.participant, state="writing")
    submit_report(report=report, by=author, at=MOMENT)
    report.refresh_from_db()
    assert report.state == "submitted"


def test_a_withdrawn_report_can_be_relieved(submitted, change, author):
    withdraw_report(report=submitted, by=author, at=MOMENT)
    assert change(submitted.participant, **EXEMPT)


# transfer


def move(entry, by, unit, post="副县长", reports="both", reason="", on=date(2026, 7, 1)):
    transfer = Transfer(on=on, unit=unit, post=post, duties="水利", reports=reports, reason=reason)
    return actions.transfer_participant(participant=entry, transfer=transfer, by=by, at=MOMENT)


def periods(person):
    rows = person.participations.order_by("pk")
    return [(row.unit.name, row.post, row.since, row.until, row.state, row.reason) for row in rows]


def test_a_transfer_ends_one_entry_and_begins_another(entry, organiser, county, author, log):
    second = move(entry, organiser, county)
    assert periods(author) == [
        ("水务局", "局长", None, date(2026, 6, 30), "writing", ""),
        ("石桥县", "副县长", date(2026, 7, 1), None, "writing", ""),
    ]
    assert log() == [("roll_changed", "tang", None, "林晓 · 水务局 局长 → 石桥县 副县长 · 2026-07-01")]
    assert told() == [("lin", "roll", "2026年度述职")]
    reports = [start_report(participant=each, by=author, at=MOMENT) for each in (entry, second)]
    assert [(report.unit.name, report.post) for report in reports] == [("水务局", "局长"), ("石桥县", "副县长")]


@pytest.mark.parametrize(("reports", "states"), [("new", ["exempt", "writing"]), ("old", ["writing", "exempt"])])
def test_one_of_the_two_reports_may_be_spared_with_a_reason(entry, organiser, county, author, reports, states):
    with pytest.raises(Refused, match="Say why"):
        move(entry, organiser, county, reports=reports)
    assert len(periods(author)) == 1
    move(entry, organiser, county, reports=reports, reason="任职不足半年")
    assert [row[4] for row in periods(author)] == states


def test_a_transfer_sent_twice_is_one(entry, organiser, county, author):
    move(entry, organiser, county)
    for again in [{}, {"on": date(2026, 9, 1), "post": "县长"}]:
        with pytest.raises(Refused, match="already"):
            move(entry, organiser, county, **again)
    assert (len(periods(author)), Event.objects.count()) == (2, 1)


def test_a_submitted_report_is_not_spared_by_a_transfer(submitted, organiser, county):
    with pytest.raises(Refused, match="with its reviewers"):
        move(submitted.participant, organiser, county, reports="new", reason="调离")
    assert Participant.objects.count() == 1
    move(submitted.participant, organiser, county)
    submitted.refresh_from_db()
    assert submitted.unit.name == "水务局"


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2027, 1, 1), "after the year"), (date(2026, 1, 1), "before the year"), (date(2025, 5, 1), "before")],
)
def test_a_transfer_of_another_year_is_refused(entry, organiser, county, author, on, words):
    with pytest.raises(Refused, match=words):
        move(entry, organiser, county, on=on)
    assert len(periods(author)) == 1


def test_the_account_moves_along_where_it_says_what_the_roll_says(entry, organiser, county, author, bureau):
    move(entry, organiser, county)
    author.refresh_from_db()
    assert (author.unit, author.post) == (county, "副县长")


def test_the_account_of_who_has_moved_on_already_stays(entry, organiser, county, author, office):
    User.objects.filter(pk=author.pk).update(unit=office, post="科长")
    move(entry, organiser, county)
    author.refresh_from_db()
    assert (author.unit, author.post) == (office, "科长")


# coming and going


def test_who_is_added_has_todays_unit_and_post_and_is_told(cycle, author, organiser, bureau, log):
    entry = actions.enrol(cycle=cycle, person=author, by=organiser, at=MOMENT)
    assert (entry.unit, entry.post, entry.state) == (bureau, "局长", "writing")
    assert actions.enrol(cycle=cycle, person=author, by=organiser, at=MOMENT) == entry
    assert (log(), told()) == (
        [("roll_changed", "tang", None, "+ 林晓 · 水务局 局长")],
        [("lin", "enrolled", "2026年度述职")],
    )


def test_who_is_on_the_roll_is_not_added_with_a_later_post(entry, author, organiser, cycle, county):
    author.unit, author.post = county, "副县长"
    author.save()
    assert actions.enrol(cycle=cycle, person=author, by=organiser, at=MOMENT) == entry
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"unit": None}, {"is_active": False}, {"unit": "elsewhere"}])
def test_who_does_not_belong_is_not_added(request, cycle, organiser, bureau, wrong):
    unit = wrong.get("unit", bureau)
    unit = request.getfixturevalue(unit) if isinstance(unit, str) else unit
    person = UserFactory.create(name="甲", is_active=wrong.get("is_active", True), unit=unit)
    with pytest.raises(Refused, match="甲"):
        actions.enrol(cycle=cycle, person=person, by=organiser, at=MOMENT)
    assert Participant.objects.count() == 0


def test_only_who_has_not_begun_is_taken_off(entry, organiser, author, log):
    actions.remove_participant(participant=entry, by=organiser, at=MOMENT)
    assert (Participant.objects.count(), log(), told()) == (
        0,
        [("roll_changed", "tang", None, "− 林晓 · 水务局 局长")],
        [("lin", "struck", "2026年度述职")],
    )
    with pytest.raises(Refused, match="taken off the roll meanwhile"):
        actions.remove_participant(participant=entry, by=organiser, at=MOMENT)


def test_who_has_begun_stays(report, organiser):
    with pytest.raises(Refused, match="begun already"):
        actions.remove_participant(participant=report.participant, by=organiser, at=MOMENT)
    assert (Participant.objects.count(), Report.objects.count(), told()) == (1, 1, [])


# new people


def new_person(unit, **fields):
    told = {"name": "新人", "unit": unit, "post": "科员", "username": "", "staff_number": "7001"}
    return NewPerson(**(told | fields))


def test_a_new_person_has_no_password_and_is_on_the_roll(cycle, organiser, bureau, log):
    entry = actions.enrol_new_person(cycle=cycle, new=new_person(bureau), by=organiser, at=MOMENT)
    person = entry.person
    assert (person.username, person.staff_number, person.has_usable_password()) == ("7001", "7001", False)
    assert log() == [
        ("account_created", "tang", None, "新人 (7001)"),
        ("roll_changed", "tang", None, "+ 新人 · 水务局 科员"),
    ]


TAKEN = [{"username": "lin"}, {"username": "9"}, {"staff_number": "9"}, {"staff_number": "lin"}]


@pytest.mark.parametrize("fields", TAKEN)
def test_no_name_opens_two_accounts(cycle, organiser, author, bureau, fields):
    """What is one person's staff number is not another's sign-in name: either signs in."""
    User.objects.filter(pk=author.pk).update(staff_number="9")
    with pytest.raises(Refused, match="Somebody else has"):
        actions.enrol_new_person(cycle=cycle, new=new_person(bureau, **fields), by=organiser, at=MOMENT)
    assert (User.objects.filter(name="新人").count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize("fields", [{"username": "a b"}, {"staff_number": ""}, {"name": ""}, {"name": "人" * 61}])
def test_an_account_that_cannot_be_is_refused(cycle, organiser, bureau, fields):
    with pytest.raises(Refused):
        actions.enrol_new_person(cycle=cycle, new=new_person(bureau, **fields), by=organiser, at=MOMENT)
    assert (User.objects.count(), Participant.objects.count()) == (1, 0)


def test_accounts_are_made_in_the_own_units(cycle, chief, county):
    with pytest.raises(Refused, match="the units that you organise"):
        actions.enrol_new_person(cycle=cycle, new=new_person(county), by=chief, at=MOMENT)


def test_an_account_outside_the_round_is_not_half_made(cycle, organiser, elsewhere):
    elsewhere.organisers.add(organiser)
    with pytest.raises(Refused, match="no unit of this round"):
        actions.enrol_new_person(cycle=cycle, new=new_person(elsewhere), by=organiser, at=MOMENT)
    assert (User.objects.filter(name="新人").count(), Unit.objects.count()) == (0, 2)
