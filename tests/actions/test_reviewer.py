"""Who comes to review which report."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from reports.access.permissions import ReportPermissions
from reports.actions import reviewer as actions
from reports.actions.assistance import name_assistant
from reports.actions.errors import Refused, Unreviewed
from reports.actions.report import submit_report
from reports.actions.review import agree, return_report
from reports.models import Assistance, Event, Notice, Report, Review, StageReviewer

from ..factories import MOMENT, UserFactory, many_reports, write_report

LATER = MOMENT + timedelta(days=9)


@pytest.fixture
def colleague(county):
    return UserFactory.create(username="qian", name="钱宁", unit=county)


@pytest.fixture
def second_stage(cycle):
    return cycle.stages.create(position=2, name="领导审定", due=date(2027, 1, 20))


@pytest.fixture
def unreviewed(cycle, author):
    """A complete draft that nobody has been assigned to."""
    return write_report(cycle, author)


def reviewing(report):
    rows = report.reviews.order_by("stage__position", "reviewer__username")
    return [(review.stage.position, review.reviewer.username) for review in rows]


def test_the_rules_of_the_nearest_unit_count(
    unreviewed, stage, second_stage, county, bureau, author, reviewer, colleague
):
    for at_stage, unit, person in [
        (stage, county, colleague),
        (stage, bureau, reviewer),
        (second_stage, county, colleague),
    ]:
        StageReviewer.objects.create(stage=at_stage, unit=unit, reviewer=person)
    submit_report(report=unreviewed, by=author, at=LATER)
    assert reviewing(unreviewed) == [(1, "zhao"), (2, "qian")]
    assert Report.objects.get(pk=unreviewed.pk).stage == stage


def test_who_is_named_for_a_participant_comes_before_the_rules_of_the_first_stage(
    unreviewed, stage, second_stage, county, author, reviewer, colleague
):
    for at_stage in (stage, second_stage):
        StageReviewer.objects.create(stage=at_stage, unit=county, reviewer=reviewer)
    StageReviewer.objects.create(stage=stage, participant=unreviewed.participant, reviewer=colleague)
    submit_report(report=unreviewed, by=author, at=LATER)
    assert reviewing(unreviewed) == [(1, "qian"), (2, "zhao")]


def test_named_reviewers_who_cannot_review_do_not_count(unreviewed, stage, county, author, reviewer, colleague):
    StageReviewer.objects.create(stage=stage, unit=county, reviewer=reviewer)
    left = UserFactory.create(is_active=False)
    for person, set_by in ((author, None), (left, None), (colleague, author)):
        StageReviewer.objects.create(stage=stage, participant=unreviewed.participant, reviewer=person, set_by=set_by)
    submit_report(report=unreviewed, by=author, at=LATER)
    assert reviewing(unreviewed) == [(1, "zhao")]


def test_nobody_reviews_their_own_report(unreviewed, stage, bureau, author, colleague):
    for person in (author, colleague):
        StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=person)
    submit_report(report=unreviewed, by=author, at=LATER)
    assert reviewing(unreviewed) == [(1, "qian")]
    with pytest.raises(Refused, match="help to write"):
        actions.assign_reviewer(report=unreviewed, stage=stage, reviewer=author, due=None, by=colleague, at=LATER)


def test_who_was_assigned_by_hand_is_not_joined_by_rules(report, stage, bureau, author, colleague):
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=colleague)
    submit_report(report=report, by=author, at=LATER)
    assert reviewing(report) == [(1, "zhao")]


@pytest.fixture
def gone(county):
    """Whoever has left."""
    return UserFactory.create(username="jin", name="金一", unit=county, is_active=False)


def refused_as_left_empty(report, author, at=LATER):
    before = (report.state, report.revisions.count(), reviewing(report), Event.objects.count())
    with pytest.raises(Unreviewed, match="nobody can review your report.*organiser has been asked"):
        submit_report(report=report, by=author, at=at)
    report = Report.objects.get(pk=report.pk)
    assert (report.state, report.revisions.count(), reviewing(report), Event.objects.count()) == before


def told(kind="unreviewed"):
    rows = Notice.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("recipient__username", "actor__username", "report"))


def test_a_stage_whose_reviewers_have_left_is_not_submitted_into(unreviewed, stage, bureau, author, organiser, gone):
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=gone)
    refused_as_left_empty(unreviewed, author)
    assert told() == [("tang", "lin", unreviewed.pk)]
    actions.assign_reviewer(report=unreviewed, stage=stage, reviewer=organiser, due=None, by=organiser, at=LATER)
    submit_report(report=unreviewed, by=author, at=LATER)
    assert reviewing(unreviewed) == [(1, "tang")]


@pytest.mark.parametrize("which", ["stage", "second_stage"])
def test_a_stage_whose_only_reviewer_is_the_author(
    request, unreviewed, stage, second_stage, bureau, author, which, colleague
):
    """A later stage too: it would be passed over."""
    for one in (stage, second_stage):
        person = author if one == request.getfixturevalue(which) else colleague
        StageReviewer.objects.create(stage=one, unit=bureau, reviewer=person)
    refused_as_left_empty(unreviewed, author)


def test_one_named_by_hand_who_has_left(report, reviewer, author):
    reviewer.is_active = False
    reviewer.save()
    refused_as_left_empty(report, author)


def test_the_rules_of_the_unit_above_help_out(unreviewed, stage, county, bureau, author, colleague, gone):
    """The head reviews the bureau's reports; the head's own is for the county."""
    for unit, person in [(bureau, author), (bureau, gone), (county, colleague)]:
        StageReviewer.objects.create(stage=stage, unit=unit, reviewer=person)
    submit_report(report=unreviewed, by=author, at=LATER)
    assert reviewing(unreviewed) == [(1, "qian")]


def test_rules_replace_one_named_by_hand_who_has_left(report, stage, bureau, reviewer, author, colleague):
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=colleague)
    reviewer.is_active = False
    reviewer.save()
    submit_report(report=report, by=author, at=LATER)
    assert reviewing(report) == [(1, "qian"), (1, "zhao")]
    assert agree(report=report, by=colleague, at=LATER).state == "approved"


def test_a_stage_that_is_for_others_is_passed_over(
    unreviewed, stage, second_stage, bureau, elsewhere, author, gone, colleague
):
    """Nobody has been named for this unit there: that is no stage left empty."""
    StageReviewer.objects.create(stage=stage, unit=elsewhere, reviewer=gone)
    StageReviewer.objects.create(stage=second_stage, unit=bureau, reviewer=colleague)
    submit_report(report=unreviewed, by=author, at=LATER)
    assert (reviewing(unreviewed), told()) == ([(2, "qian")], [])


def test_a_stage_that_is_passed_already_may_be_empty(submitted, stage, second_stage, author, reviewer, colleague):
    Review.objects.create(report=submitted, stage=second_stage, reviewer=colleague)
    agree(report=submitted, by=reviewer, at=LATER)
    reasons = {submitted.sections.first().pk: "再写。"}
    return_report(report=submitted, reasons=reasons, by=colleague, at=LATER)
    reviewer.is_active = False
    reviewer.save()
    submit_report(report=submitted, by=author, at=LATER + timedelta(hours=1))
    assert [review.reviewer for review in Review.objects.waiting()] == [colleague]


def test_after_a_return_the_stage_has_still_to_be_able(submitted, stage, author, reviewer, organiser):
    return_report(report=submitted, reasons={submitted.sections.first().pk: "再写。"}, by=reviewer, at=LATER)
    reviewer.is_active = False
    reviewer.save()
    submitted.refresh_from_db()
    refused_as_left_empty(submitted, author)
    assert told() == [("tang", "lin", submitted.pk)]


def test_a_small_office_without_reviewers_submits_and_the_organiser_is_told(unreviewed, author, organiser):
    """Nobody is named anywhere: the report waits, and can never be approved by nobody."""
    submit_report(report=unreviewed, by=author, at=LATER)
    unreviewed.refresh_from_db()
    assert (unreviewed.state, unreviewed.stage, told()) == ("submitted", None, [("tang", "lin", unreviewed.pk)])


def test_a_stage_that_was_emptied_since_is_told_when_the_report_gets_there(
    submitted, second_stage, reviewer, colleague, organiser
):
    Review.objects.create(report=submitted, stage=second_stage, reviewer=colleague)
    colleague.is_active = False
    colleague.save()
    decided = agree(report=submitted, by=reviewer, at=LATER)
    assert (decided.state, decided.stage, told()) == ("in_review", second_stage, [("tang", "zhao", submitted.pk)])


def test_whoever_clicks_often_tells_it_once(unreviewed, stage, bureau, author, organiser, gone):
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=gone)
    once = [("tang", "lin", unreviewed.pk)]
    for minutes in range(3):
        refused_as_left_empty(unreviewed, author, at=LATER + timedelta(minutes=minutes))
    assert told() == once
    Notice.objects.update(read_at=LATER)
    refused_as_left_empty(unreviewed, author, at=LATER + timedelta(hours=23))
    assert told() == once
    refused_as_left_empty(unreviewed, author, at=LATER + timedelta(hours=25))
    assert told() == once * 2


def test_who_is_told_of_a_stage_left_empty(unreviewed, stage, elsewhere, author, organiser, stranger, colleague, gone):
    """Organisers of the unit and above who have not left; never the author, nor those of another branch."""
    StageReviewer.objects.create(stage=stage, unit=unreviewed.unit, reviewer=gone)
    unreviewed.unit.organisers.add(author, colleague)
    organiser.unit.organisers.add(gone)
    elsewhere.organisers.add(stranger)
    refused_as_left_empty(unreviewed, author)
    assert sorted(told()) == [("qian", "lin", unreviewed.pk), ("tang", "lin", unreviewed.pk)]
    seen = [person.username for person in (colleague, organiser, author) if Notice.objects.seen_by(person).exists()]
    assert seen == ["qian", "tang"]
    assert Notice.objects.seen_by(organiser).get().place == ["林晓", "2026年度述职"]


def test_the_organiser_is_not_told_of_what_is_not_complete(unreviewed, stage, bureau, author, organiser, gone):
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=gone)
    unreviewed.figures.update(value="")
    with pytest.raises(Refused, match="not complete"):
        submit_report(report=unreviewed, by=author, at=LATER)
    assert told() == []


def test_a_new_rule_reaches_what_waits_already(unreviewed, stage, county, author, organiser, colleague, log):
    submit_report(report=unreviewed, by=author, at=LATER)
    count = actions.add_stage_reviewer(stage=stage, unit=county, reviewer=colleague, by=organiser, at=LATER)
    assert (count, reviewing(unreviewed)) == (1, [(1, "qian")])
    assert Report.objects.get(pk=unreviewed.pk).stage == stage
    assert log()[-1] == ("reviewer_assigned", "tang", None, f"{stage} · {county} · 钱宁")


def test_a_rule_once(stage, county, organiser, colleague):
    actions.add_stage_reviewer(stage=stage, unit=county, reviewer=colleague, by=organiser, at=LATER)
    with pytest.raises(Refused, match="already"):
        actions.add_stage_reviewer(stage=stage, unit=county, reviewer=colleague, by=organiser, at=LATER)
    assert StageReviewer.objects.count() == 1


def test_removing_a_rule_keeps_its_reviews(unreviewed, stage, bureau, author, organiser, colleague):
    rule = StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=colleague)
    submit_report(report=unreviewed, by=author, at=LATER)
    actions.remove_stage_reviewer(rule=rule, by=organiser, at=LATER)
    assert (StageReviewer.objects.count(), reviewing(unreviewed)) == (0, [(1, "qian")])


def test_assigning_by_hand(report, second_stage, organiser, colleague, log):
    due = date(2027, 1, 5)
    actions.assign_reviewer(report=report, stage=second_stage, reviewer=colleague, due=due, by=organiser, at=LATER)
    assert reviewing(report) == [(1, "zhao"), (2, "qian")]
    assert [review.due_on for review in report.reviews.order_by("stage")] == [date(2027, 1, 10), due]
    assert log() == [("reviewer_assigned", "tang", report.pk, "领导审定 · 钱宁")]


def test_a_stage_that_is_passed_gets_nobody_more(submitted, stage, second_stage, organiser, reviewer, colleague):
    Review.objects.create(report=submitted, stage=second_stage, reviewer=colleague)
    agree(report=submitted, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="passed this stage"):
        actions.assign_reviewer(report=submitted, stage=stage, reviewer=organiser, due=None, by=organiser, at=LATER)
    assert reviewing(submitted) == [(1, "zhao"), (2, "qian")]


def test_taking_a_review_back(submitted, stage, organiser, colleague):
    review = Review.objects.create(report=submitted, stage=stage, reviewer=colleague)
    actions.remove_reviewer(review=review, by=organiser, at=LATER)
    assert reviewing(submitted) == [(1, "zhao")]
    with pytest.raises(Refused, match="Assign somebody else first"):
        actions.remove_reviewer(review=submitted.reviews.get(), by=organiser, at=LATER)
    assert reviewing(submitted) == [(1, "zhao")]


def test_a_report_never_waits_for_nobody(submitted, stage, organiser, reviewer, colleague):
    """All others of the stage have agreed: without the last one nobody would decide any more."""
    review = Review.objects.create(report=submitted, stage=stage, reviewer=colleague)
    agree(report=submitted, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="waits for nobody else"):
        actions.remove_reviewer(review=review, by=organiser, at=LATER)
    assert [review.reviewer for review in Review.objects.waiting()] == [colleague]


def test_nobody_reviews_what_they_help_to_write(report, stage, organiser, author, reviewer, assistant):
    with pytest.raises(Refused, match="help to write"):
        actions.assign_reviewer(report=report, stage=stage, reviewer=assistant, due=None, by=organiser, at=LATER)
    with pytest.raises(Refused, match="reviews your report"):
        name_assistant(author=author, assistant=reviewer, may_submit=True, at=LATER)
    assert reviewing(report) == [(1, "zhao")]


def test_a_naming_removes_no_reviewer(report, stage, bureau, author, reviewer, colleague):
    """Neither one there is nor one by the rules, even where it was agreed before they had the duty."""
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=colleague)
    report.reviews.all().delete()
    for person in (reviewer, colleague):
        Assistance.objects.create(author=author, assistant=person, may_submit=True, accepted_at=MOMENT)
    actions.assign_by_rules([report])
    Review.objects.create(report=report, stage=stage, reviewer=reviewer)
    submit_report(report=report, by=author, at=LATER)
    assert reviewing(report) == [(1, "qian"), (1, "zhao")]
    assert [agree(report=report, by=person, at=LATER).state for person in (reviewer, colleague)] == [
        "in_review",
        "approved",
    ]


def test_an_opinion_is_kept(submitted, stage, organiser, reviewer, colleague):
    Review.objects.create(report=submitted, stage=stage, reviewer=colleague)
    agree(report=submitted, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="it is kept"):
        actions.remove_reviewer(review=submitted.reviews.get(reviewer=reviewer), by=organiser, at=LATER)
    assert submitted.reviews.count() == 2


def test_stages(cycle, stage, organiser, log):
    new = actions.save_stage(cycle=cycle, stage=None, name="领导审定", due=None, by=organiser, at=LATER)
    actions.save_stage(cycle=cycle, stage=new, name="局长审定", due=date(2027, 2, 1), by=organiser, at=LATER)
    assert list(cycle.stages.values_list("position", "name", "due")) == [
        (1, "初审", date(2027, 1, 10)),
        (2, "局长审定", date(2027, 2, 1)),
    ]
    actions.remove_stage(stage=new, by=organiser, at=LATER)
    with pytest.raises(Refused, match="at least one stage"):
        actions.remove_stage(stage=stage, by=organiser, at=LATER)
    assert [row[0] for row in log()] == ["stage_set", "stage_set", "stage_removed"]


def test_a_stage_in_which_somebody_reviews_stays(report, stage, second_stage, organiser):
    with pytest.raises(Refused, match="reviewed in this stage already"):
        actions.remove_stage(stage=stage, by=organiser, at=LATER)
    assert report.cycle.stages.count() == 2


def test_assigning_asks_the_same_for_one_report_and_many(
    cycle, stage, county, colleague, django_assert_num_queries, many_submitted
):
    StageReviewer.objects.create(stage=stage, unit=county, reviewer=colleague)
    with django_assert_num_queries(7):
        actions.assign_by_rules(many_submitted)
    assert Review.objects.filter(reviewer=colleague).count() == len(many_submitted)


@pytest.fixture(params=[1, 120])
def many_submitted(request, cycle):
    return many_reports(cycle, request.param, state="submitted", submitted_at=MOMENT)


# nobody runs a round for themselves

OWN = "This would decide who reviews a report that you write."


@pytest.fixture
def writing_organiser(bureau, author):
    """Organises the bureau and writes a report of it."""
    bureau.organisers.add(author)
    return author


def rules():
    return sorted(StageReviewer.objects.values_list("stage__position", "unit__name", "reviewer__username"))


@pytest.mark.parametrize("where", ["bureau", "county"])
def test_a_rule_for_the_own_report_is_set_by_another(
    request, report, stage, county, writing_organiser, organiser, colleague, where
):
    county.organisers.add(writing_organiser)
    unit = request.getfixturevalue(where)
    before = Event.objects.count()
    with pytest.raises(Refused) as refused:
        actions.add_stage_reviewer(stage=stage, unit=unit, reviewer=colleague, by=writing_organiser, at=LATER)
    assert str(refused.value) == f"{OWN} Ask another organiser to do it: 唐雅."
    assert (rules(), Event.objects.count()) == ([], before)
    actions.add_stage_reviewer(stage=stage, unit=unit, reviewer=colleague, by=organiser, at=LATER)
    assert rules() == [(1, unit.name, "qian")]


def test_where_there_is_no_other_organiser_the_administrator_names_one(
    report, stage, bureau, writing_organiser, stranger, elsewhere, colleague
):
    elsewhere.organisers.add(stranger)
    with pytest.raises(Refused) as refused:
        actions.add_stage_reviewer(stage=stage, unit=bureau, reviewer=colleague, by=writing_organiser, at=LATER)
    assert str(refused.value) == f"{OWN} Ask the administrator to name another organiser of “水务局”."


@pytest.mark.usefixtures("report")
def test_who_writes_a_report_runs_the_round_for_the_rest(
    stage, second_stage, county, bureau, office, writing_organiser, reviewer, colleague
):
    """A unit below, and one above where the rules of a nearer one, set by another, decide about the own report."""
    county.organisers.add(writing_organiser)
    actions.add_stage_reviewer(stage=stage, unit=office, reviewer=colleague, by=writing_organiser, at=LATER)
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=reviewer)
    actions.add_stage_reviewer(stage=stage, unit=county, reviewer=colleague, by=writing_organiser, at=LATER)
    assert rules() == [(1, "水务局", "zhao"), (1, "灌溉科", "qian"), (1, "石桥县", "qian")]
    with pytest.raises(Refused, match=OWN):
        actions.add_stage_reviewer(stage=second_stage, unit=county, reviewer=colleague, by=writing_organiser, at=LATER)


def test_a_nearer_rule_that_does_not_decide_is_no_excuse(
    report, stage, county, bureau, writing_organiser, colleague, gone
):
    county.organisers.add(writing_organiser)
    for person, set_by in [(writing_organiser, None), (colleague, writing_organiser), (gone, None)]:
        StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=person, set_by=set_by)
    with pytest.raises(Refused, match=OWN):
        actions.add_stage_reviewer(stage=stage, unit=county, reviewer=colleague, by=writing_organiser, at=LATER)


def test_a_rule_for_the_own_report_is_removed_by_another(
    report, stage, second_stage, bureau, writing_organiser, organiser, reviewer
):
    rule = StageReviewer.objects.create(stage=second_stage, unit=bureau, reviewer=reviewer, set_by=organiser)
    with pytest.raises(Refused, match=OWN):
        actions.remove_stage_reviewer(rule=rule, by=writing_organiser, at=LATER)
    with pytest.raises(Refused, match=OWN):
        actions.remove_stage(stage=second_stage, by=writing_organiser, at=LATER)
    assert rules() == [(2, "水务局", "zhao")]
    actions.remove_stage_reviewer(rule=rule, by=organiser, at=LATER)
    assert rules() == []


def test_by_hand_another_assigns_and_takes_back(report, second_stage, writing_organiser, organiser, colleague):
    told = {"stage": second_stage, "reviewer": colleague, "due": None, "at": LATER}
    with pytest.raises(Refused, match=OWN):
        actions.assign_reviewer(report=report, by=writing_organiser, **told)
    actions.assign_reviewer(report=report, by=organiser, **told)
    with pytest.raises(Refused, match=OWN):
        actions.remove_reviewer(review=report.reviews.get(stage=second_stage), by=writing_organiser, at=LATER)
    assert reviewing(report) == [(1, "zhao"), (2, "qian")]


def test_a_rule_set_before_the_own_report_was_begun_does_not_count_for_it(
    cycle, stage, county, bureau, writing_organiser, organiser, reviewer, colleague
):
    """For those of others it does."""
    actions.add_stage_reviewer(stage=stage, unit=bureau, reviewer=colleague, by=writing_organiser, at=LATER)
    neighbour = UserFactory.create(username="bai", name="白石", unit=bureau)
    own, other = write_report(cycle, writing_organiser), write_report(cycle, neighbour)
    refused_as_left_empty(own, writing_organiser)
    submit_report(report=other, by=neighbour, at=LATER)
    assert reviewing(other) == [(1, "qian")]
    actions.add_stage_reviewer(stage=stage, unit=county, reviewer=reviewer, by=organiser, at=LATER)
    submit_report(report=own, by=writing_organiser, at=LATER)
    assert reviewing(own) == [(1, "zhao")]


def test_a_rule_that_another_sets_again_counts_for_the_own_report(
    cycle, stage, bureau, writing_organiser, organiser, colleague
):
    told = {"stage": stage, "unit": bureau, "reviewer": colleague, "at": LATER}
    actions.add_stage_reviewer(**told, by=writing_organiser)
    own = write_report(cycle, writing_organiser)
    actions.add_stage_reviewer(**told, by=organiser)
    assert rules() == [(1, "水务局", "qian")]
    submit_report(report=own, by=writing_organiser, at=LATER)
    assert reviewing(own) == [(1, "qian")]


# rules for one participant


def test_a_rule_for_a_participant_comes_before_those_of_units_in_every_stage(
    unreviewed, stage, second_stage, bureau, author, reviewer, colleague
):
    for at_stage in (stage, second_stage):
        StageReviewer.objects.create(stage=at_stage, unit=bureau, reviewer=reviewer)
    StageReviewer.objects.create(stage=second_stage, participant=unreviewed.participant, reviewer=colleague)
    submit_report(report=unreviewed, by=author, at=LATER)
    assert reviewing(unreviewed) == [(1, "zhao"), (2, "qian")]


def test_a_rule_is_for_a_unit_or_for_a_participant(unreviewed, stage, bureau, colleague):
    for of_both in ({}, {"unit": bureau, "participant": unreviewed.participant}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StageReviewer.objects.create(stage=stage, reviewer=colleague, **of_both)


def test_a_rule_for_a_participant_reaches_nobody_else(cycle, unreviewed, stage, bureau, author, colleague):
    neighbour = UserFactory.create(username="bai", name="白石", unit=bureau)
    other = write_report(cycle, neighbour)
    StageReviewer.objects.create(stage=stage, participant=unreviewed.participant, reviewer=colleague)
    for report, writer in ((unreviewed, author), (other, neighbour)):
        submit_report(report=report, by=writer, at=LATER)
    assert (reviewing(unreviewed), reviewing(other)) == ([(1, "qian")], [])


def test_who_alone_is_named_for_a_participant_and_has_left_leaves_the_stage_empty(unreviewed, stage, author, gone):
    StageReviewer.objects.create(stage=stage, participant=unreviewed.participant, reviewer=gone)
    refused_as_left_empty(unreviewed, author)


def test_who_is_named_for_a_participant_does_not_assist(report, stage, author, assistant):
    """Before a report is begun, while it is written, and where they are named anew."""
    other = UserFactory.create(unit=author.unit)
    assert report.is_written_by(assistant)
    StageReviewer.objects.create(stage=stage, participant=report.participant, reviewer=assistant)
    assert not report.is_written_by(assistant)
    assert not Report.objects.written_by(assistant).exists()
    assert not ReportPermissions(assistant, report).may_write
    with pytest.raises(Refused, match="reviews your report"):
        name_assistant(author=author, assistant=assistant, may_submit=True, at=LATER)
    name_assistant(author=other, assistant=assistant, may_submit=True, at=LATER)


def test_the_own_rule_is_not_removed_by_oneself(report, stage, second_stage, writing_organiser, organiser, colleague):
    rule = StageReviewer.objects.create(stage=second_stage, participant=report.participant, reviewer=colleague)
    with pytest.raises(Refused, match=OWN):
        actions.remove_stage_reviewer(rule=rule, by=writing_organiser, at=LATER)
    with pytest.raises(Refused, match=OWN):
        actions.remove_stage(stage=second_stage, by=writing_organiser, at=LATER)
    actions.remove_stage(stage=second_stage, by=organiser, at=LATER)
    assert StageReviewer.objects.count() == 0


def test_another_ones_rule_for_the_own_participation_lets_one_set_those_of_the_unit(
    report, stage, bureau, writing_organiser, organiser, colleague
):
    StageReviewer.objects.create(stage=stage, participant=report.participant, reviewer=colleague, set_by=organiser)
    actions.add_stage_reviewer(stage=stage, unit=bureau, reviewer=colleague, by=writing_organiser, at=LATER)
    assert StageReviewer.objects.count() == 2
