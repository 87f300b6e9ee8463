"""The author's decision on a suggestion: these words instead of those."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Comment, Event, Reply, Section, User
from ..models.section import BODY_LENGTH
from ..text.following import mark
from .answering import record_verdict
from .comment import lock_open_comment, settle
from .errors import Refused
from .section import Words, lock_for_writing, store_words


class PassageChanged(Refused):
    """The words that were to be replaced are not those that stand there. `today` is what does; empty where lost."""

    def __init__(self, today: str) -> None:
        super().__init__(_("The words of this suggestion have changed since it was made. Nothing was replaced."))
        self.today = today


@transaction.atomic
def accept_suggestion(*, comment: Comment, reason: str = "", by: User, at: datetime) -> Section:
    """The replacement into the text, a new version of the section, the comment adopted and resolved: all or nothing.

    The suggestion stands beside its own words then; one that only took words out has no place any more.

    Raises PassageChanged where the passage is no longer what was commented on, Refused where the section is locked.
    """
    if not lock_for_writing(comment.section):
        raise Refused(_("This section is locked, so its text cannot be changed. Accept it once it has been returned."))
    comment = lock_open_comment(comment)
    section = (
        Section.objects.select_for_update(of=("self",))
        .select_related("report", "outline_section")
        .get(pk=comment.section_id)
    )
    start, body = comment.placed_start, _replaced(comment, section.body)
    store_words(section=section, words=Words(section.heading, body), tab="", by=by, at=at)
    comment.refresh_from_db()  # like all of the section it was placed again
    if start is not None and comment.replacement:
        comment.mark = mark(body, start, start + len(comment.replacement))
        comment.save(update_fields=Comment.MARK_FIELDS)
    record_verdict(comment, Reply.Verdict.ADOPTED, reason, by=by, at=at)
    settle(comment, Comment.Resolution.ACCEPTED, Event.Verb.ACCEPTED, by=by, at=at)
    return section


def _replaced(comment: Comment, body: str) -> str:
    start, end = comment.placed_start, comment.placed_end
    today = body[start:end] if start is not None else ""
    if comment.replacement is None:
        raise Refused(_("This comment suggests no other words."))
    if comment.placement != Comment.Placement.PLACED or today != comment.original_quote:
        raise PassageChanged(today)
    replaced = body[:start] + comment.replacement + body[end:]
    if len(replaced) > BODY_LENGTH:
        raise Refused(_("With these words the section would be too long."))
    return replaced


@transaction.atomic
def decline_suggestion(*, comment: Comment, reason: str, by: User, at: datetime) -> None:
    """Not taken over; the reason stands as an answer under the suggestion."""
    comment = lock_open_comment(comment)
    if not comment.is_suggestion:
        raise Refused(_("This comment suggests no other words."))
    record_verdict(comment, Reply.Verdict.NOT_ADOPTED, reason, by=by, at=at)
    settle(comment, Comment.Resolution.DECLINED, Event.Verb.DECLINED, by=by, at=at)
