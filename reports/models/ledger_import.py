"""Lists that were uploaded to become rows of a ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .uploaded_list import UploadedList


class LedgerImport(UploadedList):
    """Days without a year are of `year`."""

    ledger = models.ForeignKey("Ledger", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta(UploadedList.Meta):
        verbose_name = _("import of a ledger")
        verbose_name_plural = _("imports of ledgers")
