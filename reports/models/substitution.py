"""Who took over whose review."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .written_once import WrittenOnce, WrittenOnceQuerySet


class Substitution(WrittenOnce):
    """From then on the substitute reviews the report in that stage. What the former one decided stays theirs."""

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="substitutions")
    stage = models.ForeignKey("Stage", on_delete=models.PROTECT, related_name="+")
    former = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=200)

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report} · {self.former} → {self.substitute}"
