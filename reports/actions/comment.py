"""What people do with comments. The report's row is locked first, so that nobody answers what is being deleted."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Comment, Event, Figure, Reply, Report, Revision, Section, User
from ..models.comment import unanswered_comments
from ..models.event import Verb
from ..text.following import follow, mark
from .errors import Refused
from .log import log

SETTLING_FIELDS = ["resolution", "resolved_at", "resolved_by", "answer"]


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
    by: User,
    at: datetime,
) -> Comment:
    """A comment on read[start:end], or on the whole section where `passage` is None.

    `read` is the section's text as the person read it: where the author has gone on writing since, the passage is
    sought in today's text. `replacement` makes it a suggestion.
    """
    lock_discussion(section.report)
    comment = Comment(section=section, text=text, replacement=replacement, for_reviewers_only=for_reviewers_only)
    comment.made_on = _version_read(section, read)
    if passage is not None:
        _attach(comment, read, passage)
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
    by: User,
    at: datetime,
) -> Comment:
    """A comment on a figure in a section, read with that value; it stays there when the figure leaves the text."""
    lock_discussion(section.report)
    comment = Comment(section=section, figure=figure, text=text, for_reviewers_only=for_reviewers_only)
    comment.original_quote = value
    version = _version_read(section, read)
    is_submitted = version is not None and version.content.value_of(figure.label) == value
    comment.made_on = version if is_submitted else None  # a value that is only being tried out is nobody else's
    return _store(comment, mentioned, by=by, at=at)


def _store(comment: Comment, mentioned: Collection[User], *, by: User, at: datetime) -> Comment:
    comment.author, comment.created_at, comment.changed_at = by, at, at
    comment.save()
    comment.mentioned.set(mentioned)
    _log(Event.Verb.COMMENTED, comment, by=by, at=at, mentioned=mentioned)
    return comment


def _attach(comment: Comment, read: str, passage: tuple[int, int]) -> None:
    today = Section.objects.values_list("body", flat=True).get(pk=comment.section_id)
    (comment.mark,) = follow([mark(read, *passage)], read, today)


def _version_read(section: Section, read: str) -> Revision | None:
    """The last version, where its text of this section is the one that was read."""
    revision = section.report.revisions.for_readers().order_by("number").last()
    if revision is None:
        return None
    place = section.report.sections.filter(position__lt=section.position).count()
    sections = revision.content.sections
    return revision if place < len(sections) and sections[place].body == read else None


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, replacement: str | None, by: User, at: datetime) -> None:
    """Other words for it, while nobody has answered. Raises Refused after that."""
    comment = _lock_unanswered(comment)
    comment.text, comment.replacement, comment.edited_at = text, replacement, at
    save_comment(comment, Event.Verb.COMMENT_EDITED, ["text", "replacement", "edited_at"], by=by, at=at)


@transaction.atomic
def delete_comment(*, comment: Comment, by: User, at: datetime) -> None:
    """Takes it back, while nobody has answered. Raises Refused after that."""
    comment = _lock_unanswered(comment)
    _log(Event.Verb.COMMENT_DELETED, comment, by=by, at=at)
    comment.delete()


@transaction.atomic
def reply_to_comment(*, comment: Comment, text: str, mentioned: Collection[User] = (), by: User, at: datetime) -> Reply:
    """An answer. A reviewer's asks again for the writers' decision. Raises Refused where the discussion is closed."""
    comment = lock_comment(comment)
    if comment.is_open and not comment.report.is_written_by(by):
        comment.answer = None
    save_comment(comment, Event.Verb.REPLIED, ["answer"], by=by, at=at, mentioned=mentioned)
    reply = Reply.objects.create(comment=comment, author=by, text=text, created_at=at)
    reply.mentioned.set(mentioned)
    return reply


@transaction.atomic
def resolve_comment(*, comment: Comment, by: User, at: datetime) -> None:
    """Settled. A suggestion is accepted or declined by the author; only who made it may settle it like this.

    Raises Refused where the writers would pass over in silence what they owe a decision.
    """
    comment = lock_open_comment(comment)
    if comment.is_suggestion and comment.author_id != by.pk:
        raise Refused(_("A suggestion is accepted or declined by the author of the report."))
    if unanswered_comments(comment.report).filter(pk=comment.pk).exists() and comment.report.is_written_by(by):
        raise Refused(_("Decide on this comment first: adopted, adopted in part or not adopted."))
    settle(comment, Comment.Resolution.RESOLVED, Event.Verb.RESOLVED, by=by, at=at)


@transaction.atomic
def reopen_comment(*, comment: Comment, by: User, at: datetime) -> None:
    """Open again, and in want of a decision. Raises Refused for an accepted suggestion: its words are in the text."""
    comment = lock_comment(comment)
    if comment.resolution == Comment.Resolution.ACCEPTED:
        raise Refused(_("This suggestion was accepted and its words are in the text. Write a new comment instead."))
    if not comment.is_open:
        comment.resolution, comment.resolved_at, comment.resolved_by, comment.answer = "", None, None, None
        save_comment(comment, Event.Verb.REOPENED, SETTLING_FIELDS, by=by, at=at)


@transaction.atomic
def confirm_placement(*, comment: Comment, read: str, passage: tuple[int, int], by: User, at: datetime) -> None:
    """A person says that a moved comment is about read[start:end], where it was shown.

    Raises Refused where the text has changed since: nobody confirms what they have not seen.
    """
    comment = lock_comment(comment)
    is_moved = comment.placement == Comment.Placement.MOVED
    if not is_moved or read != comment.section.body or (comment.placed_start, comment.placed_end) != passage:
        raise Refused(_("The text has changed meanwhile. Look where the comment is now."))
    comment.mark = mark(read, *passage)
    _save_mark(comment, Event.Verb.PLACE_CONFIRMED, by=by, at=at)


@transaction.atomic
def reattach_comment(*, comment: Comment, read: str, passage: tuple[int, int], by: User, at: datetime) -> None:
    """A person says that a moved or lost comment is about read[start:end]."""
    comment = lock_comment(comment)
    if comment.start is None or comment.placement == Comment.Placement.PLACED:
        raise Refused(_("This comment is in its place already."))
    _attach(comment, read, passage)
    _save_mark(comment, Event.Verb.REATTACHED, by=by, at=at)


def lock_discussion(report: Report) -> Report:
    """The report with its row locked. Raises Refused once it is approved: what was said stays as it is."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if locked.is_final:
        raise Refused(_("This report is approved: its comments are kept as they are."))
    return locked


