"""What is handed in with a report and listed below its body (附件)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .report import Report

ATTACHMENT_TITLE_LENGTH = 200


class Attachment(models.Model):
    """`version` and `saved_tab` tell a stale save, as a section's do; `body` is empty for what is handed in apart.

    Numbers are printed by order: `position` rises, but may leave numbers out.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=ATTACHMENT_TITLE_LENGTH, blank=True)
    body = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved_tab = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="attachment_position_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="attachment_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        return self.title or str(self._meta.verbose_name)
