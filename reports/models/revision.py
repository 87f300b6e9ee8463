"""Immutable snapshots of reports."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..text.content import ReportContent
from .report import Report
from .written_once import WrittenOnce


class Milestone(models.TextChoices):
    """Why a revision was made. Autosaves make none."""

    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


class Revision(WrittenOnce):
    """The whole content at a milestone, with its SHA-256. Saved once, never changed."""

    Milestone = Milestone

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    milestone = models.CharField(max_length=10, choices=Milestone.choices)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

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
