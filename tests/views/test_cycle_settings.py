"""The pages on which organisers run a round, as they are walked: what is sent is what a browser would send."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from lxml import html

from reports.actions.report import submit_report
from reports.actions.review import agree, open_review
from reports.models import Cycle, CycleChange, Event, GradeScale, Notice, Participant, Report, Review, Unit, User

from ..access.conftest import other_cycle  # noqa: F401 - a fixture
from ..factories import MOMENT, UserFactory, enrol, write_report


class Walk:
    """A person who follows links and presses buttons; `clicks` counts both, and what is typed or chosen."""

    def __init__(self, client, address):
        self.client, self.clicks = client, 0
        self.show(client.get(address))

    def show(self, answer):
        while answer.status_code == 302:
            answer = self.client.get(answer.url)
        assert answer.status_code in {200, 422}, answer.status_code
        self.answer, self.page = answer, html.fromstring(answer.content.decode())

    def follow(self, words):
        (address,) = {link.get("href") for link in self.page.xpath("//a") if said(link) == words}
        self.clicks += 1
        self.show(self.client.get(address if address.startswith("/") else self.answer.request["PATH_INFO"] + address))

    def press(self, words, **typed):
        """The first button of that name, in its form; each field that is filled in is a click too."""
        button = next(one for one in self.page.xpath("//button") if said(one) == words)
        form = next(one for one in button.iterancestors("form"))
        data = values_of(form)
        if button.get("name"):
            data[button.get("name")] = button.get("value")
        self.clicks += 1 + len(typed)
        self.show(self.client.post(form.get("action") or self.answer.request["PATH_INFO"], data | typed))

    @property
    def text(self):
        return " ".join(self.page.text_content().split())


def said(element):
    hidden = "".join(part.text_content() for part in element.xpath(".//*[@class='visually-hidden']"))
    return " ".join(element.text_content().replace(hidden, "").split())


def values_of(form):
    """As a browser sends them."""
    found = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


@pytest.fixture
def walk(cycle, organiser, visit):
    return lambda name, *arguments, person=organiser: Walk(visit(person), reverse(name, args=arguments))


@pytest.fixture
def four_hundred(cycle, bureau, office):
    """Four hundred officials of a county, all on last year's roll, which is closed."""
    people = User.objects.bulk_create(UserFactory.build_batch(400, unit=bureau, password="!"))
    Participant.objects.bulk_create(
        Participant(cycle=cycle, person=person, unit=person.unit, post=person.post) for person in people
    )
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=MOMENT)


def test_next_years_round_of_400_takes_fewer_than_60_clicks(four_hundred, walk, outline):
    """Created, its outline looked over and one section changed, opened, changed, extended twice, closed."""
    today = timezone.localdate()
    here = walk("home")
    here.follow("New round")
    here.press("Create the round", due=today + timedelta(days=30))
    new = Cycle.objects.latest("pk")
    assert (new.year, new.participants.count(), new.outline.sections.count()) == (2027, 400, 5)
    here.follow("Outline")
    here.follow("业务工作")
    here.press("Save", guidance="写清结果。", figures="走访次数，次")
    here.follow("← Outline")
    here.follow("As authors will see it")
    here.follow("Settings")
    here.press("Open the round")
    new.refresh_from_db()
    assert (new.is_open, Notice.objects.filter(kind="announced", cycle=new).count()) == (True, 400)
    here.press("Save", max_characters=4000, reason="上级要求。")
    here.follow("Extend")
    here.press("Extend", due=today + timedelta(days=40), reason="雪灾。")
    here.follow("Extend")
    bureau = Unit.objects.get(name="水务局")
    here.press("Extend", unit=bureau.pk, due=today + timedelta(days=50), reason="防汛。")
    assert new.participants.filter(due=today + timedelta(days=50)).count() == 400
    here.follow("Close the round")
    assert "400 reports are not handed in" in here.text
    here.press("Decide on all 400", decision="kept", reason="统一顺延。")
    here.press("Close the round now")
    new.refresh_from_db()
    assert (new.is_closed, new.participants.filter(closing="kept").count()) == (True, 400)
    assert [change.number for change in new.changes.all()] == [1, 2, 3]
    assert here.clicks < 60


