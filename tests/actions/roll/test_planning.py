from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Participant, StageReviewer, Unit, User

from ...factories import UserFactory

ROLL = "单位 姓名 工号 职务"


def counts(plan):
    said = plan.to_json()
    return {name: tuple(said[name].values()) for name in ("units", "people", "participants")}


def warned(plan):
    return [(one["row"], one["column"]) for one in plan.to_json()["warnings"]]


def test_everybody_is_new(plan):
    found = plan(ROLL, ["财政局", "张三", "0012", "局长"], ["财政局/国库科", "李四", "", "科长"])
    assert counts(found) == {"units": (2,), "people": (2, 0, 0), "participants": (2, 0, 0)}
    assert found.unit_paths == ["石桥县/财政局", "石桥县/财政局/国库科"]
    assert Participant.objects.count() == 0


def test_twice_the_same_changes_nothing(enter):
    rows = [["水务局", "张三", "0012", "局长"], ["水务局/灌溉科", "李四", "", "科长"], ["财政局", "李四", "", ""]]
    assert counts(enter(ROLL, *rows)) == {"units": (3,), "people": (3, 0, 0), "participants": (3, 0, 0)}
    second = enter(ROLL, *rows)
    assert counts(second) == {"units": (0,), "people": (0, 0, 3), "participants": (0, 0, 3)}
    assert second.is_empty


# Who is meant


def test_by_number_before_name_and_unit(plan, bureau):
    person = UserFactory.create(name="张三", unit=bureau, staff_number="0012")
    UserFactory.create(name="李四", unit=bureau, staff_number="0013")
    found = plan(ROLL, ["水务局", "张三", "0012", ""])
    assert (found.people, [p.person for p in found.participants]) == ([], [person])


def test_by_sign_in_name(plan, bureau):
    person = UserFactory.create(username="zhang", name="张三", unit=bureau)
    found = plan("单位 姓名 登录名", ["水务局", "张三", "zhang"])
    assert [p.person for p in found.participants] == [person]


def test_by_name_and_unit(plan, bureau, county):
    person = UserFactory.create(name="张三", unit=bureau, staff_number="0012")
    UserFactory.create(name="张三", unit=county)
    assert [p.person for p in plan(ROLL, ["水务局", "张 三"]).participants] == [person]


def test_people_who_moved_since_are_known_by_their_entry(enter, plan, county):
    enter(ROLL, ["水务局", "张三", "", "局长"])
    person = Participant.objects.get().person
    person.unit = county
    person.save()
    assert plan(ROLL, ["水务局", "张三", "", "局长"]).is_empty


def test_two_of_one_name_in_a_unit_are_asked_about(plan, bureau, refusals):
    UserFactory.create_batch(2, name="张三", unit=bureau)
    ((row, column, _reason),) = refusals(plan(ROLL, ["水务局", "张三"]))
    assert (row, column) == (2, "工号")


def test_twins_in_the_file_are_asked_about_unless_they_have_numbers(plan, refusals):
    found = plan(ROLL, ["水务局", "张三", "", "局长"], ["水务局", "张三", "", "科长"])
    ((row, column, reason),) = refusals(found)
    assert (row, column, "2" in reason, len(found.people)) == (3, "工号", True, 1)
    assert warned(found) == [(2, "工号")]
    found = plan(ROLL, ["水务局", "张三", "1", ""], ["水务局", "张三", "2", ""])
    assert (refusals(found), len(found.people), warned(found)) == ([], 2, [])


def test_one_name_in_two_units_are_two_people_with_a_warning(plan):
    found = plan(ROLL, ["水务局", "张三"], ["财政局", "张三"])
    assert (len(found.people), warned(found)) == (2, [(3, "工号")])


def test_a_first_number_is_given_with_a_warning(plan, bureau):
    UserFactory.create(name="张三", unit=bureau)
    found = plan(ROLL, ["水务局", "张三", "0012"])
    assert (counts(found)["people"], warned(found)) == ((0, 1, 0), [(2, "工号")])


def test_another_name_under_a_known_number_is_a_change_with_a_warning(plan, bureau):
    UserFactory.create(name="张山", unit=bureau, staff_number="0012")
    found = plan(ROLL, ["水务局", "张三", "0012"])
    assert warned(found) == [(2, "工号")]
    assert ("name", "张山", "张三", True) in found.rows[0].changes


