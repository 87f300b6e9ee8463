"""Replies to comments: made, changed and taken back; and the verdict that a reply carries."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Comment, Event, Reply, User
from .discussion import lock_comment, save_comment, sent_before
from .errors import Refused


@transaction.atomic
def reply_to_comment(
    *,
    comment: Comment,
    text: str,
    mentioned: Collection[User] = (),
    key: UUID | None = None,
    by: User,
    at: datetime,
) -> Reply:
    """A reviewer's reply asks for the writers' decision again. Raises Refused where the discussion is closed.

    `key` names the form: if it has stored a reply already, that reply is changed and no second one is made.
    """
    comment = lock_comment(comment)
    if before := sent_before(Reply, key, by):
        return _say_now(before, text, by=by, at=at)
    if comment.is_open and not comment.report.is_written_by(by):
        comment.answer = None
    save_comment(comment, Event.Verb.REPLIED, ["answer"], by=by, at=at, mentioned=mentioned)
    reply = Reply.objects.create(comment=comment, author=by, text=text, idempotency_key=key, created_at=at)
    reply.mentioned.set(mentioned)
    return reply


def _say_now(reply: Reply, text: str, *, by: User, at: datetime) -> Reply:
    """Changes what a form stored before to what it says now."""
    if reply.text != text:
        edit_reply(reply=reply, text=text, by=by, at=at)
    return reply


def record_verdict(
    comment: Comment, verdict: str, reason: str, *, key: UUID | None = None, by: User, at: datetime
) -> Reply:
    """Makes the reply with the verdict the standing answer of a locked comment. The caller saves the comment."""
    said = sent_before(Reply, key, by) or Reply(author=by, idempotency_key=key, created_at=at)
    said.comment, said.verdict, said.text = comment, verdict, reason
    said.save()
    comment.answer = said
    return said


@transaction.atomic
def edit_reply(*, reply: Reply, text: str, verdict: str = "", by: User, at: datetime) -> Comment:
    """Raises Refused where it is not the last reply."""
    comment, reply = _lock_last(reply)
    reply.text, reply.edited_at = text, at
    if reply.verdict:
        reply.verdict = verdict or reply.verdict
    reply.save(update_fields=["text", "verdict", "edited_at"])
    save_comment(comment, Event.Verb.REPLY_EDITED, [], by=by, at=at)
    return comment


@transaction.atomic
def delete_reply(*, reply: Reply, by: User, at: datetime) -> Comment:
    """A decision in it stands no longer. Raises Refused where it is not the last reply."""
    comment, reply = _lock_last(reply)
    reply.delete()
    comment.refresh_from_db(fields=["answer"])
    save_comment(comment, Event.Verb.REPLY_DELETED, [], by=by, at=at)
    return comment


def _lock_last(reply: Reply) -> tuple[Comment, Reply]:
    comment = lock_comment(reply.comment)
    if not comment.is_open:
        raise Refused(_("This comment is resolved: its answers stay as they are."))
    last = comment.replies.last()
    if last is None or last.pk != reply.pk:
        raise Refused(_("Somebody has written after this answer, or it is gone: it can no longer be changed."))
    return comment, last
