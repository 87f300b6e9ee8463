"""The author's decision on suggestions: these words instead of those."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Comment, Event, Reply, Section, User
from ..models.saved_text import BODY_LENGTH
from ..prose.anchoring.reanchor import anchor_passage
from ..prose.replacement import Replacement, replace_all
from .discussion import lock_comment, lock_open_comment, sent_before, settle
from .errors import Refused
from .reply import record_verdict
from .section import lock_for_writing, store_section


class PassageChanged(Refused):
    """The words that were to be replaced no longer stand there. `today` are the words that do, empty where they are
    lost.
    """

    def __init__(self, today: str) -> None:
        super().__init__(_("The words of this suggestion have changed since it was made. Nothing was replaced."))
        self.today = today


@dataclass(frozen=True, slots=True)
class SuggestionPlan:
    """The open suggestions of a section: those that can be accepted `together`, in the order of the text, and those
    that need a look each, because their words have `changed` or they are `overlapping`. `token` changes with any of
    them.
    """

    section: Section
    together: list[Comment]
    overlapping: list[Comment]
    changed: list[Comment]
    token: str

    @property
    def replacements(self) -> list[Replacement]:
        return [_replacement(comment) for comment in self.together]


def plan_suggestions(section: Section) -> SuggestionPlan:
    """What accepting all of them would do. Changes nothing."""
    suggestions = section.comments.for_writers().open().exclude(replacement=None)
    listed = list(suggestions.for_reading())
    for comment in listed:
        comment.section = section
    fitting = sorted((comment for comment in listed if comment.is_applicable), key=_replacement)
    overlapping = [comment for comment in fitting if any(_overlap(comment, other) for other in fitting)]
    return SuggestionPlan(
        section=section,
        together=[comment for comment in fitting if comment not in overlapping],
        overlapping=overlapping,
        changed=[comment for comment in listed if comment not in fitting],
        token=f"{section.version}.{suggestions.summary()}",
    )


def _overlap(one: Comment, other: Comment) -> bool:
    here, there = _replacement(one), _replacement(other)
    return one.pk != other.pk and here.start < there.end and there.start < here.end


def _replacement(comment: Comment) -> Replacement:
    """`comment` must have a place in the text."""
    start, end, words = comment.placed_start, comment.placed_end, comment.replacement
    assert start is not None and end is not None and words is not None  # noqa: S101, PT018 - the caller's promise
    return Replacement(start, end, words)


@transaction.atomic
def accept_suggestion(*, comment: Comment, reason: str = "", by: User, at: datetime) -> Section:
    """Puts the replacement into the text as a new version of the section, and adopts and resolves the comment: all or
    nothing.

    The comment then stands beside its own words. One that only removed words has no place any more.

    Raises PassageChanged where the passage is no longer what was commented on, Refused where the section is locked.
    """
    section = _lock_section(comment.section)
    comment = lock_open_comment(comment)
    comment.section = section
    if comment.replacement is None:
        raise Refused(_("This comment suggests no other words."))
    if not comment.is_applicable:
        raise PassageChanged(comment.words_today)
    _put_in(section, [comment], reason=reason, by=by, at=at)
    return section


@transaction.atomic
def accept_suggestions(*, section: Section, token: str, by: User, at: datetime) -> int:
    """Accepts all that can be accepted together and returns their number. `token` is that of the plan the person saw.
    Raises Refused, and accepts nothing, where the plan has changed since.
    """
    plan = plan_suggestions(_lock_section(section))
    if plan.token != token or not plan.together:
        raise Refused(
            _("The text or a suggestion has changed since you opened this page. Nothing was put in: look once more.")
        )
    _put_in(plan.section, plan.together, by=by, at=at)
    return len(plan.together)


def _lock_section(section: Section) -> Section:
    """The section as stored now. The report's row is locked first, as everywhere."""
    if not lock_for_writing(section):
        raise Refused(_("This section is locked, so its text cannot be changed. Accept it once it has been returned."))
    locked = Section.objects.select_for_update(of=("self",)).select_related("report", "outline_section")
    return locked.get(pk=section.pk)


def _put_in(section: Section, comments: Iterable[Comment], *, reason: str = "", by: User, at: datetime) -> None:
    """The suggestions must fit and not overlap, and come in the order of the text."""
    replacements = [_replacement(comment) for comment in comments]
    body, starts = replace_all(section.body, replacements)
    if len(body) > BODY_LENGTH:
        raise Refused(_("With these words the section would be too long."))
    store_section(section=section, words=section.words._replace(body=body), tab="", by=by, at=at)
    for comment, start, (*_place, words) in zip(comments, starts, replacements, strict=True):
        comment.refresh_from_db(fields=Comment.MARK_FIELDS)  # like all of the section it was placed again
        if words:
            comment.mark = anchor_passage(body, start, start + len(words))
            comment.save(update_fields=Comment.MARK_FIELDS)
        record_verdict(comment, Reply.Verdict.ADOPTED, reason, by=by, at=at)
        settle(comment, Comment.Resolution.ACCEPTED, Event.Verb.ACCEPTED, by=by, at=at)


@transaction.atomic
def decline_suggestion(
    *,
    comment: Comment,
    reason: str,
    mentioned: Collection[User] = (),
    key: UUID | None = None,
    by: User,
    at: datetime,
) -> None:
    """The reason becomes a reply to the suggestion."""
    lock_comment(comment)
    if sent_before(Reply, key, by):
        return
    comment = lock_open_comment(comment)
    if not comment.is_suggestion:
        raise Refused(_("This comment suggests no other words."))
    record_verdict(comment, Reply.Verdict.NOT_ADOPTED, reason, key=key, by=by, at=at).mentioned.set(mentioned)
    settle(comment, Comment.Resolution.DECLINED, Event.Verb.DECLINED, by=by, at=at, mentioned=mentioned)
