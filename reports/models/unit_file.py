"""Values that a unit hands out for a round (单位数据表): a row for each official or unit, a column for each figure."""

from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .cycle import Cycle
from .report import Report
from .unit import Unit

SOURCE_LENGTH = 60


class UnitFileColumn(NamedTuple):
    """`unit` is the unit of measure."""

    label: str
    unit: str


class UnitFile(models.Model):
    """A later file of the same source takes the place of the one before; `number` counts them. `name` is the file's."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="unit_files")
    source = models.CharField(_("source"), max_length=SOURCE_LENGTH)
    number = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("file"), max_length=200)
    stored_columns = models.JSONField(default=list)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("unit's file")
        verbose_name_plural = _("units' files")
        constraints = [models.UniqueConstraint(fields=["cycle", "source"], name="unit_file_source_once_per_round")]

    def __str__(self) -> str:
        return self.source

    @property
    def columns(self) -> list[UnitFileColumn]:
        return [UnitFileColumn(*column) for column in self.stored_columns]


class UnitFileRowQuerySet(models.QuerySet["UnitFileRow"]):
    def of_report(self, report: Report) -> Self:
        """Those about its author first, then those about the unit."""
        about = Q(person=report.author_id) | Q(unit=report.unit_id)
        named = self.filter(about, file__cycle=report.cycle_id).select_related("file", "person", "unit")
        return named.order_by("file", models.F("person").asc(nulls_last=True))


class UnitFileRow(models.Model):
    """`number` is the row's as the spreadsheet program shows it; `values` are by label, as a ledger's cells."""

    file = models.ForeignKey(UnitFile, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    values = models.JSONField()

    objects = UnitFileRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a unit's file")
        verbose_name_plural = _("rows of units' files")
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None),
                name="unit_file_row_of_a_person_or_a_unit",
            ),
            models.UniqueConstraint(fields=["file", "person"], name="unit_file_row_once_per_person"),
            models.UniqueConstraint(fields=["file", "unit"], name="unit_file_row_once_per_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.file} · {self.number}"

    @property
    def owner(self) -> str:
        return str(self.person or self.unit)
