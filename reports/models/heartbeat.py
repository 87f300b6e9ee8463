"""That something works in the background, and when it last said so."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

SILENT = timedelta(minutes=3)  # a process says every half minute that it is there


class Heartbeat(models.Model):
    """One row for the site, renewed by every process that works in the background."""

    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="heartbeat_of_the_site")]

    def __str__(self) -> str:
        return f"{self.at:%F %T}"
