"""A row of the log that says which rows before it were deleted, and is sealed as any other. See docs/decisions/0081."""

import re
from dataclasses import dataclass
from typing import Self

from .event import Event, Verb
from .log_seal import LogSeal

# The database's trigger reads the first number: up to this row it lets rows be deleted.
_FORM = re.compile(r"(\d+) (\d+) (\S+) (\d+)-(\d+):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class LogCheckpoint:
    """`count` rows up to `reaches`, of `days`, which the seals from `first` to `last` hold; `sha256` is the last one's,
    which is over all rows before. The seals stay.
    """

    reaches: int
    count: int
    days: str
    first: int
    last: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.reaches} {self.count} {self.days} {self.first}-{self.last}:{self.sha256}"

    @classmethod
    def parse(cls, detail: str) -> Self | None:
        found = _FORM.fullmatch(detail)
        if found is None:
            return None
        reaches, count, days, first, last, sha256 = found.groups()
        return cls(int(reaches), int(count), days, int(first), int(last), sha256)

    @classmethod
    def of(cls, seals: list[LogSeal], *, days: str, count: int) -> Self:
        return cls(seals[-1].reaches, count, days, seals[0].number, seals[-1].number, seals[-1].sha256)


def checkpoints() -> list[Event]:
    """The oldest first."""
    return list(Event.objects.filter(verb=Verb.LOG_SHORTENED).order_by("pk"))


def last_checkpoint() -> LogCheckpoint | None:
    events = checkpoints()
    return LogCheckpoint.parse(events[-1].detail) if events else None
