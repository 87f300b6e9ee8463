"""The tallies of a round, brought up to what is committed and then read."""

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from django.db import DatabaseError, connection, transaction
from django.db.models import F, QuerySet, Sum

from .cycle import Cycle
from .participant import Participant
from .report import Report
from .review import Review
from .tally import TalliedCycle, Tally, TallyMark, TallySubject
from .tally_count import TallyKey, UnitNumbers, count_by_unit
from .unit import KeyAmong, Unit

_log = logging.getLogger(__name__)
_TAKE_MARKS = "DELETE FROM reports_tallymark WHERE cycle_id = %s RETURNING unit_id"
_ADD = """
    INSERT INTO reports_tally (cycle_id, unit_id, subject, key, own, whole)
    SELECT %s, * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[], %s::int[])
    ON CONFLICT (cycle_id, unit_id, subject, key)
    DO UPDATE SET own = reports_tally.own + EXCLUDED.own, whole = reports_tally.whole + EXCLUDED.whole
"""


def keeps_tallies() -> bool:
    """SQLite serves small sites and takes no two writers at once: there everything is counted when it is asked for."""
    return connection.vendor == "postgresql"


def refresh_tallies(cycle: Cycle) -> bool:
    """Whether they may be read. A database that takes nothing now, whose disk is full, say, can still be counted."""
    if not keeps_tallies():
        return False
    try:
        _refresh(cycle)
    except DatabaseError:
        _log.exception("The tallies of round %s could not be stored.", cycle.pk)
        return False
    return True


def count_ahead() -> None:
    """So that whoever looks next need not wait for what is marked: after an update that is all of every round."""
    if keeps_tallies():
        for cycle in Cycle.objects.filter(pk__in=TallyMark.objects.values("cycle")):
            refresh_tallies(cycle)


def tallied(cycle: Cycle, units: Collection[Unit]) -> Counter[TallyKey]:
    """Of the units together, with all below each; none may be below another. After `refresh_tallies`."""
    rows = Tally.objects.filter(cycle=cycle, unit__in=units).order_by()
    sums = rows.values_list("subject", "key").annotate(number=Sum("whole")).filter(number__gt=0)
    return Counter({(subject, key): number for subject, key, number in sums})


def tallied_progress(cycle: Cycle, units: "QuerySet[Unit]") -> dict[int, Counter[str]]:
    """For each of the units with all below it, by progress. After `refresh_tallies`."""
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    among = KeyAmong(F("unit"), units.order_by().values("pk"))  # PostgreSQL may not know yet how many rows there are
    rows = Tally.objects.filter(among, cycle=cycle, subject=TallySubject.PROGRESS, whole__gt=0).order_by()
    for unit, key, number in rows.values_list("unit", "key", "whole"):
        numbers[unit][key.partition(":")[0]] += number
    return numbers


def _refresh(cycle: Cycle) -> None:
    is_counted = TalliedCycle.objects.filter(pk=cycle.pk)
    if is_counted.exists() and not TallyMark.objects.filter(cycle=cycle).exists():
        return
    with transaction.atomic():
        TalliedCycle.objects.bulk_create([TalliedCycle(cycle=cycle)], ignore_conflicts=True)
        is_counted.select_for_update().get()  # one after another; whoever writes a mark waits for nobody
        units = _take_marks(cycle)
        if None in units or not Tally.objects.filter(cycle=cycle).exists():
            Tally.objects.filter(cycle=cycle).delete()
            _add(cycle, _count(cycle))
        else:
            _add(cycle, _changes(cycle, {unit for unit in units if unit is not None}))


def _take_marks(cycle: Cycle) -> set[int | None]:
    """Those that are committed, and no others: what is counted after this statement is at least as new."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_MARKS, [cycle.pk])
        return {unit for (unit,) in cursor.fetchall()}


def _count(cycle: Cycle, units: Collection[int] | None = None) -> UnitNumbers:
    participants, reports = Participant.objects.filter(cycle=cycle), Report.objects.filter(cycle=cycle)
    reviews = Review.objects.filter(report__cycle=cycle)
    if units is None:
        return count_by_unit(participants, reports, reviews)
    some = participants.filter(unit__in=units), reports.filter(unit__in=units), reviews.filter(report__unit__in=units)
    return count_by_unit(*some)


def _changes(cycle: Cycle, units: Collection[int]) -> UnitNumbers:
    """What is to be added to each unit's own numbers."""
    changes = _count(cycle, units)
    stored = Tally.objects.filter(cycle=cycle, unit__in=units).exclude(own=0)
    for unit, subject, key, own in stored.values_list("unit", "subject", "key", "own"):
        changes[unit][subject, key] -= own
    return changes


def _add(cycle: Cycle, own: UnitNumbers) -> None:
    rows = [*_with_those_above(own)]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [cycle.pk, *map(list, zip(*rows, strict=True))])


def _with_those_above(own: UnitNumbers) -> Iterable[tuple[int, str, str, int, int]]:
    lines = Unit.objects.lines_upward(own.keys())
    whole: UnitNumbers = defaultdict(Counter)
    for unit, numbers in own.items():
        for above in lines.get(unit, [unit]):
            for one, number in numbers.items():
                whole[above][one] += number
    for unit, sums in whole.items():
        for (subject, key), number in sums.items():
            mine = own[unit][subject, key] if unit in own else 0
            if number or mine:
                yield unit, subject, key, mine, number
