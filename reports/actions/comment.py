"""Comments: made, changed and taken back, resolved and opened again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Comment, Event, Figure, Revision, Section, User
from ..models.comment import unanswered_comments
from .discussion import (
    SETTLING_FIELDS,
    lock_comment,
    lock_discussion,
    lock_open_comment,
    log_comment,
    save_comment,
    sent_before,
    settle,
)
from .errors import Refused
from .placement import anchor_comment


@transaction.atomic
def add_comment(  # noqa: PLR0913 - what one form says
    *,
    section: Section,
    read: str,
    passage: tuple[int, int] | None,
    text: str,
    replacement: str | None = None,
    for_reviewers_only: bool = False,
    mentioned: Collection[User] = (),
    key: UUID | None = None,
    by: User,
    at: datetime,
) -> Comment:
    """On read[start:end], or on the whole section where `passage` is None.

    `read` is the section's text as the person read it. If the author has written on since, the passage is sought in
    today's text. `replacement` makes it a suggestion. `key` names the form: if it has stored a comment already, that
    comment is changed and no second one is made.
    """
    lock_discussion(section.report)
    if before := sent_before(Comment, key, by):
        return _say_now(before, text, replacement, by=by, at=at)
    comment = Comment(section=section, text=text, replacement=replacement, for_reviewers_only=for_reviewers_only)
    comment.idempotency_key = key
    comment.made_on = _version_read(section, read)
    if passage is not None:
        anchor_comment(comment, read, passage)
        comment.original_quote = comment.quote
    return _store(comment, mentioned, by=by, at=at)


@transaction.atomic
def comment_on_figure(  # noqa: PLR0913 - what one form says
    *,
    figure: Figure,
    section: Section,
    read: str,
    value: str,
    text: str,
    for_reviewers_only: bool = False,
    mentioned: Collection[User] = (),
    key: UUID | None = None,
    by: User,
    at: datetime,
) -> Comment:
    """`value` is the figure's value as it was read. The comment stays when the figure leaves the text."""
    lock_discussion(section.report)
    if before := sent_before(Comment, key, by):
        return _say_now(before, text, None, by=by, at=at)
    comment = Comment(section=section, figure=figure, text=text, for_reviewers_only=for_reviewers_only)
    comment.idempotency_key = key
    comment.original_quote = value
    version = _version_read(section, read)
    is_submitted = version is not None and version.content.value_of(figure.label) == value
    comment.made_on = version if is_submitted else None  # a value that is only being tried out is nobody else's
    return _store(comment, mentioned, by=by, at=at)


def _say_now(comment: Comment, text: str, replacement: str | None, *, by: User, at: datetime) -> Comment:
    if (comment.text, comment.replacement) != (text, replacement):
        edit_comment(comment=comment, text=text, replacement=replacement, by=by, at=at)
    return comment


def _store(comment: Comment, mentioned: Collection[User], *, by: User, at: datetime) -> Comment:
    comment.author, comment.created_at, comment.changed_at = by, at, at
    comment.save()
    comment.mentioned.set(mentioned)
    log_comment(Event.Verb.COMMENTED, comment, by=by, at=at, mentioned=mentioned)
    return comment


def _version_read(section: Section, read: str) -> Revision | None:
    """The last version, if its text of this section is the one that was read."""
    revision = section.report.revisions.for_readers().order_by("number").last()
    if revision is None:
        return None
    place = section.report.sections.filter(position__lt=section.position).count()
    sections = revision.content.sections
    return revision if place < len(sections) and sections[place].body == read else None


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, replacement: str | None, by: User, at: datetime) -> None:
    """Raises Refused once somebody has answered."""
    comment = _lock_unanswered(comment)
    comment.text, comment.replacement, comment.edited_at = text, replacement, at
    save_comment(comment, Event.Verb.COMMENT_EDITED, ["text", "replacement", "edited_at"], by=by, at=at)


@transaction.atomic
def delete_comment(*, comment: Comment, by: User, at: datetime) -> None:
    """Raises Refused once somebody has answered."""
    comment = _lock_unanswered(comment)
    log_comment(Event.Verb.COMMENT_DELETED, comment, by=by, at=at)
    comment.delete()


@transaction.atomic
def resolve_comment(*, comment: Comment, by: User, at: datetime) -> None:
    """A suggestion is accepted or declined by the author; only the person who made it may resolve it instead.

    Raises Refused where the writers still owe a decision on it.
    """
    comment = lock_open_comment(comment)
    if comment.is_suggestion and comment.author_id != by.pk:
        raise Refused(_("A suggestion is accepted or declined by the author of the report."))
    if unanswered_comments(comment.report).filter(pk=comment.pk).exists() and comment.report.is_written_by(by):
        raise Refused(_("Decide on this comment first: adopted, adopted in part or not adopted."))
    settle(comment, Comment.Resolution.RESOLVED, Event.Verb.RESOLVED, by=by, at=at)


@transaction.atomic
def reopen_comment(*, comment: Comment, by: User, at: datetime) -> None:
    """Writers owe a decision again. Raises Refused for an accepted suggestion: its words are in the text."""
    comment = lock_comment(comment)
    if comment.resolution == Comment.Resolution.ACCEPTED:
        raise Refused(_("This suggestion was accepted and its words are in the text. Write a new comment instead."))
    if not comment.is_open:
        comment.resolution, comment.resolved_at, comment.resolved_by, comment.answer = "", None, None, None
        save_comment(comment, Event.Verb.REOPENED, SETTLING_FIELDS, by=by, at=at)


def _lock_unanswered(comment: Comment) -> Comment:
    found = lock_open_comment(comment)
    if found.replies.exists():
        raise Refused(_("Somebody has answered this comment: it can no longer be changed or deleted. Answer it."))
    return found
