"""What `manage.py delete_expired` would delete, before it does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..actions.leftover import Leftover, find_leftovers
from ..actions.log_checkpoint import seals_to_empty
from ..actions.retention import pseudonym
from ..models import Event, Report, User
from ..models.retention import expired_drafts, expired_leavers, signed_something

_QUIET = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Expired:
    """`held`: whose data are held back, with the reason. `files`: what nothing refers to already today."""

    drafts: list[Report]
    leavers: list[User]
    log_rows: int
    log_until: datetime | None
    held: list[User]
    files: list[Leftover]

    def to_json(self) -> dict[str, Any]:
        return {
            "drafts": [_draft(draft) for draft in self.drafts],
            "leavers": [
                {"name": one.name, "username": one.username, "left": one.left_at, "then": name_after(one)}
                for one in self.leavers
            ],
            "log": {"rows": self.log_rows, "until": self.log_until},
            "held": [{"name": one.name, "username": one.username, "reason": one.hold_reason} for one in self.held],
            "files": [{"path": one.path, "bytes": one.size} for one in self.files],
        }


def find_expired(*, at: datetime) -> Expired:
    rows, until = 0, None
    for seal in seals_to_empty(at).iterator(chunk_size=20):
        rows, until = rows + len(seal.sealed_events()), seal.at
    return Expired(
        drafts=list(expired_drafts(at).select_related("author", "cycle")),
        leavers=list(expired_leavers(at)),
        log_rows=rows,
        log_until=until if rows else None,
        held=list(User.objects.exclude(hold_reason="")),
        files=list(find_leftovers(at=at)),
    )


def is_clock_doubtful(at: datetime) -> bool:
    """A clock that runs years ahead makes everything old. On a site that is used the log has rows of these days."""
    newest = Event.objects.order_by("-pk").first()
    return newest is not None and not timedelta(minutes=-5) <= at - newest.at <= _QUIET


def name_after(person: User) -> str:
    return person.name if signed_something(person) else pseudonym(person)


def _draft(draft: Report) -> dict[str, Any]:
    sections = draft.sections.count()
    return {
        "number": draft.pk,
        "title": draft.title,
        "author": draft.author.name,
        "round": draft.cycle.name,
        "closed": draft.cycle.closed_at,
        "sections": sections,
        "comments": sum(section.comments.count() for section in draft.sections.all()),
    }
