"""All of it or nothing; and whose people an organiser may enter."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import access
from reports.actions.assistance import accept_assistance
from reports.actions.errors import Refused
from reports.actions.roll_import import PlanChanged
from reports.models import Assistance, Event, Notice, Participant, Report, StageReviewer, Unit, User

from ...factories import MOMENT, UserFactory

ROLL = "单位 姓名 工号 职务"
ALL = [Assistance, Notice, Participant, StageReviewer, Unit, User]


@pytest.fixture
def deputy(bureau):
    """Organises the bureau only: a part of the round."""
    person = UserFactory.create(username="he", name="何平", unit=bureau)
    bureau.organisers.add(person)
    return person


def stored():
    return [list(model.objects.order_by("pk").values()) for model in ALL]


def test_what_was_planned_is_there(enter, county, administrator):
    heads = "单位 姓名 工号 职务 分管 登录名 手机 邮箱 代填人 审阅人 起始 截止 状态 备注"
    who = ["财政局/国库科", "张三", "0012", "科长", "国库", "zhang", "138", "z@x.cn", "李四", "李四"]
    enter(heads, [*who, "2026.1.1", "12月31日", "借调", "省厅"], ["财政局", "李四", "0013"])
    one = Participant.objects.select_related("person", "unit__parent").get(person__username="zhang")
    assert (one.unit.name, one.unit.parent.name, one.unit.parent.parent_id) == ("国库科", "财政局", county.pk)
    assert (one.post, one.duties, one.state, one.reason) == ("科长", "国库", "seconded", "省厅")
    assert (str(one.since), str(one.until)) == ("2026-01-01", "2026-12-31")
    person = one.person
    assert (person.name, person.staff_number, person.phone, person.email) == ("张三", "0012", "138", "z@x.cn")
    assert (person.unit, person.post, person.has_usable_password(), person.is_staff) == (one.unit, "科长", False, False)
    assert User.objects.get(name="李四").username == "0013"
    assert list(StageReviewer.objects.values_list("participant", "reviewer__name", "set_by")) == [
        (one.pk, "李四", administrator.pk)
    ]
    assert Assistance.objects.count() == 0  # who reviews does not assist
    event = Event.objects.get()
    assert (event.verb, event.actor, event.detail) == (
        "roll_imported",
        administrator,
        "2026年度述职 · 名册.xlsx · +2 ~0 ×0",
    )


def test_an_assistant_is_proposed_to_the_author_whose_word_is_asked_first(enter, bureau, administrator, visit):
    enter("单位 姓名 代填人", ["水务局", "张三", "李四"], ["水务局", "李四", ""])
    asked = Assistance.objects.get()
    assert (asked.author.name, asked.assistant.name, asked.is_accepted) == ("张三", "李四", False)
    told = Notice.objects.filter(cycle=None).order_by("pk").values_list("kind", "recipient__name", "actor__name")
    assert list(told) == [("proposed", "张三", administrator.name)]
    assert (list(access.assistances_to_answer(asked.assistant)), access.assistances_of(asked.assistant)) == (
        [],
        ([], []),
    )
    with pytest.raises(Refused, match="not open any more"):
        accept_assistance(assistance=asked, at=MOMENT)
    for name in ["assistance_accept", "assistance_end"]:  # the assistant knows nothing of it
        assert visit(asked.assistant).post(reverse(name, args=[asked.pk])).status_code == 404
    assert not Assistance.objects.accepted().exists()

    page = visit(asked.author).get(reverse("assistants")).content.decode()
    assert "Proposed by the organiser" in page
    visit(asked.author).post(reverse("assistants"), {"person": asked.assistant.username})
    assert list(told.all())[1:] == [("named", "李四", "张三")]
    assert visit(asked.assistant).post(reverse("assistance_accept", args=[asked.pk])).status_code == 302
    assert Assistance.objects.accepted().get() == asked


def test_the_same_list_again_writes_nothing_but_that_it_was_imported(enter, bureau):
    heads = "单位 姓名 工号 代填人 审阅人 状态"
    rows = [
        ["水务局", "张三", "1", "李四", "王五", "述职"],
        ["水务局", "李四", "2", "", "", ""],
        ["水务局", "王五", "", "", "", ""],
    ]
    enter(heads, *rows)
    before = stored()
    enter(heads, *rows)
    assert (stored(), Event.objects.count()) == (before, 2)


@pytest.mark.parametrize("model", [User, Participant, Notice, Event])
def test_a_failure_at_any_step_leaves_nothing(enter, bureau, monkeypatch, model):
    before = stored()

    def fail(*args, **kwargs):
        raise RuntimeError("the power is off")

    monkeypatch.setattr(type(model.objects), "bulk_create" if model is not Event else "create", fail, raising=True)
    with pytest.raises(RuntimeError):
        enter("单位 姓名 代填人", ["财政局", "张三", "李四"], ["水务局", "李四", ""])
    monkeypatch.undo()
    assert (stored(), Event.objects.count()) == (before, 0)


def test_somebody_else_at_the_same_moment(enter, monkeypatch):
    before = stored()

    def collide(*args, **kwargs):
        raise IntegrityError("UNIQUE")

    monkeypatch.setattr("reports.actions.roll_import.write_plan", collide)
    with pytest.raises(PlanChanged):
        enter(ROLL, ["财政局", "张三"])
    assert stored() == before


def test_a_closed_round_keeps_its_roll(enter, cycle):
    cycle.closed_at = MOMENT
    cycle.save()
    with pytest.raises(Refused):
        enter(ROLL, ["财政局", "张三"])
    assert Participant.objects.count() == 0


# Whose


def test_an_organiser_enters_only_people_of_their_units(plan, deputy, county, refusals):
    Unit.objects.create(name="财政局", parent=county)
    found = plan(ROLL, ["财政局", "张三"], ["石桥县", "李四"], ["县委办/秘书科", "王五"], ["水务局", "赵六"], by=deputy)
    assert [(row, column) for row, column, _reason in refusals(found)] == [(2, "单位"), (3, "单位"), (4, "单位")]
    assert [one.person.name for one in found.participants] == ["赵六"]


def test_a_new_unit_without_a_path_is_put_under_the_only_one_that_is_theirs(plan, deputy):
    assert plan(ROLL, ["供水科", "张三"], by=deputy).unit_paths == ["石桥县/水务局/供水科"]


@pytest.mark.parametrize("heads", ["单位 姓名 工号 手机", "单位 姓名 登录名 手机"])
def test_of_somebody_outside_nothing_is_told_or_changed(plan, deputy, elsewhere, refusals, heads):
    other = UserFactory.create(username="k7", staff_number="k7", name="秘名", phone="999", unit=elsewhere, post="秘职")
    found = plan(heads, ["水务局", "张三", "k7", "138"], by=deputy)
    ((_row, _column, reason),) = refusals(found)
    assert not {"秘名", "999", "秘职", "邻县林业局"} & {
        word for word in ("秘名", "999", "秘职", "邻县林业局") if word in reason
    }
    assert (found.is_empty, other.phone) == (True, "999")


@pytest.mark.parametrize("duty", ["is_staff", "is_auditor", "organiser"])
def test_accounts_with_a_duty_are_not_changed(plan, deputy, bureau, duty):
    """Their mail address would be the way to their password."""
    person = UserFactory.create(username="k7", name="张三", email="old@x.cn", unit=bureau)
    if duty == "organiser":
        bureau.organisers.add(person)
    else:
        setattr(person, duty, True)
        person.save()
    found = plan("单位 姓名 登录名 邮箱", ["水务局", "张三", "k7", "new@x.cn"], by=deputy)
    assert (len(found.changed_people), len(found.participants), len(found.warnings)) == (0, 1, 1)


def test_nothing_makes_anybody_an_administrator(enter, deputy, bureau):
    heads = "单位 姓名 登录名 is_staff is_superuser 系统管理员 password"
    enter(heads, ["水务局", "张三", "zhang", "1", "1", "是", "x"], scope=deputy)
    person = User.objects.get(username="zhang")
    assert (person.is_staff, person.is_auditor, person.has_usable_password()) == (False,) * 3


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("单位 姓名 状态 备注", ["水务局", "何平", "免述", "援藏"]),
        ("单位 姓名 报送期限 期限说明", ["水务局", "何平", "2027-02-01", "住院"]),
    ],
)
def test_nobody_exempts_or_extends_themselves(plan, enter, deputy, refusals, heads, row):
    assert len(refusals(plan(heads, row, by=deputy))) == 1
    enter("单位 姓名", ["水务局", "何平"], scope=deputy)
    assert len(refusals(plan(heads, row, by=deputy))) == 1
    assert refusals(plan(heads, row)) == []


def test_nobody_names_their_own_reviewer(plan, deputy, bureau):
    UserFactory.create(username="k7", unit=bureau)
    found = plan("单位 姓名 审阅人", ["水务局", "何平", "k7"], by=deputy)
    assert (found.reviewers, len(found.warnings)) == ([], 1)


# Whom it tells, in a round that is open


def told():
    return list(Notice.objects.order_by("recipient__name", "pk").values_list("recipient__name", "kind", "cycle__name"))


def test_who_is_new_or_changed_is_told_once_as_by_hand(enter, bureau, cycle):
    heads = "单位 姓名 工号 职务 分管 类别 状态 备注 起始 截止"
    enter(heads, ["水务局", "丁", "4", "科长"], ["水务局", "戊", "5", "科长"], ["水务局", "己", "6", "科长"])
    UserFactory.create(name="走了", staff_number="9", unit=bureau, is_active=False)
    Notice.objects.all().delete()
    enter(
        heads,
        ["水务局", "甲", "1"],
        ["水务局", "乙", "2", "", "", "", "借调", "省厅"],
        ["水务局", "丙", "3", "", "", "", "", "", "", "5月31日"],
        ["财政局", "丙", "3", "", "", "", "", "", "6月1日"],
        ["水务局", "丁", "4", "局长"],
        ["水务局", "戊", "5", "科长", "", "中层"],
        ["水务局", "己", "6", "科长"],
        ["水务局", "走了", "9", "", "", "", "退休", "7月退休"],
    )
    name = cycle.name
    assert told() == sorted(
        [("甲", "enrolled", name), ("乙", "roll", name), ("丙", "enrolled", name), ("丁", "roll", name)]
    )
    before = len(told())
    enter(heads, ["水务局", "丁", "4", "局长"])
    assert len(told()) == before


@pytest.mark.parametrize("opened_at", [None, MOMENT + timedelta(days=1)])
def test_before_the_round_opens_nobody_is_told(enter, cycle, opened_at):
    cycle.opened_at = opened_at
    cycle.save()
    enter(ROLL, ["水务局", "张三", "1", "局长"])
    enter(ROLL, ["水务局", "张三", "1", "科长"])
    assert told() == []


def test_who_imports_is_not_told_what_they_did(enter, deputy):
    enter(ROLL, ["水务局", "何平"], ["水务局", "张三"], scope=deputy)
    assert [name for name, _kind, _cycle in told()] == ["张三"]


def test_a_refused_import_tells_nobody(enter, monkeypatch):
    monkeypatch.setattr(StageReviewer.objects, "bulk_create", raise_integrity)
    with pytest.raises(PlanChanged):
        enter("单位 姓名 审阅人", ["水务局", "张三", "李四"], ["水务局", "李四", ""])
    assert told() == []


def raise_integrity(*args, **kwargs):
    raise IntegrityError


@pytest.mark.parametrize(("state", "post"), [("draft", "科长"), ("in_review", "局长")])
def test_what_is_still_written_follows_into_the_new_post(enter, author, report, state, post):
    Report.objects.update(state=state, submitted_at=MOMENT)
    enter("单位 姓名 职务", ["水务局", author.name, "科长"])
    report.refresh_from_db()
    assert (report.participant.post, report.post) == ("科长", post)


def test_many_take_as_many_statements_as_few(enter, bureau):
    """Below 45 rows: more accounts are several statements on SQLite, which takes 999 values in one."""

    def count(people, post):
        rows = [["水务局", f"张{people}-{number}", f"{people}-{number}", post] for number in range(people)]
        with CaptureQueriesContext(connection) as captured:
            enter(ROLL, *rows)
        return len(captured)

    assert count(2, "局长") == count(40, "局长")
    assert count(2, "科长") == count(40, "科长")
    assert Notice.objects.count() == 2 * 42
