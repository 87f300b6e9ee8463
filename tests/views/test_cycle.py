"""How a round is going: every number leads to exactly its rows."""

import re

import pytest
from django.urls import reverse
from lxml import html

from reports.models import Cycle, GradeScale, Participant, Report, Review, Unit
from reports.models.cycle import FIRST_DAY, LAST_DAY
from reports.pages.cycle.branches import PAGE
from reports.pages.cycle.load import SHOWN

from ..factories import MOMENT, UserFactory
from .rounds import fill_round, take_part


@pytest.fixture
def school(county):
    return Unit.objects.create(name="教育局", parent=county)


@pytest.fixture
def full(cycle, stage, bureau, office, school, reviewer):
    cycle.grade_scale, cycle.best_grade_quota = GradeScale.of_labels(["好", "较好", "一般", "差"]), None
    cycle.save()
    fill_round(cycle, stage, bureau, office, school, reviewer)
    return cycle


def numbers(answer):
    """(what is said, number, address) of each link to a list that says a number."""
    for link in html.fromstring(answer.content.decode()).xpath("//main//a[contains(@href, '?')]"):
        said = " ".join(link.text_content().split())
        if found := re.search(r"(\d+)$|^(\d+)", said):
            yield said, int(found[1] or found[2]), link.get("href")


def rows_of(client, address):
    return client.get(address).context["page"].paginator.count


def shown(answer):
    """The key numbers by what they are called."""
    return {str(count.label): count.number for count in [*answer.context["counts"], *answer.context["worries"]]}


def test_every_number_leads_to_exactly_its_rows(full, organiser, visit, every):
    """In quick every fourth is followed."""
    client = visit(organiser)
    page = client.get(reverse("cycle", args=[full.pk]))

    found = list(numbers(page))

    followed = found[:: every(4)]
    assert [(said, number, rows_of(client, address)) for said, number, address in followed] == [
        (said, number, number) for said, number, _address in followed
    ]
    assert {number for _said, number, _address in found} >= {0, 1, 2, 3, 4, 5, 6}
    assert len(found) > 60


def test_what_the_key_numbers_say(full, organiser, visit):
    page = visit(organiser).get(reverse("cycle", args=[full.pk]))

    assert shown(page) == {
        "Not begun": 10,
        "Writing": 3,
        "Submitted": 2,
        "In review": 6,
        "Returned": 1,
        "Approved": 1,
        "Published": 3,
        "Late or not handed in": 1,
        "Has left, report unfinished": 0,
        "Never signed in": 1,
        "Not asked": 1,
    }
    (in_review,) = [count for count in page.context["counts"] if count.parts]
    assert [(str(part.label), part.number) for part in in_review.parts] == [("初审", 4), ("领导审定", 2)]


def test_a_level_of_the_tree_with_what_is_below(full, organiser, bureau, visit):
    client, url = visit(organiser), reverse("cycle", args=[full.pk])

    top = client.get(url).context["level"]
    down = client.get(url, {"under": bureau.pk, "order": "name"}).context["level"]

    said = [(row.name, row.whole.number, row.numbers["not_begun"].number) for row in top.rows]
    assert said == [("教育局", 6, 6), ("水务局", 20, 4)]
    assert [(row.name, row.whole.number) for row in down.rows] == [("灌溉科", 12), ("水务局 itself", 8)]
    assert [unit.name for unit in down.line] == ["石桥县", "水务局"]


def test_a_long_level_has_pages_and_the_unit_itself_comes_last(full, organiser, bureau, visit):
    """In the chosen order over all pages."""
    for number in range(PAGE + 4):
        station = Unit.objects.create(name=f"第{number:02}站", parent=bureau)
        for _ in range(1 + number % 2):
            take_part(full, station)
    client, url = visit(organiser), reverse("cycle", args=[full.pk])
    pages = [client.get(url, {"under": bureau.pk, "page": page}).context["level"] for page in (1, 2)]
    assert [len(level.rows) for level in pages] == [PAGE, 6]
    rows = [row for level in pages for row in level.rows]
    assert (len({row.name for row in rows}), rows[-1].name) == (PAGE + 6, "水务局 itself")
    assert [row.numbers["not_begun"].number for row in rows[:-1]] == [4, *[2] * 17, *[1] * 17]


