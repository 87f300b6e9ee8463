"""The pages on which reviews are spread and handed over: first looked at, then done."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import Review, StageReviewer, Substitution, Unit

from ..factories import MOMENT, UserFactory, enrol, many_reports, write_report

NOBODY = "Nobody is found by “{}”. Write the name in full, or ask for the staff number or the sign-in name."
LATER = MOMENT + timedelta(days=9)


@pytest.fixture
def group(county):
    return [UserFactory.create(username=f"shen{n}", name=f"审{n}", staff_number=f"9{n}", unit=county) for n in range(2)]


@pytest.fixture
def roll(cycle, bureau):
    return [enrol(cycle, UserFactory.create(name=f"人{n}", staff_number=f"{n}", unit=bureau)) for n in range(5)]


@pytest.fixture
def spread_page(cycle):
    return reverse("spread", args=[cycle.pk])


@pytest.fixture
def hand_over_page(cycle, reviewer):
    return reverse("hand_over", args=[cycle.pk, reviewer.pk])


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def confirm(client, page, answer):
    """The form below the preview, as a browser would send it."""
    sent = {"digest": answer.context["plan"].digest}
    for name, value in answer.context["form"].sent:
        sent.setdefault(name, []).append(value)
    return client.post(page, sent)


def named():
    rows = StageReviewer.objects.exclude(participant=None).order_by("participant__person__staff_number")
    return list(rows.values_list("reviewer__username", flat=True))


def test_spread_is_shown_and_then_done(spread_page, stage, group, roll, organiser, visit):
    client = visit(organiser)
    answer = client.get(spread_page, {"stage": stage.pk, "people": "shen1， 审0", "spares_own_unit": "on"})
    assert [(load.person.name, load.before, load.after) for load in answer.context["plan"].loads] == [
        ("审0", 0, 3),
        ("审1", 0, 2),
    ]
    form = answer.content.decode().partition('method="get"')[2].partition("</form>")[0]
    assert ("csrfmiddlewaretoken" in form, named()) == (False, [])
    done = confirm(client, spread_page, answer)
    assert (done.url, told(done)) == (
        reverse("cycle_reviewers", args=[stage.cycle_id]),
        ["5 reports have reviewers now."],
    )
    assert named() == ["shen0", "shen1", "shen0", "shen1", "shen0"]


def test_whom_a_name_means_is_chosen_and_kept_to_the_end(spread_page, stage, county, group, roll, organiser, visit):
    alike = UserFactory.create(username="alike", name="审0", unit=county)
    client = visit(organiser)
    asked = {"stage": stage.pk, "people": "审0 shen1", "only": "人0 人1"}
    answer = client.get(spread_page, asked)
    assert (answer.status_code, answer.content.decode().count('name="people-审0"')) == (422, 2)
    chosen = client.get(spread_page, {**asked, "people-审0": alike.pk})
    assert confirm(client, spread_page, chosen).status_code == 302
    assert sorted(named()) == ["alike", "shen1"]


def test_of_two_of_a_name_only_the_chosen_one_gets_a_reviewer(spread_page, stage, roll, group, organiser, visit):
    twin = enrol(stage.cycle, UserFactory.create(name="人0", staff_number="80", unit=roll[0].unit))
    client, asked = visit(organiser), {"stage": stage.pk, "people": "shen0", "only": "人0"}
    assert client.get(spread_page, asked).context["form"].errors == {"only": ["Choose who is meant by “人0”."]}
    answer = client.get(spread_page, {**asked, "only-人0": twin.person_id})
    assert [row.participant for row in answer.context["plan"].rows] == [twin]


def test_a_changed_roll_shows_the_new_plan(spread_page, cycle, stage, bureau, group, roll, organiser, visit):
    client = visit(organiser)
    answer = client.get(spread_page, {"stage": stage.pk, "people": "shen0"})
    enrol(cycle, UserFactory.create(unit=bureau))
    changed = confirm(client, spread_page, answer)
    assert (changed.status_code, len(changed.context["plan"].rows), named()) == (409, 6, [])
    assert told(changed)[0].startswith("Since you looked, something of this has changed")
    assert confirm(client, spread_page, changed).status_code == 302
    assert named() == ["shen0"] * 6


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"people": "nobody"}, "people", NOBODY.format("nobody")),
        ({"people": "gone"}, "people", NOBODY.format("gone")),
        ({"people": "审0"}, "people", "Choose who is meant by “审0”."),
        ({"people": " "}, "people", "This field is required."),
        ({"only": "陌生人"}, "only", NOBODY.format("陌生人")),
        ({"unit": "0"}, "unit", "Select a valid choice. That choice is not one of the available choices."),
    ],
)
@pytest.mark.usefixtures("group", "roll")
def test_what_is_wrong_is_said_beside_it(spread_page, stage, county, organiser, visit, sent, field, said):
    UserFactory.create(name="审0", unit=county)
    UserFactory.create(username="gone", is_active=False)
    UserFactory.create(name="陌生人")
    answer = visit(organiser).get(spread_page, {"stage": stage.pk, "people": "shen0", **sent})
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [said]})


def test_an_organiser_of_a_part_spreads_only_it(spread_page, stage, county, group, roll, visit):
    """Nobody beside is shown, found by name, or given anybody; of a unit beside not even the name is offered."""
    beside = Unit.objects.create(name="别的局", parent=county)
    stranger = enrol(stage.cycle, UserFactory.create(name="邻居", unit=beside))
    deputy = UserFactory.create(unit=roll[0].unit)
    roll[0].unit.organisers.add(deputy)
    client = visit(deputy)
    asked = {"stage": stage.pk, "people": "shen0"}
    answer = client.get(spread_page, asked)
    assert ("邻居" in answer.content.decode(), "别的局" in answer.content.decode()) == (False, False)
    assert client.get(spread_page, {**asked, "only": "邻居"}).status_code == 422
    assert client.get(spread_page, {**asked, "unit": beside.pk}).status_code == 422
    confirm(client, spread_page, answer)
    assert named() == ["shen0"] * 5
    assert not StageReviewer.objects.filter(participant=stranger).exists()


def test_all_is_handed_over_and_the_former_one_told_in_words(
    hand_over_page, in_review, reviewer, group, organiser, visit
):
    client = visit(organiser)
    answer = client.post(hand_over_page, {"which": "all", "people": "shen0", "reason": "外出学习"})
    assert ([person.name for _one, person in answer.context["plan"].given], Substitution.objects.count()) == (
        ["审0"],
        0,
    )
    done = confirm(client, hand_over_page, answer)
    assert (done.status_code, told(done)) == (302, ["1 review is handed over."])
    assert Review.objects.get().reviewer == group[0]
    history = client.get(reverse("reviewers", args=[in_review.pk])).content.decode()
    assert all(word in history for word in ["赵桥 → 审0", "外出学习", "唐雅"])
    late = visit(reviewer).post(
        reverse("agree", args=[in_review.pk]), {"opinion": "写得实在，同意。", "read": 1, "stage": in_review.stage_id}
    )
    page = late.content.decode()
    assert (late.status_code, "was handed over to 审0" in page, "写得实在，同意。" in page) == (403, True, True)
    assert visit(reviewer).get(reverse("read", args=[in_review.pk])).status_code == 404
    assert (Review.objects.get().opinions.count(), in_review.title in page) == (0, False)


def test_a_stranger_is_told_nothing_of_it(hand_over_page, in_review, group, organiser, stranger, visit):
    client = visit(organiser)
    answer = client.post(hand_over_page, {"which": "all", "people": "shen0", "reason": "外出学习"})
    confirm(client, hand_over_page, answer)
    assert visit(stranger).get(reverse("agree", args=[in_review.pk])).status_code == 404


def test_only_what_is_marked(hand_over_page, stage, bureau, report, reviewer, group, organiser, visit):
    other = write_report(stage.cycle, UserFactory.create(unit=bureau))
    marked = Review.objects.create(report=other, stage=stage, reviewer=reviewer)
    client = visit(organiser)
    assert client.get(hand_over_page, {"review": marked.pk}).context["marked"] == [str(marked.pk)]
    sent = {"which": "chosen", "people": "shen0 shen1", "reason": "回避"}
    none = client.post(hand_over_page, sent)
    assert none.context["form"].errors == {"__all__": ["Mark at least one review, or hand over everything."]}
    confirm(client, hand_over_page, client.post(hand_over_page, {**sent, "reviews": [marked.pk]}))
    assert [review.reviewer.username for review in Review.objects.order_by("pk")] == ["zhao", "shen0"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"people": "zhao"}, "people"),
        ({"reason": ""}, "reason"),
        ({"which": "some"}, "which"),
        ({"reviews": "9"}, "reviews"),
    ],
)
def test_what_is_wrong_with_a_hand_over(hand_over_page, report, group, organiser, visit, sent, field):
    answer = visit(organiser).post(hand_over_page, {"which": "all", "people": "shen0", "reason": "外出", **sent})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_who_reviews_nothing_here_cannot_be_relieved(cycle, report, stranger, organiser, visit):
    assert visit(organiser).get(reverse("hand_over", args=[cycle.pk, stranger.pk])).status_code == 404


def test_loads_and_who_needs_a_substitute(stage, in_review, roll, reviewer, group, organiser, visit):
    """What waits, what comes by the rules, and whoever has left first."""
    for participant in roll[:2]:
        StageReviewer.objects.create(stage=stage, participant=participant, reviewer=group[0])
    reviewer.is_active = False
    reviewer.save()
    answer = visit(organiser).get(reverse("cycle_reviewers", args=[stage.cycle_id]))
    rows = [(row.person.name, row.waiting, row.later, row.coming, row.decided) for row in answer.context["rows"]]
    assert rows == [("赵桥", 1, 0, 0, 0), ("审0", 0, 0, 2, 0)]
    assert answer.context["needing_count"] == 1
    assert "1 review needs another reviewer" in answer.content.decode()


@pytest.fixture(params=[1, 300])
def many(request, cycle, stage, report, reviewer):
    reports = many_reports(cycle, request.param, state="submitted", submitted_at=MOMENT)
    return Review.objects.bulk_create(Review(report=one, stage=stage, reviewer=reviewer) for one in reports)


@pytest.mark.parametrize(("name", "queries"), [("cycle_reviewers", 13), ("hand_over", 7), ("spread", 22)])
@pytest.mark.usefixtures("group")
def test_queries(many, cycle, reviewer, organiser, visit, name, queries):
    client = visit(organiser)
    asked = {"stage": many[0].stage_id, "people": "shen0"} if name == "spread" else {}
    args = [cycle.pk, reviewer.pk] if name == "hand_over" else [cycle.pk]
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(name, args=args), asked).status_code == 200
    assert len(captured) == queries
