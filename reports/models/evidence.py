"""Evidence (佐证): files that hang on the rows of a ledger."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .ledger import LedgerRow

MOST_FILES = 10  # of a row


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def current(self) -> Self:
        """Without those that were taken away."""
        return self.filter(deleted_at=None)


class Evidence(models.Model):
    """The bytes are kept under their SHA-256 and stay, also when the file is taken away: a version may refer to it.

    `ending` is what the content was found to be.
    """

    row = models.ForeignKey(LedgerRow, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(_("file"), max_length=200)
    ending = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name

    def freeze(self) -> dict[str, Any]:
        return {"evidence": self.pk, "name": self.name, "sha256": self.sha256}
