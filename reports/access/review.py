"""For reviewers: their tasks and what they decide; and who reads what they decided."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..models import Opinion, Report, ReturnDraft, ReturnReason, Review, Substitution, User
from ..models.read_receipt import SinceLastRead, since_last_read
from ..models.report import FINAL_STATES, SUBMITTED_STATES
from ..models.review import OpinionQuerySet, ShownReview
from ..models.statement import PreparedCounts, PreparedQuery, PreparedStatement, person_of
from .permissions import ReportPermissions, report_to_read


def reviews_of(user: User) -> QuerySet[Review]:
    """Of submitted reports, the earliest due first."""
    return Review.objects.filter(reviewer=user, report__state__in=SUBMITTED_STATES).for_lists().oldest_first()


def reviews_waiting(user: User) -> QuerySet[Review]:
    """Reviews whose turn it is, the earliest due first."""
    return Review.objects.filter(reviewer=user).waiting().for_lists().oldest_first()


_waiting = PreparedQuery(lambda person: reviews_waiting(person_of(person)))


def next_reviews(user: User) -> list[Review]:
    """The rows of `reviews_waiting`."""
    return _waiting(user.pk)


_review_counts = PreparedCounts(reviews_of, reviews_waiting)


def count_reviews(user: User) -> dict[str, int]:
    """How many review tasks the person has on submitted reports: `all` of them, and those `waiting` for the person."""
    every, waiting = _review_counts(user)
    return {"all": every, "waiting": waiting}


def reviews_to_show_writers(reports: Iterable[Report]) -> list[ShownReview]:
    """Who reviews the writers learn of the stages that their report has reached; who of them has agreed, only once it
    has gone on: the rest may change, and nobody is to be spoken to before they decide.
    """
    return [ShownReview(*row) for row in _shown.values(*(report.pk for report in reports))]


def _shown_of(*reports: int) -> QuerySet:
    passed = Q(stage__position__lt=F("report__stage__position")) | Q(report__state__in=FINAL_STATES)
    reached = passed | Q(stage=F("report__stage"))
    agreed = Q(opinions__decision=Opinion.Decision.AGREED)
    shown = Review.objects.filter(report__in=reports).able().order_by("reviewer__name", "pk")
    return shown.values_list("report", "stage").annotate(
        name=Case(When(reached, then=F("reviewer__name")), default=Value("")),
        due_day=Coalesce("due", "stage__due"),
        agreed_at=Max("opinions__at", filter=agreed & passed),
    )


_shown = PreparedStatement(_shown_of)


def is_unopened(user: User, report: Report) -> bool:
    """Whether the person reviews the report and has not opened what was submitted."""
    return Review.objects.filter(report=report, reviewer=user).unopened().exists()


def changes_since_read(user: User, report: Report, permissions: ReportPermissions) -> SinceLastRead | None:
    """None for writers: they read the report as it stands."""
    reviews = permissions.is_reviewer and not permissions.may_write
    return since_last_read(report, user) if reviews else None


def report_to_decide(user: User, pk: int) -> tuple[Report, ReportPermissions]:
    """For its reviewers. `may_decide` says whether it is their turn, and the action checks that again. Whoever handed
    the review over is told so.
    """
    try:
        report, permissions = report_to_read(user, pk)
    except Http404:
        _refuse_former(user, pk)
        raise
    if not permissions.is_reviewer:
        _refuse_former(user, pk)
        raise PermissionDenied(_("Only a reviewer of this report may return or approve it."))
    return report, permissions


def _refuse_former(user: User, pk: int) -> None:
    handed = (
        Substitution.objects.filter(report__in=Report.objects.filter(pk=pk), former=user)
        .select_related("substitute")
        .last()
    )
    if handed:
        said = _("Your review of this report was handed over to %(name)s on %(day)s. Nothing was sent or stored.")
        day = date_format(localtime(handed.at), "SHORT_DATE_FORMAT")
        raise PermissionDenied(said % {"name": handed.substitute.name, "day": day} + _own_drafts(user, pk))


def _own_drafts(user: User, pk: int) -> str:
    """What the person had marked to be changed and not sent: nobody else reads it, and the words are not lost."""
    texts = ReturnDraft.objects.filter(section__report=pk, by=user).values_list("text", flat=True)
    said = _(" What you had marked as to be changed was not sent, and only you see it: %(texts)s")
    return said % {"texts": " ".join(f"“{text}”" for text in texts)} if texts else ""


def own_decision(user: User, report: Report, *, read: int | None, stage: int | None) -> Opinion | None:
    """The person's decision on that version in that stage."""
    about = {"by": user, "review__stage": stage, "revision__number": read}
    return every_opinion_on(report).filter(**about).first()


def last_decision(user: User, report: Report) -> Opinion | None:
    """The person's latest decision since the report was last submitted."""
    if not report.submitted_at:
        return None
    return every_opinion_on(report).on_last_submission().filter(by=user).last()


def every_opinion_on(report: Report) -> OpinionQuerySet:
    return _opinions_on(report.pk)


def _opinions_on(report: int) -> OpinionQuerySet:
    return (
        Opinion.objects.filter(review__report=report)
        .select_related("review__stage", "by", "revision")
        .prefetch_related("revision__return_reasons")
    )


_opinions = PreparedQuery(_opinions_on)


def return_reasons_to_read(report: Report) -> QuerySet[ReturnReason]:
    """Oldest first. All who may read the report may read them, the author from the moment of the return."""
    return ReturnReason.objects.filter(revision__report=report).select_related("by", "revision")


def opinions_to_read(user: User, report: Report, permissions: ReportPermissions) -> list[Opinion]:
    """Oldest first. The writers read them once nobody has to decide any more.

    Organisers and the reviewer who gave it see a grade. The writers see it after the approval, in cycles that show
    grades.
    """
    if permissions.may_write and report.is_under_review:
        return []
    opinions = _opinions(report.pk)
    shown_to_author = permissions.may_write and report.is_final and report.cycle.shows_grades
    for opinion in opinions:
        if not (permissions.organises or shown_to_author or opinion.by_id == user.pk):
            opinion.grade = ""
    return opinions
