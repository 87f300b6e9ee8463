"""Who is in a report right now."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

SHOWN = timedelta(seconds=90)  # pages say every half minute that they are open: two that are lost do not matter


class Presence(models.Model):
    """One row for a person and a report, renewed while a page of it is open; `section` is the one they write in."""

    report = models.ForeignKey("Report", on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey("Section", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["person__name", "person"]
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="presence_once_per_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.report}"

    def is_shown(self, at: datetime) -> bool:
        return self.at > at - SHOWN
