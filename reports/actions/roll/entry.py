"""What the roll would say of a person after a row of the list, by the rules by which organisers change it by hand."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ...models import Participant
from ...models.participant import ParticipantState
from .columns import RollColumn
from .rows import RollRow, is_same

_FIELDS = ("post", "duties", "category", "since", "until", "state", "reason", "due", "due_reason")


@dataclass(slots=True)
class WantedEntry:
    """`values` are those that the row says, by the names of fields. `needless` are reasons for nothing, which are not
    kept; `mistakes` what the rules refuse. Both are said by column.
    """

    values: dict[str, Any]
    needless: dict[RollColumn, str]
    mistakes: dict[RollColumn, str]

    @classmethod
    def of(cls, row: RollRow, stored: Participant) -> "WantedEntry":
        said = {name: value for name in _FIELDS if (value := getattr(row, name))}
        entry = Participant(cycle=stored.cycle, **{name: getattr(stored, name) for name in _FIELDS} | said)
        entry.drop_needless_reasons()
        dropped = {
            name: said.pop(name) for name in ("reason", "due_reason") if name in said and not getattr(entry, name)
        }
        if "state" in said and entry.state == ParticipantState.WRITING != stored.state:
            said["reason"] = ""
        needless = {
            column: _say_needless(column)
            for name, value in dropped.items()
            if not is_same(column := RollColumn(name), getattr(stored, name), value)
        }
        return cls(said, needless, {RollColumn(name): text for name, text in _mistakes(entry).items()})


def _say_needless(column: RollColumn) -> str:
    if column == RollColumn.REASON:
        return _("A remark is kept where no report is asked for; this one is not read.")
    return _("There is no own due day that this is the reason for; it is not read.")


def _mistakes(entry: Participant) -> dict[str, str]:
    if entry.since and entry.until and entry.until < entry.since:
        return {"until": _("The period ends before it begins.")}
    return entry.mistakes()