def lock_comment(comment: Comment) -> Comment:
    """The comment as it is stored now. Raises Refused where it is gone or the discussion is closed."""
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


def _lock_unanswered(comment: Comment) -> Comment:
    found = lock_open_comment(comment)
    if found.replies.exists():
        raise Refused(_("Somebody has answered this comment: it can no longer be changed or deleted. Answer it."))
    return found


def settle(
    comment: Comment, resolution: str, verb: Verb, *, by: User, at: datetime, mentioned: Collection[User] = ()
) -> None:
    """Marks a locked comment as resolved, how, when and by whom."""
    comment.resolution, comment.resolved_at, comment.resolved_by = resolution, at, by
    save_comment(comment, verb, SETTLING_FIELDS, by=by, at=at, mentioned=mentioned)


def _save_mark(comment: Comment, verb: Verb, *, by: User, at: datetime) -> None:
    save_comment(comment, verb, Comment.MARK_FIELDS, by=by, at=at)


def save_comment(
    comment: Comment, verb: Verb, fields: list[str], *, by: User, at: datetime, mentioned: Collection[User] = ()
) -> None:
    """Stores those fields of a locked comment, logs what was done to it and tells whom it concerns."""
    comment.changed_at = at
    comment.save(update_fields=[*fields, "changed_at"])
    _log(verb, comment, by=by, at=at, mentioned=mentioned)


def _log(verb: Verb, comment: Comment, *, by: User, at: datetime, mentioned: Collection[User] = ()) -> None:
    """Which section, never whose words or which."""
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