@pytest.fixture
def part_organiser(bureau):
    person = UserFactory.create(unit=bureau)
    bureau.organisers.add(person)
    return person


def test_organisers_of_a_part_read_and_change_nothing(cycle, report, part_organiser, visit):
    client = visit(part_organiser)
    for name in ["cycle_settings", "outline", "outline_preview", "cycle_changes"]:
        page = client.get(reverse(name, args=[cycle.pk]))
        assert page.status_code == 200
        forms = html.fromstring(page.content.decode()).xpath("//main//form")
        assert (name, [form.get("action") for form in forms]) == (name, [])
    for name in ["cycle_extend", "cycle_close", "cycle_grades", "outline_apply", "outline_section_new"]:
        assert (name, client.get(reverse(name, args=[cycle.pk])).status_code) == (name, 403)
    for name in [
        "cycle_settings", "cycle_open", "cycle_take_back", "cycle_extend", "cycle_close", "cycle_close_now",
        "cycle_reopen", "outline", "outline_correct", "outline_discard", "outline_apply", "outline_section_new",
    ]:  # fmt: skip
        assert (name, client.post(reverse(name, args=[cycle.pk]), {"reason": "x"}).status_code) == (name, 403)
    grade = client.post(reverse("grade", args=[cycle.pk, report.participant_id]), {"reason": "x"})
    cycle.refresh_from_db()
    assert (grade.status_code, cycle.corrected_outline, CycleChange.objects.count()) == (403, None, 0)


def test_organisers_of_a_part_create_rounds_of_their_units_alone(cycle, county, part_organiser, bureau, visit):
    client = visit(part_organiser)
    form = client.get(reverse("cycle_new")).context["form"]
    assert list(form.fields["unit"].queryset) == [bureau]
    assert list(form.fields["source"].queryset) == []
    new = {"unit": county.pk, "year": 2027, "name": "明年", "report_title": "述职", "due": "2027-12-20"}
    assert client.post(reverse("cycle_new"), new).status_code == 422
    assert Cycle.objects.filter(year=2027).count() == 0


def test_a_refused_change_keeps_what_was_typed(cycle, walk):
    here = walk("cycle_settings", cycle.pk)
    here.press("Save", max_characters=4000)
    assert "Write why." in here.text
    assert here.page.xpath("//input[@name='max_characters']/@value") == ["4000"]
    cycle.refresh_from_db()
    assert cycle.max_characters == 0
    here.press("Save", reason="上级要求。")
    cycle.refresh_from_db()
    assert (cycle.max_characters, CycleChange.objects.get().before) == (4000, {"max_characters": 0})


def test_stock_phrases_one_a_line(cycle, walk):
    """Saved as they are, whatever the ends of lines, and no change where they are sent again."""
    here = walk("cycle_settings", cycle.pk)
    here.press("Save", stock_phrases="学习不够深入\r\n\r\n表率作用不够", min_problems=3, reason="上级要求。")
    cycle.refresh_from_db()
    assert (cycle.phrases, cycle.min_problems) == (("学习不够深入", "表率作用不够"), 3)
    here = walk("cycle_settings", cycle.pk)
    here.press("Save", max_characters=4000, reason="x")
    assert [change.before for change in CycleChange.objects.order_by("number")] == [
        {"min_problems": 0, "stock_phrases": ""},
        {"max_characters": 0},
    ]


def test_how_long_a_sentence_may_be(cycle, walk, report, author, visit, capsys):
    """The round's own length is that of its pages and of the command; the command's option goes before it."""
    sentence = "抓好供水，" * 20 + "完成。"
    report.sections.filter(position=4).update(body=sentence)

    def found(*options):
        call_command("check_report", str(report.pk), "--json", *options)
        told = json.loads(capsys.readouterr().out)["findings"]
        page = visit(author).get(reverse("check", args=[report.pk]))
        hints = [one.words.check for one in page.context["progress"].hints]
        return [one["check"] for one in told if one["check"] == "long_sentence"], hints

    assert (cycle.longest_sentence, found()) == (150, ([], []))
    walk("cycle_settings", cycle.pk).press("Save", longest_sentence=60, reason="念稿不便。")
    assert found() == (["long_sentence"], ["long_sentence"])
    assert found("--longest-sentence", "0")[0] == []
    walk("cycle_settings", cycle.pk).press("Save", longest_sentence=0, reason="不作要求。")
    assert (found(), found("--longest-sentence=60")[0]) == (([], []), ["long_sentence"])
    with pytest.raises(CommandError):
        found("--longest-sentence=-5")