def test_every_number_of_the_next_level_leads_to_its_rows(full, organiser, bureau, visit):
    client = visit(organiser)
    page = client.get(reverse("cycle", args=[full.pk]), {"under": bureau.pk})
    rows = [count for row in page.context["level"].rows for count in [*row.counts, row.whole]]
    assert [rows_of(client, count.address) for count in rows] == [count.number for count in rows]


def test_an_organiser_of_one_unit_sees_nothing_beside_or_above(full, cycle, bureau, office, school, visit):
    take_part(cycle, cycle.unit)
    person = UserFactory.create(name="只管科室", unit=office)
    office.organisers.add(person)
    client, url = visit(person), reverse("cycle", args=[full.pk])

    page = client.get(url)

    assert shown(page)["Not begun"] == 4
    assert [row.name for row in page.context["level"].rows] == ["灌溉科 itself"]
    assert [unit.name for unit in page.context["level"].line] == ["灌溉科"]
    body = page.content.decode()
    assert [name for name in ("教育局", "水务局", "赵桥", "高升") if name in body] == []
    assert [client.get(url, {"under": unit.pk}).status_code for unit in (bureau, school, office)] == [404, 404, 200]


def test_who_organises_two_branches_begins_with_them(full, office, school, visit):
    person = UserFactory.create()
    for unit in (office, school):
        unit.organisers.add(person)
    level = visit(person).get(reverse("cycle", args=[full.pk])).context["level"]
    assert ([row.name for row in level.rows], level.line) == (["教育局", "灌溉科"], [])


def test_the_load_of_reviewers(full, organiser, visit):
    load = visit(organiser).get(reverse("cycle", args=[full.pk])).context["load"]
    assert [(row.name, row.number, row.has_left) for row in load.shown] == [("高升", 1, True), ("赵桥", 5, False)]
    assert load.others == 0 < SHOWN


def test_what_somebody_who_has_left_is_to_decide_later_is_counted_and_handed_over(full, organiser, visit):
    """Counted, listed and handed over by one rule."""
    review = Review.objects.get(reviewer__name="高升")
    second = full.stages.get(position=2)
    draft = full.reports.filter(state="draft").first()
    Review.objects.create(report=review.report, stage=second, reviewer=review.reviewer)
    Review.objects.create(report=draft, stage=second, reviewer=review.reviewer)
    Report.objects.filter(pk__in=[review.report_id, draft.pk]).update(submitted_at=None, state="draft")
    client, page = visit(organiser), reverse("cycle", args=[full.pk])
    gone = client.get(page).context["load"].shown[0]
    assert (gone.name, gone.number, gone.days, gone.has_left) == ("高升", 3, None, True)
    assert client.get(gone.address).context["page"].paginator.count == 3
    there = reverse("hand_over", args=[full.pk, review.reviewer_id])
    links = html.fromstring(client.get(page).content).xpath("//section[@aria-labelledby='load']//a/@href")
    assert [link for link in links if "hand" in link] == [there]
    assert len(client.get(there).context["reviews"]) == 3


def test_the_timeline_lays_last_year_on_this_one_at_the_due_days(full, organiser, visit):
    timeline = visit(organiser).get(reverse("cycle", args=[full.pk])).context["timeline"]
    days = {(day.day - full.due).days: (day.submitted, day.total, day.last_year) for day in timeline.days}
    assert days == {
        -46: (0, 0, 1),
        -45: (5, 5, 3),
        -44: (3, 8, 3),
        -43: (2, 10, 3),
        -42: (1, 11, 3),
        -41: (1, 12, 3),
        -40: (1, 13, 3),
    }
    assert (timeline.total, timeline.before.name) == (13, "上年述职")


