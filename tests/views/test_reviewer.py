"""Naming reviewers: by the stages of a round, and for one report."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reports.actions.report import submit_report
from reports.actions.review import agree
from reports.models import Review, Stage, StageReviewer

from ..factories import MOMENT, UserFactory, write_report

LATER = MOMENT + timedelta(days=9)


@pytest.fixture
def colleague(county):
    return UserFactory.create(username="qian", name="钱宁", unit=county, post="副书记")


@pytest.fixture
def deputy(bureau):
    """Organises the bureau only: a part of the round."""
    person = UserFactory.create(username="he", name="何平", unit=bureau)
    bureau.organisers.add(person)
    return person


@pytest.fixture
def stages_page(cycle):
    return reverse("stages", args=[cycle.pk])


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def names(cycle):
    return list(cycle.stages.values_list("position", "name", "due"))


def rules():
    return list(StageReviewer.objects.values_list("stage__name", "unit__name", "reviewer__username"))


def reviewing(report):
    rows = report.reviews.order_by("stage__position", "reviewer__username")
    return list(rows.values_list("stage__name", "reviewer__username", "due"))


# stages


def test_a_stage_is_added_and_renamed(cycle, stage, stages_page, organiser, visit):
    client = visit(organiser)
    new = reverse("stage_new", args=[cycle.pk])
    answer = client.post(new, {"name": "领导审定", "due": "2027-01-20"})
    assert (answer.url, told(answer)) == (stages_page, ["Saved."])
    last = cycle.stages.last()
    edit = reverse("stage", args=[cycle.pk, last.pk])
    assert client.get(edit).context["form"].initial == {"name": "领导审定", "due": date(2027, 1, 20)}
    client.post(edit, {"name": "局长审定", "due": ""})  # in an open round its day is changed with a reason, elsewhere
    assert names(cycle) == [(1, "初审", date(2027, 1, 10)), (2, "局长审定", date(2027, 1, 20))]
    type(cycle).objects.filter(pk=cycle.pk).update(opened_at=None)
    client.post(edit, {"name": "局长审定", "due": ""})
    assert names(cycle) == [(1, "初审", date(2027, 1, 10)), (2, "局长审定", None)]


def test_a_stage_without_a_name_keeps_its_day_as_typed(cycle, organiser, visit):
    answer = visit(organiser).post(reverse("stage_new", args=[cycle.pk]), {"name": " ", "due": "2027-01-20"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    assert 'value="2027-01-20"' in answer.content.decode()
    assert cycle.stages.count() == 1


def test_a_stage_is_removed(cycle, stage, stages_page, organiser, visit):
    new = Stage.objects.create(cycle=cycle, position=2, name="领导审定")
    client = visit(organiser)
    answer = client.post(reverse("stage_remove", args=[cycle.pk, new.pk]))
    assert (answer.url, told(answer)) == (stages_page, ["Removed."])
    answer = client.post(reverse("stage_remove", args=[cycle.pk, stage.pk]))
    assert told(answer)[-1] == "A round has at least one stage."
    assert [name for _position, name, _due in names(cycle)] == ["初审"]


def test_a_stage_of_another_round_is_not_found(last_year, cycle, organiser, visit):
    foreign = Stage.objects.create(cycle=last_year.cycle, name="去年初审")
    client = visit(organiser)
    assert client.get(reverse("stage", args=[cycle.pk, foreign.pk])).status_code == 404
    assert client.post(reverse("stage_remove", args=[cycle.pk, foreign.pk])).status_code == 404
    assert Stage.objects.filter(pk=foreign.pk).exists()


# reviewers of units


def test_a_named_reviewer_gets_what_waits_without_one(
    cycle, stage, stages_page, bureau, author, organiser, colleague, visit
):
    report = write_report(cycle, author)
    submit_report(report=report, by=author, at=MOMENT)
    answer = visit(organiser).post(stages_page, {"stage": stage.pk, "unit": bureau.pk, "reviewer": " qian "})
    assert (answer.url, told(answer)) == (
        stages_page,
        ["Reviews from now on, and 1 report that was waiting without a reviewer."],
    )
    assert (rules(), reviewing(report)) == ([("初审", "水务局", "qian")], [("初审", "qian", None)])


def test_an_unknown_sign_in_name_stays_as_typed(stage, stages_page, bureau, organiser, visit):
    answer = visit(organiser).post(stages_page, {"stage": stage.pk, "unit": bureau.pk, "reviewer": "qian.ning"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "reviewer": [
            "Nobody is found by “qian.ning”. Write the name in full, or ask for the staff number or the sign-in name."
        ]
    }
    page = answer.content.decode()
    assert 'value="qian.ning"' in page
    assert f'<option value="{bureau.pk}" selected>' in page
    assert rules() == []


def test_whoever_has_left_cannot_be_named(stage, stages_page, bureau, organiser, colleague, visit):
    colleague.is_active = False
    colleague.save()
    answer = visit(organiser).post(stages_page, {"stage": stage.pk, "unit": bureau.pk, "reviewer": "qian"})
    assert (answer.status_code, rules()) == (422, [])


def test_a_rule_is_removed(cycle, stage, stages_page, bureau, organiser, colleague, visit):
    rule = StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=colleague)
    answer = visit(organiser).post(reverse("stage_reviewer_remove", args=[cycle.pk, rule.pk]))
    assert (answer.url, rules()) == (stages_page, [])
    assert told(answer) == ["Removed. Reviews that are assigned already stay; take them back at the report."]


# an organiser of a part of the round


def test_a_part_names_its_own_reviewers(report, stages_page, county, bureau, office, deputy, colleague, visit):
    stage = report.cycle.stages.get()
    StageReviewer.objects.create(stage=stage, unit=county, reviewer=colleague)
    client = visit(deputy)
    page = client.get(stages_page)
    assert list(page.context["form"].fields["unit"].queryset.order_by("pk")) == [bureau, office]
    assert "钱宁" not in page.content.decode()  # the county's rule is the county's business
    assert client.post(stages_page, {"stage": stage.pk, "unit": county.pk, "reviewer": "qian"}).status_code == 422
    assert client.post(stages_page, {"stage": stage.pk, "unit": bureau.pk, "reviewer": "qian"}).status_code == 302
    assert rules() == [("初审", "石桥县", "qian"), ("初审", "水务局", "qian")]


def test_a_part_does_not_change_the_whole(report, cycle, stage, county, deputy, colleague, visit):
    rule = StageReviewer.objects.create(stage=stage, unit=county, reviewer=colleague)
    client = visit(deputy)
    page = client.get(reverse("stages", args=[cycle.pk])).content.decode()
    edit, new = reverse("stage", args=[cycle.pk, stage.pk]), reverse("stage_new", args=[cycle.pk])
    assert [f'href="{address}"' in page for address in (edit, new)] == [False, False]
    asked = [client.get(new), client.post(new, {"name": "加一环"}), client.get(edit), client.post(edit, {"name": "改"})]
    asked += [client.post(reverse("stage_remove", args=[cycle.pk, stage.pk]))]
    assert [answer.status_code for answer in asked] == [403] * 5
    assert client.post(reverse("stage_reviewer_remove", args=[cycle.pk, rule.pk])).status_code == 404
    assert (names(cycle), rules()) == ([(1, "初审", date(2027, 1, 10))], [("初审", "石桥县", "qian")])


# reviewers of one report


@pytest.fixture
def reviewers_page(in_review):
    return reverse("reviewers", args=[in_review.pk])


def test_a_reviewer_is_assigned_and_taken_back(in_review, stage, reviewers_page, organiser, colleague, visit):
    client = visit(organiser)
    answer = client.post(reviewers_page, {"stage": stage.pk, "reviewer": "qian", "due": "2027-01-05"})
    assert (answer.url, told(answer)) == (reviewers_page, ["Assigned."])
    assert reviewing(in_review) == [("初审", "qian", date(2027, 1, 5)), ("初审", "zhao", None)]
    review = Review.objects.get(reviewer=colleague)
    answer = client.post(reverse("reviewer_remove", args=[in_review.pk, review.pk]))
    assert (answer.url, told(answer)[-1]) == (reviewers_page, "Taken back.")
    assert reviewing(in_review) == [("初审", "zhao", None)]


def test_nobody_runs_a_round_for_themselves(in_review, reviewers_page, cycle, author, bureau, visit):
    """The author organises the own unit: who reviews the own report, and how, is not theirs to see or to say."""
    bureau.organisers.add(author)
    client = visit(author)
    assert client.get(reviewers_page).status_code == 403
    assert client.post(reverse("reviewer_remove", args=[in_review.pk, in_review.reviews.get().pk])).status_code == 403
    lists = [client.get(reverse(name, args=[cycle.pk])) for name in ("cycle_reports", "cycle_reviews")]
    assert [(page.status_code, list(page.context["page"])) for page in lists] == [(200, [])] * 2
    pages = [client.get(reverse(name, args=[cycle.pk])) for name in ("cycle", "participants")]
    assert [("赵桥" in page.content.decode(), page.status_code) for page in pages] == [(False, 200)] * 2


@pytest.mark.usefixtures("organiser", "colleague")
def test_who_organises_the_own_unit_does_not_choose_the_own_reviewers(
    in_review, stage, stages_page, bureau, author, reviewer, visit
):
    bureau.organisers.add(author)
    rule = StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=reviewer)
    said = "This would decide who reviews a report that you write. Ask another organiser to do it: 唐雅."
    for address, data in [
        (stages_page, {"stage": stage.pk, "unit": bureau.pk, "reviewer": "qian"}),
        (reverse("stage_reviewer_remove", args=[stage.cycle_id, rule.pk]), {}),
    ]:
        answer = visit(author).post(address, data)
        assert (answer.url, told(answer)) == (stages_page, [said])
    assert (rules(), reviewing(in_review)) == ([("初审", "水务局", "zhao")], [("初审", "zhao", None)])


def test_the_last_reviewer_is_not_taken_back(in_review, reviewers_page, organiser, visit):
    answer = visit(organiser).post(reverse("reviewer_remove", args=[in_review.pk, in_review.reviews.get().pk]))
    assert told(answer) == ["The report waits for nobody else in this stage. Assign somebody else first."]
    assert reviewing(in_review) == [("初审", "zhao", None)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("zhao", "赵桥 reviews this report in this stage already."),
        ("lin", "Nobody reviews what they write or help to write. Choose somebody else."),
    ],
)
def test_who_cannot_be_assigned(in_review, stage, reviewers_page, organiser, visit, name, said):
    answer = visit(organiser).post(reviewers_page, {"stage": stage.pk, "reviewer": name})
    assert told(answer) == [said]
    assert reviewing(in_review) == [("初审", "zhao", None)]


def test_what_is_wrong_stays_as_typed(in_review, stage, reviewers_page, organiser, visit):
    answer = visit(organiser).post(reviewers_page, {"stage": stage.pk, "reviewer": "qian.ning", "due": "2027-01-05"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ['value="qian.ning"' in page, 'value="2027-01-05"' in page] == [True, True]
    assert in_review.reviews.count() == 1


def test_a_review_of_another_report_is_not_taken_back(last_year, in_review, organiser, visit):
    foreign = reverse("reviewer_remove", args=[last_year.pk, in_review.reviews.get().pk])
    assert visit(organiser).post(foreign).status_code == 404
    assert in_review.reviews.count() == 1


def test_the_page_tells_what_each_has_said(in_review, stage, reviewers_page, organiser, reviewer, colleague, visit):
    Review.objects.create(report=in_review, stage=stage, reviewer=colleague)
    agree(report=in_review, opinion="同意上报。", by=reviewer, at=LATER)
    page = visit(organiser).get(reviewers_page).content.decode()
    assert [words in page for words in ("同意上报。", "Agreed", "not opened yet")] == [True, True, True]
    removals = [
        reverse("reviewer_remove", args=[in_review.pk, review.pk]) for review in in_review.reviews.order_by("pk")
    ]
    assert [f'action="{address}"' in page for address in removals] == [False, True]


def test_after_the_approval_nobody_is_assigned(approved, stage, organiser, colleague, visit):
    client, address = visit(organiser), reverse("reviewers", args=[approved.pk])
    assert "Assign a reviewer" not in client.get(address).content.decode()
    answer = client.post(address, {"stage": stage.pk, "reviewer": "qian"})
    assert told(answer) == ["This report is approved: its reviewers stay as they are."]
    assert reviewing(approved) == [("初审", "zhao", None)]
