"""Whether the log is as it was sealed, and what is not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import connection
from django.utils.translation import gettext_lazy as _

from ..actions.log_seal import late_after
from ..models import Event, LogSeal
from ..models.append_only import missing_triggers
from ..models.log_checkpoint import LogCheckpoint, checkpoints
from ..models.log_seal import SealedEvent, digest_events
from ..models.retention import LOG_MONTHS_AT_LEAST, months_before

_AT_ONCE = 500


class BrokenBy(StrEnum):
    NO_TRIGGER = "no_trigger"
    SEAL_MISSING = "seal_missing"
    SEAL_CHANGED = "seal_changed"
    ROW_CHANGED = "row_changed"
    ROW_MISSING = "row_missing"
    ROW_ADDED = "row_added"
    CHECKPOINT_WRONG = "checkpoint_wrong"
    HEAD_UNKNOWN = "head_unknown"


SAID = {
    BrokenBy.NO_TRIGGER: _("The database does not protect the log: trigger %(what)s is missing. Run migrate."),
    BrokenBy.SEAL_MISSING: _("Seal %(what)s is missing."),
    BrokenBy.SEAL_CHANGED: _("Seal %(what)s was changed, or does not follow from the one before."),
    BrokenBy.ROW_CHANGED: _("Row %(what)s was changed."),
    BrokenBy.ROW_MISSING: _("Row %(what)s was deleted."),
    BrokenBy.ROW_ADDED: _("Row %(what)s was added after its time."),
    BrokenBy.CHECKPOINT_WRONG: _("Row %(what)s says that old rows were deleted, and the seals say otherwise."),
    BrokenBy.HEAD_UNKNOWN: _("The log does not hold the seal %(what)s."),
}


@dataclass(frozen=True)
class BrokenSeal:
    """`what`: the number of a row or of a seal, or a name."""

    by: BrokenBy
    what: int | str

    def __str__(self) -> str:
        return str(SAID[self.by] % {"what": self.what})


@dataclass
class LogVerdict:
    """`late`: rows that were committed after the seal had reached past them; they are sealed after it. `deleted`: rows
    that were older than the log is kept, as a row of it says.
    """

    sealed: int = 0
    deleted: int = 0
    waiting: int = 0
    late: list[int] = field(default_factory=list)
    head: LogSeal | None = None
    broken: list[BrokenSeal] = field(default_factory=list)


def verify_log(*, at: datetime, known: str = "") -> LogVerdict:
    """`known`: a head that was printed or mailed before. Without one nobody can tell that the end was cut off, or that
    all was sealed anew.
    """
    verdict = LogVerdict(broken=[BrokenSeal(BrokenBy.NO_TRIGGER, name) for name in missing_triggers(connection)])
    deletions = _Deletions()
    sealed: set[int] = set()
    seen: set[int] = set()
    is_known = not known
    for seal in LogSeal.objects.iterator(chunk_size=20):
        verdict.broken += _of_seal(seal, verdict.head)
        entries = {event.pk for event in seal.sealed_events()}
        seen.add(seal.seen)
        if deletions.take(seal, entries):
            seen -= entries
        else:
            verdict.broken += _of_rows(seal)
            verdict.late += sorted(pk for pk in entries if verdict.head and pk <= verdict.head.reaches)
            sealed |= entries
        is_known |= str(seal) == known
        verdict.head = seal
    verdict.sealed, verdict.deleted = len(sealed), deletions.count
    verdict.broken += deletions.broken()
    _look_for_unsealed(verdict, sealed, seen - deletions.keys, at=at)
    if not is_known:
        verdict.broken.append(BrokenSeal(BrokenBy.HEAD_UNKNOWN, known))
    return verdict


class _Deletions:
    """What rows of the log say was deleted from it, held against the seals, which stay."""

    def __init__(self) -> None:
        self._events = checkpoints()
        self._said = {event.pk: LogCheckpoint.parse(event.detail) for event in self._events}
        newest = self._said[self._events[-1].pk] if self._events else None
        self._until = newest.last if newest else 0
        self._seals: dict[int, tuple[str, datetime, int, int]] = {}
        self.keys: set[int] = set()

    @property
    def count(self) -> int:
        return len(self.keys)

    def take(self, seal: LogSeal, entries: set[int]) -> bool:
        """Whether its rows are among them."""
        if seal.number > self._until:
            return False
        self._seals[seal.number] = (seal.sha256, seal.at, seal.reaches, len(entries))
        self.keys |= entries
        return True

    def broken(self) -> Iterator[BrokenSeal]:
        for event in self._events:
            said = self._said[event.pk]
            if said is None or not self._fits(said, event.at):
                yield BrokenSeal(BrokenBy.CHECKPOINT_WRONG, event.pk)

    def _fits(self, said: LogCheckpoint, at: datetime) -> bool:
        held = [self._seals[number] for number in range(said.first, said.last + 1) if number in self._seals]
        if not held:
            return False
        sha256, sealed_at, reaches, _count = held[-1]
        is_old = sealed_at <= months_before(at, LOG_MONTHS_AT_LEAST)
        count = sum(one[-1] for one in held)
        return is_old and (said.sha256, said.reaches, said.count) == (sha256, reaches, count)


def _of_seal(seal: LogSeal, previous: LogSeal | None) -> Iterator[BrokenSeal]:
    expected = previous.number + 1 if previous else 1
    for number in range(expected, seal.number)[:_AT_ONCE]:
        yield BrokenSeal(BrokenBy.SEAL_MISSING, number)
    if seal.number == expected and seal.sha256 != seal.expected_sha256(previous):
        yield BrokenSeal(BrokenBy.SEAL_CHANGED, seal.number)


def _of_rows(seal: LogSeal) -> Iterator[BrokenSeal]:
    events = seal.sealed_events()
    for start in range(0, len(events), _AT_ONCE):
        yield from _of_some_rows(events[start : start + _AT_ONCE])


def _of_some_rows(events: list[SealedEvent]) -> Iterator[BrokenSeal]:
    today = dict(digest_events(Event.objects.filter(pk__in=[event.pk for event in events])))
    for event in events:
        if event.pk not in today:
            yield BrokenSeal(BrokenBy.ROW_MISSING, event.pk)
        elif today[event.pk] != event.digest:
            yield BrokenSeal(BrokenBy.ROW_CHANGED, event.pk)


def _look_for_unsealed(verdict: LogVerdict, sealed: set[int], seen: set[int], *, at: datetime) -> None:
    """What is younger than the last seal waits for the next one; so do late rows, for a day."""
    too_old = late_after(at)
    for pk in Event.objects.order_by("pk").values_list("pk", flat=True).iterator():
        seen.discard(pk)
        if pk not in sealed and pk <= too_old:
            verdict.broken.append(BrokenSeal(BrokenBy.ROW_ADDED, pk))
        elif pk not in sealed:
            verdict.waiting += 1
    verdict.broken += [BrokenSeal(BrokenBy.ROW_MISSING, pk) for pk in sorted(seen - sealed - {0})]
