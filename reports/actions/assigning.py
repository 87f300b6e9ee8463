"""Naming a reviewer for many reports at once, and taking the reviews back."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import BatchItem, Report, Review, Stage, User
from .batch_plan import BatchPlan, BatchRow
from .errors import Refused
from .reviewer import assign_reviewer, remove_reviewer


def plan_assignment(
    rows: QuerySet[Report], *, by: User, at: datetime, stage: Stage, reviewer: User, due: date | None
) -> BatchPlan:
    """`rows` are the organiser's, with what a list shows. Four queries, however many they are."""
    here = Report.objects.filter(cycle=stage.cycle_id)
    own, theirs = (set(here.written_by(person).values_list("pk", flat=True)) for person in (by, reviewer))
    reviewed = set(Review.objects.filter(stage=stage, reviewer=reviewer).values_list("report", flat=True))

    def why_not(report: Report) -> str:
        if report.pk in own:
            return _("you write it yourself, or help to")
        if report.pk in theirs:
            return _("they write it, or help to")
        if report.is_final:
            return _("approved: its reviewers stay")
        if report.is_under_review and report.stage and stage.position < report.stage.position:
            return _("past this stage")
        return _("they review it in this stage already") if report.pk in reviewed else ""

    wanted = [stage.pk, reviewer.pk, due.isoformat() if due else None]
    what = _("%(name)s reviews it in “%(stage)s”") % {"name": reviewer.name, "stage": stage.name}
    return BatchPlan([BatchRow(report, why_not(report), what, {"review": [None, wanted]}) for report in rows])


def assign_item(item: BatchItem, *, at: datetime) -> None:
    """Raises Refused like `assign_reviewer` and, where it is taken back, like `remove_reviewer`."""
    by = item.batch.by
    organised = Report.objects.reached_by(by).filter(cycle=item.batch.cycle_id)
    report = organised.select_related("cycle", "author", "unit", "stage").filter(pk=item.report_id or 0).first()
    if report is None:
        raise Refused(_("you do not organise its unit any more"))
    seen, wanted = item.change["review"]
    if wanted is None:
        _remove(report, seen, by, at)
    else:
        stage, reviewer = _able(*wanted[:2])
        due = date.fromisoformat(wanted[2]) if wanted[2] else None
        assign_reviewer(report=report, stage=stage, reviewer=reviewer, due=due, by=by, at=at)


def _able(stage_pk: int, reviewer_pk: int) -> tuple[Stage, User]:
    """As stored now."""
    reviewer, stage = User.objects.get(pk=reviewer_pk), Stage.objects.filter(pk=stage_pk).first()
    if not reviewer.is_active:
        raise Refused(_("the account of %(name)s was deactivated") % {"name": reviewer.name})
    if stage is None:
        raise Refused(_("the stage was removed"))
    return stage, reviewer


def _remove(report: Report, seen: list, by: User, at: datetime) -> None:
    here = Review.objects.filter(report=report, stage=seen[0], reviewer=seen[1])
    review = here.select_related("report", "stage", "reviewer").first()
    if review is None:
        raise Refused(_("the review was taken back, or handed over, meanwhile"))
    remove_reviewer(review=review, by=by, at=at)