def test_what_another_organiser_changed_meanwhile_is_said(cycle, walk):
    here = walk("cycle_settings", cycle.pk)
    Cycle.objects.filter(pk=cycle.pk).update(max_characters=2000, min_problems_share=10)
    here.press("Save", max_characters=4000, reason="x")
    assert "Somebody else has changed “longest report”" in here.text
    here = walk("cycle_settings", cycle.pk)
    Cycle.objects.filter(pk=cycle.pk).update(min_problems_share=20)
    here.press("Save", max_characters=4000, reason="x")
    cycle.refresh_from_db()
    assert (cycle.max_characters, cycle.min_problems_share) == (4000, 20)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"own_grades": "优秀"}, "at least two different grades"),
        ({"own_grades": "优秀 优秀"}, "at least two different grades"),
        ({"own_grades": f"优秀 {'长' * 21}"}, "at most 20 characters"),
        ({"due": "2026-13-40"}, "valid date"),
        ({"best_grade_quota": "101"}, "less than or equal to 100"),
        ({"min_problems_share": "101"}, "less than or equal to 100"),
        ({"max_characters": "-1"}, "greater than or equal to 0"),
        ({"name": ""}, "required"),
    ],
)
def test_wrong_input_is_said_in_words(cycle, walk, typed, says):
    here = walk("cycle_settings", cycle.pk)
    here.press("Save", reason="x", **typed)
    assert (here.answer.status_code, says in here.text) == (422, True)
    assert CycleChange.objects.count() == 0


def test_the_name_of_another_round_is_refused(cycle, other_cycle, walk):  # noqa: F811
    here = walk("cycle_settings", cycle.pk)
    here.press("Save", name=other_cycle.name, reason="x")
    assert (here.answer.status_code, "has a round of this name and year already" in here.text) == (422, True)


def test_own_grades_make_a_scale(cycle, walk):
    here = walk("cycle_settings", cycle.pk)
    here.press("Save", own_grades="甲 乙、丙", best_grade_quota="15", reason="x")
    cycle.refresh_from_db()
    assert (cycle.grades, cycle.best_grade_quota) == (["甲", "乙", "丙"], 15)
    assert GradeScale.objects.filter(name="甲/乙/丙").count() == 1


def test_what_is_typed_of_a_section_is_previewed_and_not_stored(cycle, outline, organiser, visit):
    before = list(outline.sections.values())
    client, page = visit(organiser), reverse("outline_preview", args=[cycle.pk])
    typed = {"title": "<b>政治</b>", "kind": "duty", "min_characters": 0, "max_characters": 300}
    typed |= {"guidance": "写清\r\n结果", "sample": "走访【次数】次", "figures": "走访次数，次"}
    answer = client.post(page, typed)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert [word in said for word in ("&lt;b&gt;政治", "0 to 300 characters", "写清<br>结果", "走访次数")] == [True] * 4
    wrong = client.post(page, typed | {"figures": "甲，乙，丙，丁"})
    assert (wrong.status_code, "is not understood" in wrong.content.decode()) == (422, True)
    assert (list(outline.sections.values()), Event.objects.count()) == (before, 0)


def test_only_scales_of_the_own_line_are_offered(cycle, bureau, county, walk):
    """The ready-made ones, the county's, and those of what stands above it; not those of others."""
    above = Unit.objects.create(name="市")
    county.parent = above
    county.save()
    beside = Unit.objects.create(name="邻县", parent=above)
    for unit, label in [(county, "本"), (above, "上"), (beside, "邻"), (bureau, "下")]:
        scale = GradeScale.of_labels([label, "差"])
        fields = {"year": 2024, "name": label, "due": cycle.due, "outline": cycle.outline}
        Cycle.objects.create(unit=unit, grade_scale=scale, **fields)
    GradeScale.of_labels(["弃", "差"])
    ready = ["好/较好/一般/差", "优秀/合格/基本合格/不合格", "优秀/称职/基本称职/不称职"]
    for name in ready:  # migrations bring them, which quick leaves out
        GradeScale.of_labels(name.split("/"))
    field = walk("cycle_settings", cycle.pk).answer.context["form"].fields["grade_scale"]
    assert sorted(map(str, field.queryset)) == sorted([*ready, "本/差", "上/差"])
    here = walk("cycle_settings", cycle.pk)
    here.press("Save", grade_scale=str(GradeScale.objects.get(name="邻/差").pk), reason="x")
    cycle.refresh_from_db()
    assert (here.answer.status_code, str(cycle.grade_scale or "")) == (422, "")


