"""Where comments are after a section's text has changed."""

from ..models import Comment, Section
from ..text.following import follow


def place_again(*, section: Section, old: str, new: str) -> None:
    """Moves every comment of the section from the old text to the new one, resolved ones too: they may be reopened.

    To be called in the transaction that stores the new text.
    """
    comments = list(section.comments.exclude(start=None))
    if old == new or not comments:
        return
    for comment, mark in zip(comments, follow([comment.mark for comment in comments], old, new), strict=True):
        comment.mark = mark
    Comment.objects.bulk_update(comments, Comment.MARK_FIELDS, batch_size=200)