@pytest.mark.parametrize("asked", [{"under": "x"}, {"order": "x"}, {"under": "²"}])
def test_what_cannot_be_asked_for_is_passed_over(full, organiser, visit, asked):
    answer = visit(organiser).get(reverse("cycle", args=[full.pk]), asked)
    assert (answer.status_code, answer.context["order"]) == (200, "not_begun")


@pytest.mark.parametrize("under", ["99999", "9" * 40, "9" * 5_000])
def test_a_unit_that_is_none_is_not_found(full, organiser, visit, under):
    assert visit(organiser).get(reverse("cycle", args=[full.pk]), {"under": under}).status_code == 404


def test_a_ring_of_units_has_an_end(full, organiser, county, office, visit):
    """Two administrators at the same moment can make one."""
    Unit.objects.filter(pk=county.pk).update(parent=office)
    page = visit(organiser).get(reverse("cycle", args=[full.pk]))
    assert (page.status_code, shown(page)["Not begun"]) == (200, 10)


@pytest.mark.parametrize("due", [FIRST_DAY, LAST_DAY], ids=str)
def test_the_first_and_the_last_day_that_a_round_may_be_due(full, organiser, visit, due):
    Cycle.objects.update(due=due)
    assert visit(organiser).get(reverse("cycle", args=[full.pk])).status_code == 200


def test_a_round_without_anybody(cycle, organiser, visit):
    Participant.objects.all().delete()
    page = visit(organiser).get(reverse("cycle", args=[cycle.pk]))
    assert (page.status_code, page.context["level"].rows, page.context["load"].shown) == (200, [], [])


def test_in_a_closed_round_nobody_is_about_to_begin(full, organiser, visit):
    """The same numbers, by other names: on the dashboard, in the filter and in the rows."""
    before = shown(visit(organiser).get(reverse("cycle", args=[full.pk])))
    Cycle.objects.filter(pk=full.pk).update(closed_at=MOMENT)
    page = visit(organiser).get(reverse("cycle", args=[full.pk]))
    after = shown(page)
    assert (after["No report"], after["Draft, not handed in"]) == (before["Not begun"], before["Writing"])
    rows = visit(organiser).get(f"{reverse('participants', args=[full.pk])}?progress=not_begun&columns=progress")
    said = [page.content.decode(), rows.content.decode()]
    assert [[words in text for words in ("Not begun", "not begun", "Writing<", "No report")] for text in said] == [
        [False, False, False, True]
    ] * 2


def test_grades_stand_against_the_quota_for_who_organises_the_whole_round(full, organiser, office, visit):
    full.best_grade_quota = 20
    full.save()
    person = UserFactory.create()
    office.organisers.add(person)
    pages = [visit(who).get(reverse("cycle", args=[full.pk])) for who in (organiser, person)]
    assert [page.context["best_places"] for page in pages] == [26 * 20 // 100, None]
    assert ["At most 5 may get “好”: 20% of those" in page.content.decode() for page in pages] == [True, False]


def test_a_grade_that_was_settled_counts_and_who_gets_none_has_none(full, organiser, visit):
    graded, other = Participant.objects.filter(report__state="published").order_by("report")[:2]
    Participant.objects.filter(pk=graded.pk).update(grade="一般")
    Participant.objects.filter(pk=other.pk).update(is_ungraded=True)
    page = visit(organiser).get(reverse("cycle", args=[full.pk]))
    assert [(str(count.label), count.number) for count in page.context["grades"]] == [
        ("好", 0),
        ("较好", 0),
        ("一般", 1),
        ("差", 0),
        ("No grade", 3),
    ]
    rows = [rows_of(visit(organiser), count.address) for count in page.context["grades"]]
    assert rows == [0, 0, 1, 0, 3]