def test_a_stages_day_is_set_here(cycle, stage, walk):
    here = walk("cycle_settings", cycle.pk)
    here.press("Save", **{f"stage-{stage.pk}": "2027-01-15", "reason": "x"})
    assert CycleChange.objects.get().after == {"stage:初审": "2027-01-15"}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"person": "没有的人"}, "Nobody is found by “没有的人”"),
        ({"person": "同名"}, "Who is meant by “同名”?"),
        ({"due": "2026-12-01"}, "must be later"),
        ({"due": ""}, "required"),
        ({"reason": ""}, "required"),
    ],
)
def test_what_cannot_be_extended_is_said(cycle, report, bureau, walk, typed, says):
    for number in ("1", "2"):
        enrol(cycle, UserFactory.create(unit=bureau, name="同名", staff_number=number))
    here = walk("cycle_extend", cycle.pk)
    here.press("Extend", **{"due": "2026-12-31", "reason": "雪灾。"} | typed)
    assert (here.answer.status_code, says in here.text) == (422, True)
    assert CycleChange.objects.count() == 0


def test_one_of_two_of_a_name_is_found_by_staff_number(cycle, bureau, walk):
    one, other = (enrol(cycle, UserFactory.create(unit=bureau, name="同名", staff_number=number)) for number in "12")
    here = walk("cycle_extend", cycle.pk)
    here.press("Extend", person="2", due="2026-12-31", reason="住院。")
    assert [Participant.objects.get(pk=row.pk).due is None for row in (one, other)] == [True, False]


def test_one_of_two_of_a_name_is_chosen(cycle, bureau, walk):
    rows = [enrol(cycle, UserFactory.create(unit=bureau, name="同名", staff_number=number)) for number in "12"]
    here = walk("cycle_extend", cycle.pk)
    here.press("Extend", person="同名", due="2026-12-31", reason="住院。")
    here.press("Extend", **{"person-同名": str(rows[1].pk)})
    assert [Participant.objects.get(pk=row.pk).due is None for row in rows] == [True, False]


@pytest.fixture
def ill(cycle, county, walk):
    """Somebody of another unit, who has another day."""
    person = UserFactory.create(name="何病", unit=Unit.objects.create(name="财政局", parent=county))
    enrol(cycle, person)
    walk("cycle_extend", cycle.pk).press("Extend", person="何病", due="2026-12-31", reason="住院手术。")
    return person


@pytest.fixture
def beside(report, author, reviewer, assistant, bureau):
    """Who writes, who reviews, and who organises, in a unit beside."""
    bureau.organisers.add(assistant)
    return [author, reviewer, assistant]


@pytest.mark.parametrize("page", ["cycle_changes", "cycle_settings"])
def test_why_somebody_has_another_day_is_nobody_elses_business(cycle, ill, beside, organiser, visit, page):
    """The person reads it, and who organises the whole round."""
    readers = []
    for person in [ill, organiser, *beside]:
        answer = visit(person).get(reverse(page, args=[cycle.pk]))
        readers += [person] if answer.status_code == 200 and "住院手术" in answer.content.decode() else []
    assert readers == [person for person in (ill, organiser) if page == "cycle_changes" or person == organiser]


def test_why_a_unit_has_another_day_is_read_there_and_not_beside(cycle, ill, bureau, office, organiser, visit, walk):
    below = UserFactory.create(unit=office)
    enrol(cycle, below)
    walk("cycle_extend", cycle.pk).press("Extend", unit=bureau.pk, due="2027-01-05", reason="防汛值守。")
    page = reverse("cycle_changes", args=[cycle.pk])
    readers = [one for one in (below, ill, organiser) if "防汛值守" in visit(one).get(page).content.decode()]
    assert readers == [below, organiser]


