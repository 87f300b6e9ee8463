"""Where reports are on their way: the steps that are done, who has them now and since when, what comes next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Max, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Publication, Report, Revision, Stage
from ..models.review import ShownReview
from ..models.statement import PreparedQuery, PreparedStatement


class StepState(StrEnum):
    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class ReportStep:
    """`at` is when it was done, or began where it is going on; `until` is the day at whose end it is due."""

    label: str | Promise
    state: StepState
    at: datetime | None = None
    until: date | None = None
    people: Sequence[str] = ()

    @property
    def is_now(self) -> bool:
        return self.state == StepState.NOW


@dataclass(frozen=True, slots=True)
class ReportSteps:
    steps: Sequence[ReportStep]
    publication: Publication | None

    @property
    def now(self) -> ReportStep | None:
        """None once it is published."""
        return next((step for step in self.steps if step.is_now), None)


@dataclass(frozen=True, slots=True)
class _Past:
    """What is known of one report: its stages in order with their reviews, when it was returned, what was published."""

    stages: Sequence[Stage]
    reviews: Mapping[int, Sequence[ShownReview]]
    returned_at: datetime | None
    publication: Publication | None

    def agreed_at(self, stage: Stage) -> datetime | None:
        return max((review.agreed_at for review in self.reviews.get(stage.pk, ()) if review.agreed_at), default=None)

    @property
    def last_agreed_at(self) -> datetime | None:
        return max(filter(None, map(self.agreed_at, self.stages)), default=None)

    def due(self, stage: Stage) -> date | None:
        return max((review.due_on for review in self.reviews.get(stage.pk, ()) if review.due_on), default=stage.due)

    def people(self, stage: Stage) -> list[str]:
        return [review.reviewer_name for review in self.reviews.get(stage.pk, ()) if review.reviewer_name]


def steps_of(reports: Iterable[Report], reviews: Iterable[ShownReview]) -> dict[int, ReportSteps]:
    """By report, in three queries. `reviews` are theirs, as far as the reader may know of them."""
    reports = list(reports)
    past = _past_of(reports, reviews)
    return {one.pk: ReportSteps(list(_steps(one, past[one.pk])), past[one.pk].publication) for one in reports}


def _past_of(reports: Sequence[Report], reviews: Iterable[ShownReview]) -> dict[int, _Past]:
    pks = [report.pk for report in reports]
    by_cycle: dict[int, list[Stage]] = defaultdict(list)
    for stage in _stages(*dict.fromkeys(report.cycle_id for report in reports)):
        by_cycle[stage.cycle_id].append(stage)
    by_report: dict[int, dict[int, list[ShownReview]]] = {report.pk: defaultdict(list) for report in reports}
    for review in reviews:
        by_report[review.report_id][review.stage_id].append(review)
    returned = dict(_returned.values(*pks))
    newest = {publication.report_id: publication for publication in _published(*pks)}
    return {
        report.pk: _Past(
            _stages_on_the_way(report, by_cycle[report.cycle_id], by_report[report.pk]),
            by_report[report.pk],
            returned.get(report.pk),
            newest.get(report.pk),
        )
        for report in reports
    }


def _stages_of(*cycles: int) -> QuerySet[Stage]:
    return Stage.objects.filter(cycle__in=cycles).order_by("position")


def _returned_on(*reports: int) -> QuerySet:
    returns = Revision.objects.filter(report__in=reports, milestone=Revision.Milestone.RETURNED).order_by()
    return returns.values_list("report").annotate(Max("created_at"))


def _published_of(*reports: int) -> QuerySet[Publication]:
    return Publication.objects.filter(report__in=reports).order_by("number").defer("sheets")


_stages, _published = PreparedQuery(_stages_of), PreparedQuery(_published_of)
_returned = PreparedStatement(_returned_on)


def _stages_on_the_way(report: Report, stages: Sequence[Stage], reviews: Mapping[int, object]) -> Sequence[Stage]:
    """Those without reviewers are passed over; which these are is known from the first submission on."""
    if report.stage_id is None:
        return stages
    return [stage for stage in stages if stage.pk in reviews or stage.pk == report.stage_id]


def _steps(report: Report, past: _Past) -> Iterable[ReportStep]:
    yield from _writing(report, past)
    if report.is_under_review and report.stage_id is None:
        yield ReportStep(_("A reviewer is being assigned"), StepState.NOW, at=report.submitted_at)
    yield from _reviewing(report, past)
    yield _publishing(report, past)


def _writing(report: Report, past: _Past) -> Iterable[ReportStep]:
    label = pgettext_lazy("step of a report", "Writing")
    if report.state == Report.State.DRAFT:
        yield ReportStep(label, StepState.NOW, report.created_at, report.due_on, [report.author.name])
        yield ReportStep(_SUBMISSION, StepState.AHEAD)
        return
    yield ReportStep(label, StepState.DONE, at=report.created_at)
    yield ReportStep(_SUBMISSION, StepState.DONE, at=report.submitted_at)
    if report.state == Report.State.RETURNED:
        label = _("Being corrected") if report.correction else _("Returned, being revised")
        yield ReportStep(label, StepState.NOW, at=past.returned_at, people=[report.author.name])


def _reviewing(report: Report, past: _Past) -> Iterable[ReportStep]:
    reached = next((stage.position for stage in past.stages if stage.pk == report.stage_id), 0)
    arrived = report.submitted_at
    for stage in past.stages:
        people, until = past.people(stage), past.due(stage)
        if report.is_final or stage.position < reached:
            arrived = max(filter(None, [arrived, past.agreed_at(stage)]), default=None)
            yield ReportStep(stage.name, StepState.DONE, at=past.agreed_at(stage), people=people)
        elif report.is_under_review and stage.position == reached:
            yield ReportStep(stage.name, StepState.NOW, arrived, until, people)
        else:
            yield ReportStep(stage.name, StepState.AHEAD, until=until, people=people)


def _publishing(report: Report, past: _Past) -> ReportStep:
    if report.is_published:
        published = past.publication.published_at if past.publication else None
        return ReportStep(_PUBLICATION, StepState.DONE, at=published)
    if report.state == Report.State.APPROVED:
        return ReportStep(_PUBLICATION, StepState.NOW, at=past.last_agreed_at)
    return ReportStep(_PUBLICATION, StepState.AHEAD)


_SUBMISSION = pgettext_lazy("step of a report", "Submission")
_PUBLICATION = pgettext_lazy("step of a report", "Publication")
