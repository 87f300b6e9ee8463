"""Lists that were uploaded to become the roll of a round."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .uploaded_list import UploadedList


class RollImport(UploadedList):
    cycle = models.ForeignKey("Cycle", on_delete=models.CASCADE, related_name="roll_imports")

    class Meta(UploadedList.Meta):
        verbose_name = _("import of a roll")
        verbose_name_plural = _("imports of rolls")


class RememberedHead(models.Model):
    """What a person said that a column of their lists is; an empty column is not read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    head = models.CharField(max_length=200)
    column = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("remembered column")
        verbose_name_plural = _("remembered columns")
        constraints = [models.UniqueConstraint(fields=["person", "head"], name="remembered_head_once")]

    def __str__(self) -> str:
        return f"{self.head} · {self.column}"
