"""What fills the blanks of a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..prose.blanks import LABEL_LENGTH
from ..prose.figures import FigureKind
from .labels import choices_of, values_of
from .report import Report

VALUE_LENGTH = 200
REASON_LENGTH = 200


class Figure(models.Model):
    """One figure, however often its label is used. `value` is kept as typed, wrong or right.

    `binding` says what was taken from which rows of `ledger`: a Binding's data; or which `column` of `unit_file`.
    `formula`, instead of it, is how it is computed from other figures: a Formula's data. The value changes only by
    somebody's word; where it is not what the rows say, `kept_reason` may say why, for as long as they say what they
    said then, `kept_against`. `previous` is last year's value, as the text said it that the report was begun with.

    A figure whose label no longer stands in the text is kept: if the blank comes back, so does its value.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(_("label"), max_length=LABEL_LENGTH)
    kind = models.CharField(_("kind"), max_length=6, choices=choices_of(FigureKind), default=FigureKind.NUMBER.value)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    value = models.CharField(_("value"), max_length=VALUE_LENGTH, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    previous = models.CharField(_("last year's value"), max_length=VALUE_LENGTH, blank=True)
    ledger = models.ForeignKey("Ledger", on_delete=models.PROTECT, null=True, blank=True, related_name="figures")
    unit_file = models.ForeignKey("UnitFile", on_delete=models.PROTECT, null=True, blank=True, related_name="figures")
    binding = models.JSONField(null=True, blank=True)
    formula = models.JSONField(null=True, blank=True)
    kept_reason = models.CharField(_("why another value is kept"), max_length=REASON_LENGTH, blank=True)
    kept_against = models.CharField(_("what its source said then"), max_length=VALUE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["report", "label"], name="figure_label_once_per_report"),
            models.CheckConstraint(condition=models.Q(kind__in=values_of(FigureKind)), name="figure_kind_known"),
            models.CheckConstraint(
                condition=models.Q(ledger__isnull=True, unit_file__isnull=True, binding__isnull=True)
                | models.Q(ledger__isnull=False, unit_file__isnull=True, binding__isnull=False)
                | models.Q(ledger__isnull=True, unit_file__isnull=False, binding__isnull=False),
                name="figure_bound_to_a_ledger_or_a_unit_file",
            ),
            models.CheckConstraint(
                condition=models.Q(formula__isnull=True) | models.Q(binding__isnull=True),
                name="figure_bound_or_computed",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_taken(self) -> bool:
        """From a ledger, a unit's file, or other figures."""
        return self.binding is not None or self.formula is not None
