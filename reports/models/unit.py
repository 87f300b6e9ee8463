"""Organisations and departments, a tree."""

from collections.abc import Collection, Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

# The tree library's own descendants() and ancestors() walk the whole tree for one unit.
_BELOW_OWN = """
    WITH RECURSIVE below(id) AS (
        SELECT unit_id FROM reports_unit_organisers WHERE user_id = %s
        UNION SELECT unit.id FROM reports_unit unit JOIN below ON unit.parent_id = below.id
    ) SELECT id FROM below
"""
_ABOVE_OWN = """
    WITH RECURSIVE above(id) AS (
        SELECT unit_id FROM reports_unit_organisers WHERE user_id = %s
        UNION SELECT unit.parent_id FROM reports_unit unit JOIN above ON unit.id = above.id
        WHERE unit.parent_id IS NOT NULL
    ) SELECT id FROM above
"""

_ABOVE_ANY = """
    WITH RECURSIVE above(id) AS (
        SELECT id FROM reports_unit WHERE id IN (%s)
        UNION SELECT unit.parent_id FROM reports_unit unit JOIN above ON unit.id = above.id
        WHERE unit.parent_id IS NOT NULL
    ) SELECT id FROM above
"""

# Above a unit and beside its line; a site has few such units where the round is for nearly all of it.
_OUTSIDE = """
    WITH RECURSIVE line(id, parent_id) AS (
        SELECT id, parent_id FROM reports_unit WHERE id = %s
        UNION SELECT unit.id, unit.parent_id FROM reports_unit unit JOIN line ON unit.id = line.parent_id
    ), beside(id) AS (
        SELECT id FROM reports_unit WHERE parent_id IS NULL AND id NOT IN (SELECT id FROM line)
        UNION SELECT id FROM reports_unit
            WHERE parent_id IN (SELECT parent_id FROM line) AND id NOT IN (SELECT id FROM line)
        UNION SELECT unit.id FROM reports_unit unit JOIN beside ON unit.parent_id = beside.id
    ) SELECT parent_id FROM line WHERE parent_id IS NOT NULL UNION ALL SELECT id FROM beside LIMIT %s
"""


class LineUpward(Func):
    """The ids of a unit and of all units above it, for `__in`. The unit may come from the outer query."""

    template = """(
        WITH RECURSIVE line(id) AS (
            SELECT CAST(%(expressions)s AS bigint)
            UNION SELECT unit.parent_id FROM reports_unit unit JOIN line ON unit.id = line.id
            WHERE unit.parent_id IS NOT NULL
        ) SELECT id FROM line
    )"""
    output_field = models.BigIntegerField()


class LineDownward(Func):
    """The ids of a unit and of all units below it, to be looked `in`."""

    template = """(
        WITH RECURSIVE line(id) AS (
            SELECT CAST(%(expressions)s AS bigint)
            UNION SELECT unit.id FROM reports_unit unit JOIN line ON unit.parent_id = line.id
        ) SELECT id FROM line
    )"""
    output_field = models.BigIntegerField()


class KeyAmong(Func):
    """Whether a key is among those of a subquery: where other rows are meant beside them (OR).

    As `pk__in` PostgreSQL reads all rows of the outer query for it, and asks the subquery anew for each where it
    misjudges how many there are. An array is made once, and its keys are found by their index.
    """

    template = "(%(expressions)s)"
    arg_joiner = " IN "
    output_field = models.BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        array = {"template": "(%(expressions)s))", "arg_joiner": " = ANY(ARRAY"}
        return self.as_sql(compiler, connection, **array, **context)


