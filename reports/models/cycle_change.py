"""What was changed in a round after it had been opened."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .cycle import Cycle
from .unit import Unit
from .written_once import WrittenOnce, WrittenOnceQuerySet


class CycleChange(WrittenOnce):
    """`before` and `after` hold what was changed, by name; the same names in both. One that is for a `person` or for a
    `unit`, with all below it, is nobody else's business.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField(_("number"))
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField(_("reason"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a cycle")
        verbose_name_plural = _("changes of cycles")
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="cycle_change_number_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="cycle_change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.number}"
