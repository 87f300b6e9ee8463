"""Who reviews which report: by the rules of a stage, or named for one report."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Cycle, Event, Report, Review, Stage, StageReviewer, Unit, User
from ..models.circle import organisers_of_unit
from ..models.stage import StageRules
from .errors import Refused
from .event import log
from .notification import ask_reviewers
from .organising import lock_cycle


def assign_by_rules(reports: Sequence[Report]) -> None:
    """Creates reviews for the stages in which nobody can review a submitted report yet. Runs seven statements
    for any number of reports that go into one stage, one more for each further stage.

    The participant's own rules count, or those of the nearest unit that names somebody who can review: active, and not
    the author. Rules set by the author do not count. An assistant who becomes a reviewer stops assisting, never the
    other way round.
    """
    cycles, participants = ({getattr(report, f"{name}_id") for report in reports} for name in ("cycle", "participant"))
    lines = Unit.objects.lines_upward({report.unit_id for report in reports})
    of_these = Q(unit__in={above for line in lines.values() for above in line}) | Q(participant__in=participants)
    rules = StageReviewer.objects.filter(of_these, stage__cycle__in=cycles).able().select_related("stage")
    stage_rules = StageRules(rules, lines)
    taken = set(Review.objects.filter(report__in=reports).able().values_list("report", "stage"))
    Review.objects.bulk_create(
        Review(report=report, stage=stage, reviewer_id=rule.reviewer_id)
        for report in reports
        for stage in stage_rules.stages(report.cycle_id)
        if (report.pk, stage.pk) not in taken
        for rule in stage_rules.nearest(
            stage, participant=report.participant_id, unit=report.unit_id, author=report.author_id
        )
    )
    _put_in_stages(reports)


def _put_in_stages(reports: Sequence[Report]) -> None:
    """Moves each report to the first stage that somebody reviews, where nobody reviews the one it is in."""
    known = {stage.pk: stage for stage in Stage.objects.filter(cycle__in={report.cycle_id for report in reports})}
    there = Review.objects.filter(report__in=reports).order_by("stage__position")
    stages: dict[int, list[Stage]] = {}
    for report_pk, stage_pk in there.values_list("report", "stage"):
        stages.setdefault(report_pk, []).append(known[stage_pk])
    moved: dict[Stage | None, list[int]] = {}
    for report in reports:
        reviewed, here = stages.get(report.pk, []), known.get(report.stage_id or 0)
        if here not in reviewed:
            later = [stage for stage in reviewed if not here or stage.position > here.position]
            report.stage = next(iter([*later, *reviewed]), None)
            moved.setdefault(report.stage, []).append(report.pk)
    for stage, keys in moved.items():
        Report.objects.filter(pk__in=keys).update(stage=stage)


@transaction.atomic
def assign_reviewer(*, report: Report, stage: Stage, reviewer: User, due: date | None, by: User, at: datetime) -> None:
    """Raises Refused for the author, for somebody who reviews the report already, and after approval."""
    report = _undecided(report)
    _refuse_own_review(report, report.unit, by=by)
    if report.is_written_by(reviewer):
        raise Refused(_("Nobody reviews what they write or help to write. Choose somebody else."))
    if report.stage and stage.position < report.stage.position and report.is_under_review:
        raise Refused(_("The report has passed this stage already."))
    review, created = Review.objects.get_or_create(report=report, stage=stage, reviewer=reviewer, defaults={"due": due})
    if not created:
        raise Refused(_("%(name)s reviews this report in this stage already.") % {"name": reviewer.name})
    if not report.is_open:
        _put_in_stages([report])
    log(verb=Event.Verb.REVIEWER_ASSIGNED, actor=by, at=at, report=report, detail=f"{stage} · {reviewer.name}")
    ask_reviewers(Review.objects.filter(pk=review.pk), by=by, at=at)


@transaction.atomic
def remove_reviewer(*, review: Review, by: User, at: datetime) -> None:
    """Raises Refused where the review has an opinion, and where a stage would be left empty."""
    report = _undecided(review.report)
    _refuse_own_review(report, report.unit, by=by)
    if review.opinions.exists():
        raise Refused(_("This reviewer has given an opinion already; it is kept."))
    waits_for_others = Review.objects.waiting().filter(report=report).exclude(pk=review.pk).exists()
    if report.is_under_review and report.stage_id == review.stage_id and not waits_for_others:
        raise Refused(_("The report waits for nobody else in this stage. Assign somebody else first."))
    detail = f"{review.stage} · {review.reviewer.name}"
    log(verb=Event.Verb.REVIEWER_REMOVED, actor=by, at=at, report=report, detail=detail)
    review.delete()


def _refuse_own_review(report: Report, unit: Unit, *, by: User) -> None:
    """Raises Refused where `by` writes the report. The message names who may do it instead."""
    if report.is_written_by(by):
        raise _refusal_of_own(unit, by=by)


def may_change(rule: StageReviewer, *, by: User) -> bool:
    try:
        _refuse_removing(rule, by=by)
    except Refused:
        return False
    return True


def pass_rule_on(rule: StageReviewer, *, to: User, by: User) -> None:
    """Somebody else reviews by it from now on. Where they do so already, it goes."""
    others = StageReviewer.objects.filter(stage=rule.stage_id, unit=rule.unit_id, reviewer=to)
    if others.exists():
        rule.delete()
    else:
        rule.reviewer, rule.set_by = to, by
        rule.save(update_fields=["reviewer", "set_by"])


def _refusal_of_own(unit: Unit, *, by: User) -> Refused:
    others = organisers_of_unit(unit.pk).exclude(pk=by.pk).order_by("name", "pk")
    advice = _("Ask the administrator to name another organiser of “%(unit)s”.") % {"unit": unit}
    if names := list(others.values_list("name", flat=True)):
        joined = pgettext("list of names", ", ").join(names)
        advice = _("Ask another organiser to do it: %(names)s.") % {"names": joined}
    why = _("This would decide who reviews a report that you write.")
    return Refused(f"{why} {advice}")


def _refuse_own_rule(stage: Stage, unit: Unit, *, by: User) -> None:
    """Raises Refused where the rule would decide who reviews a report that `by` writes."""
    written = list(stage.cycle.reports.written_by(by))
    lines = Unit.objects.lines_upward({report.unit_id for report in written})
    by_others = stage.reviewers.able().exclude(Q(reviewer=by) | Q(set_by=by))
    for report in written:
        line = lines[report.unit_id]
        nearer = Q(unit__in=line[: line.index(unit.pk)] if unit.pk in line else [])
        if unit.pk in line and not by_others.filter(nearer | Q(participant=report.participant_id)).exists():
            _refuse_own_review(report, unit, by=by)


def _refuse_removing(rule: StageReviewer, *, by: User) -> None:
    """Raises Refused like `_refuse_own_rule`. What they have set themselves decides nothing for them."""
    if rule.set_by_id == by.pk:
        return
    if rule.unit:
        _refuse_own_rule(rule.stage, rule.unit, by=by)
    elif rule.participant and rule.participant.person_id == by.pk:
        raise _refusal_of_own(rule.participant.unit, by=by)


def _undecided(report: Report) -> Report:
    found = Report.objects.select_for_update(of=("self",)).select_related("stage").get(pk=report.pk)
    if found.is_final:
        raise Refused(_("This report is approved: its reviewers stay as they are."))
    return found


@transaction.atomic
def add_stage_reviewer(*, stage: Stage, unit: Unit, reviewer: User, by: User, at: datetime) -> int:
    """Adds a rule and applies it to the reports that wait in the stage. Returns how many reports it reached.

    Raises Refused where the rule would decide who reviews a report that `by` writes.
    """
    _refuse_own_rule(stage, unit, by=by)
    rule, created = StageReviewer.objects.get_or_create(stage=stage, unit=unit, reviewer=reviewer)
    if not created and rule.set_by_id in {None, by.pk}:
        raise Refused(_("%(name)s reviews this unit in this stage already.") % {"name": reviewer.name})
    rule.set_by = by  # where two people set the same rule, the later one counts: it now decides the first one's report
    rule.save(update_fields=["set_by"])
    reviewed = Review.objects.filter(stage=stage).able()
    here = stage.cycle.reports.under_review().filter(unit__in=Unit.objects.within(unit.pk))
    waiting = here.exclude(reviews__in=reviewed)
    reports = list(waiting.select_for_update(of=("self",)).select_related("stage"))
    assign_by_rules(reports)
    log(verb=Event.Verb.REVIEWER_ASSIGNED, actor=by, at=at, detail=f"{stage} · {unit} · {reviewer.name}")
    ask_reviewers(Review.objects.filter(report__in=reports, stage=stage), by=by, at=at)
    return len(reports)


@transaction.atomic
def remove_stage_reviewer(*, rule: StageReviewer, by: User, at: datetime) -> None:
    """Reviews that the rule made stay. Raises Refused like `add_stage_reviewer`."""
    _refuse_removing(rule, by=by)
    detail = f"{rule.stage} · {rule.unit} · {rule.reviewer.name}"
    log(verb=Event.Verb.REVIEWER_REMOVED, actor=by, at=at, detail=detail)
    rule.delete()


@transaction.atomic
def save_stage(*, cycle: Cycle, stage: Stage | None, name: str, due: date | None, by: User, at: datetime) -> Stage:
    """Adds a last stage where `stage` is None."""
    if stage is None:
        last = lock_cycle(cycle).stages.order_by("position").last()
        stage = Stage(cycle=cycle, position=last.position + 1 if last else 1)
    stage.name, stage.due = name, due
    stage.save()
    log(verb=Event.Verb.STAGE_SET, actor=by, at=at, detail=f"{cycle} · {name}")
    return stage


@transaction.atomic
def remove_stage(*, stage: Stage, by: User, at: datetime) -> None:
    """Raises Refused where somebody reviews in it, or where it is the only stage."""
    if stage.reviews.exists():
        raise Refused(_("Reports are reviewed in this stage already. It stays."))
    if stage.cycle.stages.count() == 1:
        raise Refused(_("A round has at least one stage."))
    for rule in stage.reviewers.filter(Q(participant=None) | Q(participant__person=by)).select_related("unit"):
        _refuse_removing(rule, by=by)
    log(verb=Event.Verb.STAGE_REMOVED, actor=by, at=at, detail=f"{stage.cycle} · {stage}")
    stage.delete()
