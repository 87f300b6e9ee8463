"""What is handed in with a report and listed below its body (附件)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .report import Report
from .saved_text import SavedText

ATTACHMENT_TITLE_LENGTH = 200


class Attachment(SavedText):
    """`body` is empty for what is handed in apart.

    Printed numbers follow the order: `position` rises, but may leave out numbers.
    """

    word_fields = ("title", "body")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=ATTACHMENT_TITLE_LENGTH, blank=True)

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