def test_one_number_under_two_names_is_refused(plan, refusals):
    found = plan(ROLL, ["水务局", "张三", "0012"], ["水务局", "李四", "0012"])
    assert [(row, column) for row, column, _reason in refusals(found)] == [(3, "姓名")]


def test_number_and_sign_in_name_of_two_people(plan, bureau, refusals):
    UserFactory.create(username="zhang", name="张三", unit=bureau)
    UserFactory.create(username="li", name="李四", unit=bureau, staff_number="0012")
    found = plan("单位 姓名 工号 登录名", ["水务局", "张三", "0012", "zhang"])
    assert [(row, column) for row, column, _reason in refusals(found)] == [(2, "登录名")]


def test_a_sign_in_name_is_never_changed(plan, bureau, refusals):
    UserFactory.create(username="zhang", name="张三", unit=bureau, staff_number="0012")
    found = plan("单位 姓名 工号 登录名", ["水务局", "张三", "0012", "boss"])
    assert [(row, column) for row, column, _reason in refusals(found)] == [(2, "登录名")]


def test_who_has_left_is_not_asked_to_write(plan, bureau, refusals):
    UserFactory.create(name="张三", unit=bureau, is_active=False)
    assert len(refusals(plan("单位 姓名 状态", ["水务局", "张三", "述职"]))) == 1
    assert refusals(plan("单位 姓名 状态 备注", ["水务局", "张三", "退休", "7月退休"])) == []


# Units


def test_units_by_path_with_other_signs_and_full_width(plan, bureau, office):
    for text in (
        "灌溉科",
        "水务局/灌溉科",
        "石桥县＞水务局＞灌溉科",
        "水务局\\灌溉科",
        "水务局 - - 灌溉科",
        "水 务 局／灌 溉 科",
    ):
        found = plan(ROLL, [text.replace(" - - ", "--"), "张三"])
        assert ([p.unit for p in found.participants], found.units) == ([office], [])


def test_a_name_that_two_units_have_is_refused_with_their_paths(plan, county, bureau, refusals):
    other = Unit.objects.create(name="财政局", parent=county)
    for parent in (bureau, other):
        Unit.objects.create(name="办公室", parent=parent)
    ((_row, column, reason),) = refusals(plan(ROLL, ["办公室", "张三"]))
    assert (column, "石桥县/水务局/办公室、石桥县/财政局/办公室" in reason) == ("单位", True)
    assert refusals(plan(ROLL, ["水务局/办公室", "张三"])) == []


def test_new_units_are_created_only_for_rows_that_are_taken(plan, refusals):
    found = plan("单位 姓名 邮箱", ["财政局/国库科", "张三", "x"], ["教育局/人事科", "李四", ""])
    assert (len(refusals(found)), found.unit_paths) == (1, ["石桥县/教育局", "石桥县/教育局/人事科"])


def test_a_loop_in_the_tree_is_gone_round_once(plan, bureau, office):
    Unit.objects.filter(pk=bureau.pk).update(parent=office)
    found = plan(ROLL, ["石桥县", "张三"], ["灌溉科", "李四"])
    assert [p.person.name for p in found.participants] == ["张三", "李四"]


# Entries


def test_one_person_in_two_units_takes_part_twice(enter):
    heads = "单位 姓名 工号 职务 起始 截止"
    rows = [
        ["水务局", "张三", "0012", "局长", "1月1日", "5月31日"],
        ["财政局", "张三", "0012", "局长", "6月1日", ""],
    ]
    assert counts(enter(heads, *rows)) == {"units": (2,), "people": (1, 0, 0), "participants": (2, 0, 0)}
    assert User.objects.get(name="张三").unit.name == "财政局"
    assert enter(heads, *rows).is_empty


def test_the_same_entry_twice_in_the_file_is_refused(plan, refusals):
    found = plan(ROLL, ["水务局", "张三", "1", "局长"], ["水务局", "张三", "1", "局长"])
    assert [(row, column) for row, column, _reason in refusals(found)] == [(3, "姓名")]