@pytest.mark.parametrize("due", ["0001-01-01", "0999-12-31", "2201-01-01", "9999-12-31"])
def test_days_outside_of_all_years_are_refused(cycle, walk, due):
    """What is counted from them, a year on or thirty days back, would leave the calendar."""
    here = walk("cycle_new")
    here.press("Create the round", due=due)
    assert (here.answer.status_code, Cycle.objects.count()) == (422, 1)
    here = walk("cycle_extend", cycle.pk)
    here.press("Extend", due=due, reason="雪灾。")
    assert (here.answer.status_code, CycleChange.objects.count()) == (422, 0)


@pytest.mark.parametrize("number", ["9" * 5_000, str(2**63), "²", "-1", "0"])
def test_a_number_that_no_database_holds_is_nobodys(cycle, report, reviewer, organiser, visit, number):
    client = visit(organiser)
    asked = {
        reverse("cycle_new"): "from",
        reverse("hand_over", args=[cycle.pk, reviewer.pk]): "review",
    }
    statuses = [client.get(address, {name: number}).status_code for address, name in asked.items()]
    sent = {"decision": "kept", "reason": "住院。", "participant": [number]}
    statuses.append(client.post(reverse("cycle_close", args=[cycle.pk]), sent).status_code)
    assert statuses == [200, 200, 422]


@pytest.mark.parametrize("due", ["1949-01-01", "2200-12-31"])
def test_of_the_farthest_years_all_pages_open(cycle, organiser, visit, walk, due):
    walk("cycle_new").press("Create the round", due=due)
    new = Cycle.objects.latest("pk")
    client = visit(organiser)
    for name in ["cycle", "participants", "cycle_reports", "cycle_settings", "cycle_extend"]:
        assert client.get(reverse(name, args=[new.pk])).status_code == 200
    assert client.get(reverse("cycle_new"), {"from": new.pk}).status_code == 200


def test_nobody_sees_how_their_own_report_is_graded(cycle, stage, organiser, reviewer, visit):
    """Neither the row among those whose reviewers differ, nor the page with each reviewer's grade."""
    Cycle.objects.filter(pk=cycle.pk).update(grade_scale=GradeScale.of_labels(["甲等", "乙等"]), best_grade_quota=None)
    own = write_report(cycle, organiser)
    colleague = UserFactory.create(unit=organiser.unit)
    for person in (reviewer, colleague):
        Review.objects.create(report=own, stage=stage, reviewer=person)
    submit_report(report=own, by=organiser, at=MOMENT)
    for person, grade in [(reviewer, "甲等"), (colleague, "乙等")]:
        open_review(report=Report.objects.get(), by=person, at=MOMENT)
        agree(report=Report.objects.get(), by=person, at=MOMENT, grade=grade)
    client, list_ = visit(organiser), reverse("cycle_grades", args=[cycle.pk])
    assert [row.pk for row in client.get(list_, {"differ": ""}).context["page"]] == []
    assert client.get(reverse("grade", args=[cycle.pk, own.participant_id])).status_code == 403
    other = UserFactory.create(unit=organiser.unit)
    organiser.unit.organisers.add(other)
    assert [row.pk for row in visit(other).get(list_, {"differ": ""}).context["page"]] == [own.participant_id]


def test_those_concerned_read_the_changes_and_strangers_do_not(cycle, report, author, reviewer, stranger, visit, walk):
    here = walk("cycle_settings", cycle.pk)
    here.press("Save", max_characters=4000, reason="上级要求。")
    notice = Notice.objects.get(recipient=author, kind="cycle_changed")
    page = visit(author).get(reverse("notice", args=[notice.pk]), follow=True)
    assert page.redirect_chain == [(reverse("cycle_changes", args=[cycle.pk]), 302)]
    assert "上级要求。" in page.content.decode()
    answers = [visit(one).get(reverse("cycle_changes", args=[cycle.pk])).status_code for one in (reviewer, stranger)]
    assert answers == [200, 404]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("，次", "is not understood"),
        ("走访，次，里，文字", "is not understood"),
        ("走访，次\n走访，个", "asked for twice"),
    ],
)
def test_figures_that_are_not_understood(cycle, walk, line, says):
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None)
    here = walk("outline", cycle.pk)
    here.follow("业务工作")
    here.press("Save", figures=line)
    assert (here.answer.status_code, says in here.text) == (422, True)