class UnitQuerySet(TreeQuerySet):
    def of_organiser(self, user) -> Self:
        """The units whose cycles `user` organises: their own and all below. A subquery, never a query of its own."""
        return self.without_tree_fields().filter(pk__in=self.keys_of_organiser(user))

    def keys_of_organiser(self, user) -> RawSQL:
        """Of the same units, for KeyAmong."""
        return RawSQL(_BELOW_OWN, [user.pk])  # noqa: S611 - a constant

    def reached_by(self, user) -> Self:
        """The same as of_organiser, where few units are asked for: each looks upward, and nothing below is walked."""
        return self.without_tree_fields().filter(organised_by(user, "pk"))

    def above_organiser(self, user) -> Self:
        """Their own unit and all above: the units whose cycles include theirs."""
        return self.without_tree_fields().filter(pk__in=RawSQL(_ABOVE_OWN, [user.pk]))  # noqa: S611 - a constant

    def within(self, unit_pk: int) -> Self:
        """Those that are the unit or below it."""
        return self.filter(pk__in=LineDownward(Value(unit_pk)))

    def outside(self, unit_pk: int, *, most: int) -> Self:
        """Those that are not the unit nor below it, but no more of them than so many: nothing below it is walked."""
        found = RawSQL(_OUTSIDE, [unit_pk, most])  # noqa: S611 - a constant
        return self.without_tree_fields().filter(KeyAmong(F("pk"), found))

    def at_or_above(self, unit_pk: int) -> Self:
        """The unit and those that it is part of."""
        return self.filter(pk__in=LineUpward(Value(unit_pk)))

    def topmost(self) -> Self:
        """Those that are not below another of them."""
        return self.exclude(parent__in=self.order_by().values("pk"))

    def topmost_of(self, user, *, within: int) -> "list[Unit]":
        """The organiser's units in a branch, without those below another of them; the branch's own, where they organise
        it or what is above. One query, upward: nothing is read of what is below.
        """
        own_line = RawSQL(_ABOVE_OWN, [user.pk])  # noqa: S611 - a constant
        above = Q(KeyAmong(F("pk"), own_line)) | Q(KeyAmong(F("pk"), LineUpward(Value(within))))
        is_own = Exists(self.model.organisers.through.objects.filter(user=user, unit=OuterRef("pk")))
        found = {unit.pk: unit for unit in self.without_tree_fields().filter(above).annotate(is_own=is_own)}
        own = [pk for pk, unit in found.items() if unit.is_own]
        lines = lines_upward({unit.pk: unit.parent_id for unit in found.values()})
        if set(own) & {*lines.get(within, [])}:
            return [found[within]]
        return [found[pk] for pk in own if within in lines[pk] and not any(_covers(pk, other, lines) for other in own)]

    def near(self, unit_pk: int, *, below: bool = True) -> "list[Unit]":
        """Those on the way down to a unit, it and its next level, in this order. One query."""
        line_or_below = Q(KeyAmong(F("pk"), LineUpward(Value(unit_pk)))) | (Q(parent=unit_pk) if below else Q())
        found = {unit.pk: unit for unit in self.filter(line_or_below)}
        line: list[Unit] = []
        above: int | None = unit_pk
        while above in found and found[above] not in line:
            line.insert(0, found[above])
            above = found[above].parent_id
        return [*line, *(unit for unit in found.values() if unit not in line)]

    def ranks(self) -> dict[int, int]:
        """For each unit's id its place in the tree, each before those below it. One query; the tree stays in the
        database.
        """
        return {unit.pk: rank for rank, unit in enumerate(self.with_tree_fields())}

    def lines_upward(self, of: Collection[int] | None = None) -> dict[int, list[int]]:
        """For each unit's id, its own and those of all units above it. One query: for the whole tree, or for these
        units and what is above them alone.
        """
        units = self.without_tree_fields() if of is None else self._at_or_above(of)
        return lines_upward(dict(units.values_list("pk", "parent")))

    def _at_or_above(self, units: Collection[int]) -> Self:
        marks = ", ".join(["%s"] * len(units)) or "NULL"
        above = RawSQL(_ABOVE_ANY % marks, [*units])  # noqa: S611 - marks alone
        return self.without_tree_fields().filter(pk__in=above)


def organised_by(user, unit: str) -> Exists:
    """Whether the unit of a row, or one above it, is the organiser's."""
    own = Unit.organisers.through.objects.filter(user=user, unit__in=LineUpward(OuterRef(unit)))
    return Exists(own)


def lines_upward(parents: Mapping[int, int | None]) -> dict[int, list[int]]:
    """For each unit its own key and those of all units above it.

    Two administrators at the same moment can make a ring of units. A line ends where it would begin again.
    """
    lines = {pk: [pk] for pk in parents}
    for line in lines.values():
        while (parent := parents[line[-1]]) is not None and parent not in line:
            line.append(parent)
    return lines


def _covers(unit: int, other: int, lines: Mapping[int, list[int]]) -> bool:
    """Whether the other stands above; of units in a ring the first does."""
    return unit != other and other in lines[unit] and (unit not in lines[other] or other < unit)


class Unit(TreeNode):
    parent = TreeNodeForeignKey(
        "self",
        on_delete=models.PROTECT,  # the library's CASCADE would take whole branches along
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    name = models.CharField(_("name"), max_length=100)
    organisers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="organised_units",
        verbose_name=_("organisers"),
        help_text=_("They run the yearly round for this unit and all units below it."),
    )

    objects = UnitQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]
        indexes = [models.Index(fields=["name", "id"], name="unit_by_name")]  # lists go from unit to unit
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_under_parent"),
            models.UniqueConstraint(fields=["name"], condition=models.Q(parent=None), name="unit_name_once_at_the_top"),
        ]

    def __str__(self) -> str:
        return self.name
