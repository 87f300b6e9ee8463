"""Lists that were uploaded to become rows: of a roll, of a ledger."""

import json
import zlib
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class UploadedListQuerySet(models.QuerySet):
    def abandoned(self, at: datetime) -> Self:
        """Uploaded, and after so many days not imported: they hold names and phone numbers."""
        return self.filter(imported_at=None, uploaded_at__lt=at - timedelta(days=settings.UPLOADED_LIST_DAYS))


class UploadedList(models.Model):
    """A list as it was read, until it is imported; then only the rows that were refused, for correction.

    `packed` is the file as it came where it `is_read` only later. `columns` are the places of the columns that are
    known, by their names; None until somebody has said what the doubtful ones are. `planned` is what it would do, as
    somebody last looked at it.
    """

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()
    name = models.CharField(_("file"), max_length=200)
    packed = models.BinaryField()
    is_read = models.BooleanField(default=True)
    columns = models.JSONField(null=True)
    planned = models.BinaryField(null=True)
    imported_at = models.DateTimeField(null=True)
    outcome = models.JSONField(null=True)

    objects = UploadedListQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def table(self) -> dict[str, Any]:
        """What a SpreadsheetTable holds."""
        return json.loads(zlib.decompress(self.packed))

    @table.setter
    def table(self, table: dict[str, Any]) -> None:
        self.packed = zlib.compress(json.dumps(table, ensure_ascii=False).encode())