def test_what_changes_is_shown_as_old_and_new(enter, plan):
    heads = "单位 姓名 工号 职务 分管 手机 状态 备注"
    enter(heads, ["水务局", "张三", "1", "科长", "供水", "111", "借调", "省厅"])
    found = plan(heads, ["水务局", "张三", "1", "局长", "", "222", "述职", ""])
    assert [tuple(change) for change in found.rows[0].changes] == [
        ("post", "科长", "局长", False),
        ("state", "借调", "述职", False),
        ("reason", "省厅", "", False),
        ("phone", "111", "222", True),
        ("post", "科长", "局长", True),
    ]
    assert counts(found)["participants"] == (0, 1, 0)


def test_an_empty_cell_changes_nothing(enter, plan):
    enter("单位 姓名 工号 职务 手机", ["水务局", "张三", "1", "科长", "111"])
    assert plan("单位 姓名 工号 职务 手机", ["水务局", "张三", "1", "", ""]).is_empty


def test_a_post_taken_up_after_the_other_ended_is_a_second_entry(enter):
    heads = "单位 姓名 工号 职务 起始 截止"
    enter(heads, ["水务局", "张三", "1", "科长", "1.1", "5.31"])
    assert counts(enter(heads, ["水务局", "张三", "1", "局长", "6.1", ""]))["participants"] == (1, 0, 0)


def test_who_is_not_in_the_file_stays_on_the_roll(enter, bureau):
    enter(ROLL, ["水务局", "张三"])
    enter(ROLL, ["水务局", "李四"])
    assert Participant.objects.count() == 2


def test_accounts_move_with_the_latest_round_only(enter, cycle, bureau):
    person = UserFactory.create(name="张三", unit=bureau, staff_number="1", post="科长")
    enter(ROLL, ["财政局", "张三", "1", "局长"])
    person.refresh_from_db()
    assert (person.unit.name, person.post) == ("财政局", "局长")
    cycle.pk, cycle.year, cycle.name = None, 2027, "2027年度述职"
    cycle.save()
    enter(ROLL, ["水务局", "张三", "1", "主任"])
    person.refresh_from_db()
    assert (person.unit.name, person.post) == ("水务局", "主任")


def test_a_submitted_report_keeps_its_participant_writing(submitted, plan, refusals):
    found = plan("单位 姓名 状态", ["水务局", "林晓", "免述"])
    assert [(row, column) for row, column, _reason in refusals(found)] == [(2, "状态")]


# What the roll cannot say, by hand or by a list

RULES = "单位 姓名 状态 备注 报送期限 期限说明 起始 截止"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        (["免述"], "备注", "Say why no report is asked for."),
        (["", "", "9999-12-31", "住院"], "报送期限", "to the end of 2027"),
        (["", "", "2028-01-01", "住院"], "报送期限", "to the end of 2027"),
        (["", "", "2025-12-31", "住院"], "报送期限", "from the opening of the round"),
        (["", "", "2026-12-25", ""], "期限说明", "Say why the report is due on another day."),
        (["", "", "", "", "2027-01-01"], "起始", "after the year of the round, 2026"),
        (["", "", "", "", "", "2025-12-31"], "截止", "before the year of the round, 2026"),
        (["", "", "", "", "6月1日", "5月31日"], "截止", "The period ends before it begins."),
    ],
)
def test_what_the_roll_cannot_say_is_refused(plan, refusals, cells, column, words):
    found = plan(RULES, ["水务局", "张三", *cells], ["水务局", "李四"])
    ((row, named, reason),) = refusals(found)
    assert (row, named, words in reason) == (2, column, True)
    assert [one.person.name for one in found.participants] == ["李四"]


def test_due_days_are_from_the_day_on_which_the_round_opens(plan, cycle, refusals):
    cycle.opens = date(2026, 11, 1)
    for day, refused in (("2026-10-31", 1), ("2026-11-01", 0), ("2027-12-31", 0)):
        assert len(refusals(plan("单位 姓名 报送期限 期限说明", ["水务局", "张三", day, "住院"]))) == refused


def test_a_change_is_measured_with_what_is_on_the_roll_already(enter, plan, refusals):
    heads = "单位 姓名 报送期限 期限说明 起始 截止"
    enter(heads, ["水务局", "张三", "2026-12-25", "住院", "2026-03-01", ""])
    assert refusals(plan(heads, ["水务局", "张三", "2026-12-28"])) == []
    assert [column for _row, column, _reason in refusals(plan(heads, ["水务局", "张三", "", "", "", "2月1日"]))] == [
        "截止"
    ]


