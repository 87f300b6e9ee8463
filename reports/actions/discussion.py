"""What actions on comments share. The report's row is locked first, so that nobody answers what is being deleted."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from ..models import Comment, Reply, Report, User
from ..models.event import Verb
from .errors import Refused
from .event import log

Said = TypeVar("Said", Comment, Reply)
SETTLING_FIELDS = ["resolution", "resolved_at", "resolved_by", "answer"]


def lock_discussion(report: Report) -> Report:
    """Returns the report with its row locked. Raises Refused once it is approved: the discussion is closed then."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if locked.is_final:
        raise Refused(_("This report is approved: its comments are kept as they are."))
    return locked


def lock_comment(comment: Comment) -> Comment:
    """Returns the comment as stored now. Raises Refused where it is gone or the discussion is closed."""
    lock_discussion(comment.section.report)
    fresh = Comment.objects.select_for_update(of=("self",)).select_related(
        "section__report", "section__outline_section"
    )
    found = fresh.filter(pk=comment.pk).first()
    if found is None:
        raise Refused(_("This comment has been deleted meanwhile."))
    return found


def lock_open_comment(comment: Comment) -> Comment:
    """Raises Refused where it is resolved already."""
    found = lock_comment(comment)
    if not found.is_open:
        raise Refused(_("This comment is resolved already."))
    return found


def sent_before(model: type[Said], key: UUID | None, by: User) -> Said | None:
    """What a form with that key has stored already: its answer was lost, and it was sent once more."""
    return model._default_manager.filter(author=by, idempotency_key=key).first() if key else None


def settle(
    comment: Comment, resolution: str, verb: Verb, *, by: User, at: datetime, mentioned: Collection[User] = ()
) -> None:
    """`comment` must be locked."""
    comment.resolution, comment.resolved_at, comment.resolved_by = resolution, at, by
    save_comment(comment, verb, SETTLING_FIELDS, by=by, at=at, mentioned=mentioned)


def save_comment(
    comment: Comment, verb: Verb, fields: list[str], *, by: User, at: datetime, mentioned: Collection[User] = ()
) -> None:
    """Stores those fields of a locked comment, logs the event and notifies."""
    comment.changed_at = at
    comment.save(update_fields=[*fields, "changed_at"])
    log_comment(verb, comment, by=by, at=at, mentioned=mentioned)


def log_comment(verb: Verb, comment: Comment, *, by: User, at: datetime, mentioned: Collection[User] = ()) -> None:
    """Logs the section only: never the words of a comment, nor which one it was."""
    section = comment.section
    log(
        verb=verb,
        actor=by,
        at=at,
        report=section.report,
        detail=section.name_in_log,
        comment=comment,
        mentioned=mentioned,
    )