def test_the_outline_is_put_together_by_small_forms(cycle, walk):
    """Each button lies in a form of its own, however many there are on the page."""
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None)
    here = walk("outline", cycle.pk)
    here.press("Save", numbering="headed")
    here.press("Down")
    here.follow("Add a section")
    here.press(
        "Save", title="学习", sample="学【学时】学时。\n访【次数】次。", figures="学时，学时\n次数，次\n通水，日期"
    )
    assert here.page.xpath("//textarea[@name='figures']")[0].value.strip() == "学时，学时\n次数，次\n通水，日期"
    here.follow("Divide this section")
    here.press("Divide", title="走访")
    here.follow("走访")
    here.press("Delete this section")
    cycle.refresh_from_db()
    sections = cycle.outline.sections.order_by("position")
    assert (cycle.outline.numbering, [section.title for section in sections]) == (
        "headed",
        ["政治建设", "导语", "业务工作", "存在问题", "下一步打算", "学习"],
    )
    assert [row["label"] for row in sections.last().figures] == ["学时", "通水"]
    pdf = here.client.get(reverse("outline_pdf", args=[cycle.pk]))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")


def test_a_closed_round_is_overdue_nowhere(cycle, report, author, organiser, reviewer, visit):
    past = {"due": MOMENT.date() - timedelta(days=341), "closed_at": MOMENT}
    Cycle.objects.filter(pk=cycle.pk).update(**past)
    for person, names in [
        (author, [("home", []), ("reports", []), ("report", [report.pk])]),
        (organiser, [("home", []), *((name, [cycle.pk]) for name in ("cycle", "participants", "cycle_settings"))]),
    ]:
        for name, arguments in names:
            page = visit(person).get(reverse(name, args=arguments)).content.decode()
            assert (name, "overdue" in page) == (name, False)
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=None)
    assert "overdue" in visit(author).get(reverse("home")).content.decode()


def test_a_late_report_is_marked(cycle, submitted, author, reviewer, visit):
    Cycle.objects.filter(pk=cycle.pk).update(due=MOMENT.date() - timedelta(days=1))
    for person, name, arguments in [
        (author, "report", [submitted.pk]),
        (author, "reports", []),
        (reviewer, "reviews", []),
        (author, "read", [submitted.pk]),
    ]:
        page = html.fromstring(visit(person).get(reverse(name, args=arguments)).content.decode())
        assert (name, [said(tag) for tag in page.find_class("tag-late")]) == (name, ["late"])


def test_an_organiser_is_not_offered_their_own(cycle, organiser, report, walk):
    own = enrol(cycle, organiser)
    here = walk("cycle_close", cycle.pk)
    boxes = {box.get("value"): box.get("disabled") for box in here.page.xpath("//input[@name='participant']")}
    assert boxes == {str(own.pk): "disabled", str(report.participant_id): None}
    here.press("Decide on all 2", decision="exempt", reason="x")
    assert Participant.objects.get(pk=own.pk).state == "writing"


def test_when_a_round_was_closed_is_said_in_the_sites_time(cycle, organiser, visit):
    client = visit(organiser)
    Cycle.objects.filter(pk=cycle.pk).update(closed_at="2026-12-31T17:30:15.758076+00:00")
    client.post(reverse("cycle_reopen", args=[cycle.pk]), {"reason": "补交。"})
    page = html.fromstring(client.get(reverse("cycle_changes", args=[cycle.pk])).content)
    assert [cell.text_content() for cell in page.xpath("//tbody//td")] == ["01/01/2027 1:30 a.m.", "—"]


def test_the_settings_of_a_closed_round_do_not_say_that_it_is_open(cycle, walk):
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=MOMENT)
    here = walk("cycle_settings", cycle.pk)
    assert "What you change here becomes a numbered change with a reason" in " ".join(here.text.split())
    assert "is open" not in here.text
