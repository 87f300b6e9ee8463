"""Immutable snapshots of reports."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from ..prose.content import ReportContent
from .report import Report, ReportState
from .written_once import WrittenOnce, WrittenOnceQuerySet


class Milestone(models.TextChoices):
    """Why a revision was made. Autosaves make none."""

    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


class RevisionQuerySet(WrittenOnceQuerySet):
    def for_readers(self) -> Self:
        """Without the submissions that their authors withdrew before anybody had opened them."""
        following = Revision.objects.filter(report=OuterRef("report"), number=OuterRef("number") + 1)
        decided = ~Q(milestone=Milestone.SUBMITTED) | Q(following__in=[Milestone.RETURNED, Milestone.APPROVED])
        waiting = Q(following=None) & ~Q(report__state__in=[state for state in ReportState if state.is_open])
        return self.annotate(following=Subquery(following.values("milestone"))).filter(decided | waiting)

    def for_lists(self) -> Self:
        """With who made them, newest first. A content is fetched only when it is asked for."""
        return self.select_related("created_by").defer("data").order_by("-number")

    def with_read_receipts(self) -> Self:
        """With who has opened them, earliest first, and why they were returned."""
        return self.prefetch_related("read_receipts__reader", "return_reasons__by")


class Revision(WrittenOnce):
    """The whole content at a milestone, with its SHA-256. Never changed.

    `bases` are what its figures were taken from, `waived` the words that checks asked about, with the reason they stay,
    `asked` what the checks ask about it (kept_finding); None where it was submitted before that was kept.
    """

    Milestone = Milestone

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    milestone = models.CharField(max_length=10, choices=Milestone.choices)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    bases = models.JSONField(default=dict)
    waived = models.JSONField(default=list)
    asked = models.JSONField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revision_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.number}"

    @property
    def content(self) -> ReportContent:
        return ReportContent.from_dict(self.data)
