"""Sections that a reviewer means to return, with the reason, until the return is sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

REASON_LENGTH = 2000


class ReturnDraft(models.Model):
    """Only who wrote it reads it, also after the report was withdrawn or the review handed over. `read` is the number
    of the version that it was written on.
    """

    section = models.ForeignKey("Section", on_delete=models.CASCADE, related_name="return_drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("reason"))
    read = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft of a return")
        verbose_name_plural = _("drafts of returns")
        ordering = ["section__position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "by"], name="return_draft_once_per_section_and_person"),
            models.CheckConstraint(condition=~models.Q(text=""), name="return_draft_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.section} · {self.by}"