def test_what_is_on_the_roll_and_stays_is_not_refused(plan, bureau, cycle, refusals):
    """From before there was a rule."""
    person = UserFactory.create(name="张三", unit=bureau, post="局长")
    Participant.objects.create(cycle=cycle, person=person, unit=bureau, post="局长", state="exempt")
    assert plan("单位 姓名 职务 状态", ["水务局", "张三", "局长", "免述"]).is_empty
    assert len(refusals(plan("单位 姓名 职务 状态", ["水务局", "张三", "科长", "免述"]))) == 1


def test_a_reason_for_nothing_is_not_kept_and_said(enter):
    heads = "单位 姓名 状态 备注 期限说明"
    found = enter(heads, ["水务局", "张三", "述职", "3月任现职", "住院"], ["水务局", "李四", "借调", "省厅", ""])
    assert warned(found) == [(2, "备注"), (2, "期限说明")]
    assert list(Participant.objects.order_by("pk").values_list("state", "reason", "due_reason")) == [
        ("writing", "", ""),
        ("seconded", "省厅", ""),
    ]
    assert enter(heads, ["水务局", "李四", "述职", "已返回", ""]).rows[0].changes[1].new == ""
    assert Participant.objects.get(person__name="李四").reason == ""


# Who else is named

NAMED = "单位 姓名 代填人 审阅人"


def names(pairs):
    return [(one.person.name if isinstance(one, Participant) else one.name, other.name) for one, other in pairs]


def test_assistants_and_reviewers_also_of_the_same_file(plan, bureau):
    UserFactory.create(username="gao", name="高远", unit=bureau)
    found = plan(NAMED, ["水务局", "张三", "李四", "gao"], ["水务局", "李四", "", "高远"])
    assert names(found.assistances) == [("张三", "李四")]
    assert names(found.reviewers) == [("张三", "高远"), ("李四", "高远")]


@pytest.fixture
def people(organiser, administrator, auditor):
    """Who keeps the round, the site and the log."""


@pytest.mark.parametrize("name", ["张三", "没有", "唐雅", "施海", "秦同", "赵桥", "石上"])
def test_who_cannot_assist_is_a_warning_and_the_row_is_taken(people, plan, reviewer, bureau, stage, name):
    """Themselves, nobody, an organiser, an administrator, an auditor, a reviewer by rule, who stands above."""
    county = reviewer.unit
    StageReviewer.objects.create(stage=stage, unit=county, reviewer=reviewer)
    reviewer.unit = bureau
    reviewer.save()
    UserFactory.create(name="石上", unit=county)
    found = plan(NAMED, ["水务局", "张三", name, ""])
    assert (found.assistances, warned(found), len(found.participants)) == ([], [(2, "代填人")], 1)


@pytest.mark.parametrize("name", ["张三", "没有", "施海", "走了"])
def test_who_cannot_review_is_a_warning_and_the_row_is_taken(plan, administrator, bureau, name):
    UserFactory.create(username="走了", name="某人", unit=bureau, is_active=False)
    found = plan(NAMED, ["水务局", "张三", "", name])
    assert (found.reviewers, warned(found), len(found.participants)) == ([], [(2, "审阅人")], 1)


def test_nobody_reviews_what_they_help_to_write(plan, author, assistant):
    found = plan(NAMED, ["水务局", "林晓", "", "方原"])
    assert (found.reviewers, warned(found)) == ([], [(2, "审阅人")])


def test_a_name_that_two_people_have_is_nobodys(plan, county, elsewhere):
    for unit in (county, elsewhere):
        UserFactory.create(name="高远", unit=unit)
    assert names(plan(NAMED, ["水务局", "张三", "", "高远"]).reviewers) == [("张三", "高远")]  # the one above
    UserFactory.create(name="高远", unit=county)
    assert warned(plan(NAMED, ["水务局", "张三", "", "高远"])) == [(2, "审阅人")]


# How much it asks


@pytest.mark.parametrize("rows", [1, 300])
def test_queries(plan, rows, cycle):
    with CaptureQueriesContext(connection) as captured:
        plan(NAMED, *([f"局{n}", f"张{n}", f"李{n}", ""] for n in range(rows)))
    assert len(captured) == 10
