"""The log is sealed: each seal holds the digests of its rows, and follows from the one before."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from .event import Event
from .written_once import WrittenOnce, WrittenOnceQuerySet

FIELDS = ("pk", "at", "actor_id", "verb", "report_id", "cycle_id", "detail")  # others change every digest
_KEY = 8  # bytes: number of the row
_ENTRY = _KEY + 32  # with its SHA-256


class SealedEvent(NamedTuple):
    pk: int
    digest: bytes


def digest_events(events: models.QuerySet[Event]) -> Iterator[SealedEvent]:
    for pk, at, *rest in events.values_list(*FIELDS).iterator():
        yield SealedEvent(pk, hashlib.sha256(_to_json(pk, at, *rest)).digest())


def _to_json(*values: Any) -> bytes:
    """The one form of them. Times as UTC to the microsecond."""
    plain = [_utc(value) if isinstance(value, datetime) else value for value in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat("T", "microseconds")


class LogSeal(WrittenOnce):
    """`reaches`: all rows up to this one are sealed, here or before, but for those that are committed late. `seen`: the
    newest row of that moment, to which a later seal reaches.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    reaches = models.PositiveBigIntegerField()
    seen = models.PositiveBigIntegerField()
    entries = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal of the log")
        verbose_name_plural = _("seals of the log")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}:{self.sha256}"

    def hold(self, events: Iterable[SealedEvent], *, previous: "LogSeal | None") -> None:
        self.entries = b"".join(event.pk.to_bytes(_KEY) + event.digest for event in events)
        self.sha256 = self.expected_sha256(previous)

    def expected_sha256(self, previous: "LogSeal | None") -> str:
        head = _to_json(previous and previous.sha256, self.number, self.at, self.reaches, self.seen)
        return hashlib.sha256(head + b"\n" + bytes(self.entries)).hexdigest()

    def sealed_events(self) -> list[SealedEvent]:
        return [_sealed_event(entry) for entry in _cut(bytes(self.entries))]


def _cut(data: bytes) -> Iterator[bytes]:
    return (data[start : start + _ENTRY] for start in range(0, len(data), _ENTRY))


def _sealed_event(entry: bytes) -> SealedEvent:
    return SealedEvent(int.from_bytes(entry[:_KEY]), entry[_KEY:])
