"""What the author's side decides on a comment: one of the verdicts, or the suggested words into the text."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Comment, Event, Reply, User
from .discussion import lock_comment, lock_open_comment, save_comment, sent_before
from .errors import Refused
from .reply import record_verdict
from .suggestion import accept_suggestion, decline_suggestion

ACCEPT = "accept"  # one choice more than the verdicts: the suggested words into the text


def decide_comment(
    *,
    comment: Comment,
    verdict: str,
    reason: str,
    mentioned: Collection[User] = (),
    key: UUID | None = None,
    by: User,
    at: datetime,
) -> None:
    """`verdict` is one of the verdicts, or ACCEPT. A suggestion that is not adopted is declined.

    The reason may be empty only for what is adopted. The decision stands until a reviewer replies to it or the comment
    is reopened. Raises Refused where `by` does not write the report.
    """
    if verdict == ACCEPT:
        accept_suggestion(comment=comment, reason=reason, by=by, at=at)
    elif comment.is_suggestion and verdict == Reply.Verdict.NOT_ADOPTED:
        decline_suggestion(comment=comment, reason=reason, mentioned=mentioned, key=key, by=by, at=at)
    else:
        _give_verdict(comment=comment, verdict=verdict, reason=reason, mentioned=mentioned, key=key, by=by, at=at)


@transaction.atomic
def _give_verdict(
    *,
    comment: Comment,
    verdict: str,
    reason: str,
    mentioned: Collection[User],
    key: UUID | None,
    by: User,
    at: datetime,
) -> None:
    lock_comment(comment)
    before = sent_before(Reply, key, by)
    if before and (before.verdict, before.text) == (verdict, reason):
        return
    comment = lock_open_comment(comment)
    if not comment.report.is_written_by(by):
        raise Refused(_("Only the author's side decides whether a comment is adopted."))
    if verdict != Reply.Verdict.ADOPTED and not reason:
        raise Refused(_("Say why it is not adopted, or only in part."))
    reply = record_verdict(comment, verdict, reason, key=key, by=by, at=at)
    reply.mentioned.set(mentioned)
    save_comment(comment, Event.Verb.ANSWERED, ["answer"], by=by, at=at, mentioned=mentioned)
