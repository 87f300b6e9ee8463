"""Who has opened which version, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .revision import Revision


class Reading(models.Model):
    """One person and one version: the first time they opened it and the last."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["revision", "first_at"]
        constraints = [models.UniqueConstraint(fields=["revision", "reader"], name="reading_once_per_version")]

    def __str__(self) -> str:
        return f"{self.reader} · {self.revision}"
