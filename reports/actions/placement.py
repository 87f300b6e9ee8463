"""Which words of today's text a comment stands at: after the text has changed, and where a person says so."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import Comment, Event, Section, User
from ..models.statement import PreparedQuery
from ..prose.anchoring.anchor import PlacementState
from ..prose.anchoring.reanchor import anchor_passage, reanchor
from .discussion import lock_comment, save_comment
from .errors import Refused


def reanchor_comments(*, section: Section, old: str, new: str) -> None:
    """Moves every comment of the section from the old text to the new one, resolved ones too: they may be reopened.

    To be called in the transaction that stores the new text.
    """
    comments = _placed(section.pk) if old != new else []
    if not comments:
        return
    for comment, moved in zip(comments, reanchor([comment.mark for comment in comments], old, new), strict=True):
        comment.mark = moved
    Comment.objects.bulk_update(comments, Comment.MARK_FIELDS, batch_size=200)


def _placed_in(section: int) -> QuerySet[Comment]:
    return Comment.objects.filter(section=section).exclude(start=None)


_placed = PreparedQuery(_placed_in)


def anchor_comment(comment: Comment, read: str, passage: tuple[int, int]) -> None:
    """Anchors it to read[start:end], sought in the text as stored now. The caller saves the comment."""
    today = Section.objects.values_list("body", flat=True).get(pk=comment.section_id)
    (comment.mark,) = reanchor([anchor_passage(read, *passage)], read, today)


@transaction.atomic
def confirm_placement(*, comment: Comment, read: str, passage: tuple[int, int], by: User, at: datetime) -> None:
    """A person says that a moved comment is about read[start:end], where the page showed it.

    Raises Refused where the text has changed since: nobody confirms what they have not seen.
    """
    comment = lock_comment(comment)
    is_moved = comment.placement == PlacementState.MOVED
    if not is_moved or read != comment.section.body or (comment.placed_start, comment.placed_end) != passage:
        raise Refused(_("The text has changed meanwhile. Look where the comment is now."))
    comment.mark = anchor_passage(read, *passage)
    save_comment(comment, Event.Verb.PLACE_CONFIRMED, Comment.MARK_FIELDS, by=by, at=at)


@transaction.atomic
def reattach_comment(*, comment: Comment, read: str, passage: tuple[int, int], by: User, at: datetime) -> None:
    """A person says that a moved or lost comment is about read[start:end]."""
    comment = lock_comment(comment)
    if comment.start is None or comment.placement == PlacementState.PLACED:
        raise Refused(_("This comment is in its place already."))
    anchor_comment(comment, read, passage)
    save_comment(comment, Event.Verb.REATTACHED, Comment.MARK_FIELDS, by=by, at=at)
