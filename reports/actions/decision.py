"""What the author's side decides on a comment: one of the verdicts, or the suggested words into the text."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from ..models import Comment, Reply, User
from .reply import answer_comment
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
    """On a suggestion it does what it says: accepted it goes into the text, and one that is not adopted is declined."""
    if verdict == ACCEPT:
        accept_suggestion(comment=comment, reason=reason, by=by, at=at)
    elif comment.is_suggestion and verdict == Reply.Verdict.NOT_ADOPTED:
        decline_suggestion(comment=comment, reason=reason, mentioned=mentioned, key=key, by=by, at=at)
    else:
        answer_comment(comment=comment, verdict=verdict, reason=reason, mentioned=mentioned, key=key, by=by, at=at)
