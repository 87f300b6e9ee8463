"""Ledgers (台账): what is recorded through the year, and figures count and sum."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..ledgers.binding import LedgerCells
from ..ledgers.columns import ItemState, LedgerShape
from ..ledgers.ready_made import ready_made_kinds
from .assistance import Assistance
from .unit import LineDownward, Unit
from .written_once import WrittenOnce, WrittenOnceQuerySet


class LedgerKind(models.Model):
    """What a ledger is about. A ready-made one is stored when it is first used; it is of no unit. The others are for
    `unit` and all below it.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="ledger_kinds")

    class Meta:
        verbose_name = _("kind of ledger")
        verbose_name_plural = _("kinds of ledgers")

    def __str__(self) -> str:
        return self.name

    @property
    def newest(self) -> "LedgerKindVersion":
        return self.versions.latest("number")

    def shapes(self) -> list[LedgerShape]:
        """Of all its versions, the newest first; of a ready-made one that nobody uses yet, as it is made."""
        if self.pk is None:
            return [ready_made_kinds()[self.slug].shape]
        return [version.shape for version in self.versions.order_by("-number")]


class LedgerKindVersion(WrittenOnce):
    """The columns of a kind. A kind in use changes by another version; old rows keep theirs."""

    kind = models.ForeignKey(LedgerKind, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    columns = models.JSONField()
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a kind of ledger")
        verbose_name_plural = _("versions of kinds of ledgers")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="ledger_kind_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="ledger_kind_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.number}"

    @cached_property
    def shape(self) -> LedgerShape:
        return LedgerShape.from_dict(self.columns)


class LedgerQuerySet(models.QuerySet["Ledger"]):
    def written_by(self, user) -> Self:
        """Their own, those of authors whom they assist, those of units that they organise."""
        own = Q(person=user) | Q(person__in=Assistance.objects.of_assistant(user).values("author"))
        return self.filter(own | Q(unit__in=Unit.objects.of_organiser(user).values("pk")))

    def read_by(self, user) -> Self:
        """Also those of officials whose unit they organise, and those of units within their own."""
        organised = Q(person__unit__in=Unit.objects.of_organiser(user).values("pk"))
        within = Q(unit__in=LineDownward(models.Value(user.unit_id))) if user.unit_id else Q(pk__in=[])
        return self.filter(Q(pk__in=self.written_by(user).values("pk")) | organised | within)

    def used_by(self, author) -> Self:
        """From which figures of the author may be taken: their own, and those of units that they read."""
        return self.read_by(author).filter(Q(person=author) | Q(person=None))


class Ledger(models.Model):
    """One kind as one official or one unit keeps it, over all years."""

    kind = models.ForeignKey(LedgerKind, on_delete=models.PROTECT, related_name="ledgers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="ledgers"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="ledgers")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger")
        verbose_name_plural = _("ledgers")
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None),
                name="ledger_of_a_person_or_a_unit",
            ),
            models.UniqueConstraint(fields=["kind", "person"], name="ledger_once_per_person"),
            models.UniqueConstraint(fields=["kind", "unit"], name="ledger_once_per_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.owner}"

    @property
    def owner(self) -> str:
        return str(self.person or self.unit)


class LedgerRowQuerySet(models.QuerySet["LedgerRow"]):
    def current(self) -> Self:
        """Without those that were deleted."""
        return self.filter(deleted_at=None)

    def as_cells(self) -> list[LedgerCells]:
        return [LedgerCells(*row) for row in self.order_by("day", "pk").values_list("pk", "day", "cells")]


class LedgerRow(models.Model):
    """`cells` are the columns of its version of the kind, without the empty ones, as the room of ledgers stores them.

    `day` is the cell that dates it. `version` and `saved_tab` tell a stale save, as for a section.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="rows")
    kind_version = models.ForeignKey(LedgerKindVersion, on_delete=models.PROTECT, related_name="rows")
    day = models.DateField()
    cells = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_tab = models.CharField(max_length=40, blank=True)
    deleted_at = models.DateTimeField(null=True)

    objects = LedgerRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a ledger")
        verbose_name_plural = _("rows of ledgers")
        indexes = [models.Index(fields=["ledger", "day"], name="ledger_row_by_day")]
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="ledger_row_counts_from_one")]

    def __str__(self) -> str:
        return f"{self.ledger} · {self.pk}"

    @property
    def shape(self) -> LedgerShape:
        return self.kind_version.shape

    @property
    def state(self) -> ItemState | None:
        return self.shape.state_of(self.cells)
