"""Failures that strangers can cause at no cost, counted: the log has the first, and then how many there were."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RepeatedFailure(models.Model):
    """One kind of failure, by the name that was typed and from where, until `until`. `person`: 0 for nobody known.
    `seconds`: how long the failures are counted before the log has them; longer each time.
    """

    verb = models.CharField(max_length=20)
    name_hash = models.CharField(max_length=32, blank=True)
    person = models.PositiveBigIntegerField()
    address = models.CharField(max_length=45, blank=True)
    until = models.DateTimeField(db_index=True)
    seconds = models.PositiveIntegerField()
    count = models.PositiveIntegerField(default=0)  # those after the first

    class Meta:
        verbose_name = _("repeated failure")
        verbose_name_plural = _("repeated failures")
        constraints = [
            models.UniqueConstraint(fields=["verb", "name_hash", "address"], name="repeated_failure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.person or '?'} {self.address}: {self.count}"
