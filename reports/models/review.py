"""One reviewer's task on one report, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .grade_scale import GRADE_LENGTH
from .written_once import WrittenOnce, WrittenOnceQuerySet

UNDER_REVIEW = ["submitted", "in_review"]


class ReviewTurn(models.TextChoices):
    """Whether a review waits for its reviewer, or for somebody to take it over (`needing_substitute`)."""

    WAITING = "waiting", pgettext_lazy("turn of a review", "To be decided")
    VACANT = "vacant", pgettext_lazy("turn of a review", "Needs another reviewer")
    DECIDED = "decided", pgettext_lazy("turn of a review", "Decided")
    LATER = "later", pgettext_lazy("turn of a review", "Not their turn")


class ReviewQuerySet(models.QuerySet["Review"]):
    def waiting(self) -> Self:
        """Reviews whose turn it is: the report is in their stage, and they have no decision on this version.

        After a return everybody in the stage decides again, since the words are new. Stages passed are not asked again.
        People who have left are not waited for.
        """
        return self.in_turn().able()

    def in_turn(self) -> Self:
        """Those that are waiting, and those that would be if their reviewer had not left."""
        here = self.filter(report__state__in=UNDER_REVIEW, stage=F("report__stage"))
        return here.exclude(reviewer=F("report__author")).filter(_is_undecided())

    def with_turn(self) -> Self:
        """`turn`: a value of ReviewTurn."""
        turn = Case(
            When(Exists(Review.objects.waiting().filter(pk=OuterRef("pk"))), then=Value(ReviewTurn.WAITING.value)),
            When(
                Exists(Review.objects.needing_substitute().filter(pk=OuterRef("pk"))),
                then=Value(ReviewTurn.VACANT.value),
            ),
            When(
                Exists(Opinion.objects.filter(review=OuterRef("pk"), by=OuterRef("reviewer"))),
                then=Value(ReviewTurn.DECIDED.value),
            ),
            default=Value(ReviewTurn.LATER.value),
        )
        return self.annotate(turn=turn)

    def unfinished(self) -> Self:
        """Reviews that still ask for a decision, now or later: of reports not approved, in a stage not passed, without
        a decision on the version that is under review. Also those of people who have left.
        """
        is_ahead = Q(report__stage=None) | Q(stage__position__gte=F("report__stage__position"))
        is_decided = Q(Exists(_decisions()), report__state__in=UNDER_REVIEW)
        return self.exclude_decided().filter(is_ahead, ~is_decided)

    def needing_substitute(self) -> Self:
        """Unfinished ones of people who have left: somebody is to take each of them over."""
        return self.unfinished().filter(reviewer__is_active=False)

    def able(self) -> Self:
        """Without reviews by the author, and by people who have left."""
        return self.filter(reviewer__is_active=True).exclude(reviewer=F("report__author"))

    def unopened(self) -> Self:
        """Those whose reviewer has not opened the report, or not since it was submitted and could be withdrawn."""
        never, withdrawable = Q(opened_at=None), Q(report__state="submitted")
        return self.filter(never | withdrawable, report__state__in=UNDER_REVIEW)

    def late(self, today: date) -> Self:
        """Those in turn whose due day is over."""
        return self.in_turn().annotate(due_day=Coalesce("due", "stage__due")).filter(due_day__lt=today)

    def with_grade(self) -> Self:
        """`last_grade`: the last that the reviewer gave, None for none."""
        given = (
            Opinion.objects.filter(review=OuterRef("pk"), by=OuterRef("reviewer"))
            .exclude(grade="")
            .order_by("-at", "-pk")
        )
        return self.annotate(last_grade=Subquery(given.values("grade")[:1]))

    def exclude_decided(self) -> Self:
        """Without reports that are approved."""
        return self.exclude(report__state__in=["approved", "published"])

    def oldest_first(self) -> Self:
        """By due day, those without one last, then by submission."""
        return self.annotate(due_first=Coalesce("due", "stage__due")).order_by(
            F("due_first").asc(nulls_last=True), "report__submitted_at", "pk"
        )

    def for_cycle_list(self) -> Self:
        """With all that a list of the round shows, and `due_day` to sort by."""
        shown = self.with_turn().with_grade().annotate(due_day=Coalesce("due", "stage__due"))
        return shown.for_lists().select_related("reviewer").order_by("reviewer__name", "report__submitted_at", "pk")

    def for_lists(self) -> Self:
        return self.select_related("stage", "report__author", "report__unit", "report__cycle", "report__participant")


def _decisions() -> "OpinionQuerySet":
    """On the present version, by whoever reviews in the review of the outer query."""
    return Opinion.objects.on_last_submission().filter(review=OuterRef("pk"), by=OuterRef("reviewer"))


def _is_undecided() -> IsNull:
    """~Exists(_decisions()), asked of each review that is meant: PostgreSQL would join NOT EXISTS to the decisions of
    all reviews, and seek the last submission of every report. It names the report's state, else it would be asked of
    each review of a reviewer before their reports are looked at.
    """
    decision = Subquery(_decisions().order_by().values("pk")[:1])
    return IsNull(Case(When(report__state__in=UNDER_REVIEW, then=decision), default=Value(0)), True)  # noqa: FBT003


class Review(models.Model):
    """`opened_at` is when the reviewer first opened the submitted text. `due` overrides the stage's."""

    report = models.ForeignKey("Report", on_delete=models.CASCADE, related_name="reviews", verbose_name=_("report"))
    stage = models.ForeignKey("Stage", on_delete=models.PROTECT, related_name="reviews", verbose_name=_("stage"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("reviewer")
    )
    due = models.DateField(_("due"), null=True, blank=True, help_text=_("Empty: as for the whole stage."))
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["report", "stage", "reviewer"], name="review_once_per_stage_and_reviewer")
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.report}"

    @property
    def is_unopened(self) -> bool:
        """The queryset's `unopened`, for one review whose report is loaded."""
        return self.report.is_under_review and (self.opened_at is None or self.report.state == "submitted")

    @property
    def grade(self) -> str:
        """The last one that the reviewer gave. No query where opinions are prefetched."""
        given = (opinion.grade for opinion in reversed(self.opinions.all()) if opinion.by_id == self.reviewer_id)
        return next(filter(None, given), "")

    @property
    def due_on(self) -> date | None:
        return self.due or self.stage.due


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A review as far as the writers may know of it. Without a name: of a stage that the report has not reached."""

    report_id: int
    stage_id: int
    reviewer_name: str
    due_on: date | None
    agreed_at: datetime | None


class Decision(models.TextChoices):
    AGREED = "agreed", pgettext_lazy("a reviewer's decision", "Agreed")
    RETURNED = "returned", pgettext_lazy("a reviewer's decision", "Returned")


NO_GRADE = "none"  # asked of a list; never stored


class OpinionQuerySet(WrittenOnceQuerySet):
    def on_last_submission(self) -> Self:
        """By its number and not by the moment: the clock may have been set back in between."""
        revision = apps.get_model("reports", "Revision")  # which knows of this module
        about = {"report": OuterRef("review__report"), "milestone": revision.Milestone.SUBMITTED}
        submitted = revision.objects.filter(**about).order_by("-number")
        return self.filter(revision=Subquery(submitted.values("pk")[:1]))

    def file_under(self, review: Review) -> None:
        """Under the review that goes on where two become one. Nothing of what was said changes, nor by whom."""
        models.QuerySet.update(self, review=review)


class Opinion(WrittenOnce):
    """One reviewer's decision on one submitted version. All are kept. `by` gave it; today a substitute may review.

    `grade` is a label of the cycle's scale.
    """

    Decision = Decision

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="opinions")
    revision = models.ForeignKey("Revision", on_delete=models.PROTECT, related_name="opinions")
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions")
    text = models.TextField(_("opinion"), blank=True)
    grade = models.CharField(_("grade"), max_length=GRADE_LENGTH, blank=True)
    at = models.DateTimeField()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "revision", "by"], name="opinion_once_per_review_revision_and_person"
            ),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="opinion_decision_known"),
        ]
        # Else one who has decided on thousands is looked through whole for each of them.
        indexes = [models.Index(fields=["review", "by", "at"], name="opinion_of_review")]

    def __str__(self) -> str:
        return f"{self.review} · {self.get_decision_display()}"
