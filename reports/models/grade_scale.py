"""The grades that reviewers give, as each place calls them."""

from typing import Self

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from .unit import LineUpward

GRADE_LENGTH = 20
DEFAULT_QUOTA = 20  # per cent; the usual share of 优秀 in the yearly assessment of officials
READY_MADE = (
    ("好", "较好", "一般", "差"),
    ("优秀", "合格", "基本合格", "不合格"),
    ("优秀", "称职", "基本称职", "不称职"),
)


class GradeScaleQuerySet(models.QuerySet["GradeScale"]):
    def of_unit(self, unit_pk: int) -> Self:
        """The ready-made ones, and those of the rounds of this unit and of units above it: how offices elsewhere grade
        is their own matter.
        """
        ready_made = Q(name__in=["/".join(labels) for labels in READY_MADE])
        used = self.model.objects.filter(cycles__unit__in=LineUpward(Value(unit_pk)))
        return self.filter(ready_made | Q(pk__in=used.order_by().values("pk")))


class GradeScale(models.Model):
    """`labels` from the best to the worst. Those of the ready-made scales come with the tables."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    labels = models.JSONField(_("grades, the best first"))

    objects = GradeScaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("scale of grades")
        verbose_name_plural = _("scales of grades")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def best(self) -> str:
        return self.labels[0]

    @classmethod
    def of_labels(cls, labels: list[str]) -> "GradeScale":
        """The scale with these labels, kept once."""
        return cls.objects.get_or_create(name="/".join(labels), defaults={"labels": labels})[0]
