"""Published reports as things (印发件)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .report import Report
from .revision import Revision
from .written_once import WrittenOnce, WrittenOnceQuerySet


class PublicationQuerySet(WrittenOnceQuerySet):
    def for_lists(self) -> "PublicationQuerySet":
        """With who published them, newest first. Sheets are fetched only when one is asked for."""
        return self.select_related("published_by", "revision").defer("sheets", "revision__data").order_by("-number")


class Publication(WrittenOnce):
    """The file that is downloaded for ever, by its SHA-256, and what was known of it on that day.

    `number` 1 is the report as first published. Each later one is a correction (更正) with its `reason`. `sheets` holds
    the conformance sheet by language, in the form of `Sheet.to_json`. `accepted_because` is why the publisher accepted
    failed checks, empty where none failed.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="publications")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sheets = models.JSONField()
    accepted_because = models.TextField(_("why this is accepted"), blank=True)
    reason = models.TextField(_("reason for the correction"), blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="publication_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="publication_counts_from_one"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="publication_correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.number}"

    @property
    def is_correction(self) -> bool:
        return self.correction > 0

    @property
    def correction(self) -> int:
        """The number of the correction. 0 for the report as first published."""
        return self.number - 1

    @property
    def sheet(self) -> dict[str, Any]:
        """In the reader's language, or in the one there is."""
        return self.sheets.get(get_language()) or next(iter(self.sheets.values()))
