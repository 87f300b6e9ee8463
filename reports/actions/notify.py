"""Who is told of what. Notices come from here alone: log() passes every event on, in the action's own transaction."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from ..models import Comment, Notice, Report, Review, User
from ..models.circle import reviewers_of, writers_of
from ..models.event import Verb
from ..models.notice import NoticeKind
from .mailing import mail_at_once


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to a report, or to a comment on it."""

    actor: User
    at: datetime
    report: Report
    comment: Comment | None = None


Audience = Callable[[News], QuerySet[User]]


def _writers(news: News) -> QuerySet[User]:
    return writers_of(news.report)


def _those_spoken_to(news: News) -> QuerySet[User]:
    """Reviewers speak to the writers, or apart from them to one another; writers to one another and the reviewers.

    What writers say while they write is not yet news to the reviewers.
    """
    report, comment = news.report, news.comment
    if comment and comment.for_reviewers_only:
        return reviewers_of(report)
    writers = writers_of(report)
    is_to_reviewers = not report.is_open and writers.filter(pk=news.actor.pk).exists()
    return writers | reviewers_of(report) if is_to_reviewers else writers


def _those_discussing(news: News) -> QuerySet[User]:
    """Who made the comment, who answered it, and the writers; these not where it is kept from them."""
    comment = news.comment
    discussing = User.objects.filter(Q(comments=comment) | Q(replies__comment=comment), is_active=True).distinct()
    is_apart = comment is not None and comment.for_reviewers_only
    return discussing if is_apart else discussing | writers_of(news.report)


# Of all else that is logged nobody is told. Organisers have the page of the round; they are told where mentioned.
TOLD: dict[Verb, tuple[NoticeKind, Audience]] = {
    Verb.SUBMITTED: (NoticeKind.SUBMITTED, _writers),
    Verb.WITHDREW: (NoticeKind.WITHDREW, _writers),
    Verb.RETURNED: (NoticeKind.RETURNED, _writers),
    Verb.APPROVED: (NoticeKind.APPROVED, _writers),
    Verb.COMMENTED: (NoticeKind.COMMENTED, _those_spoken_to),
    Verb.REPLIED: (NoticeKind.REPLIED, _those_discussing),
    Verb.RESOLVED: (NoticeKind.RESOLVED, _those_discussing),
    Verb.REOPENED: (NoticeKind.REOPENED, _those_discussing),
    Verb.ACCEPTED: (NoticeKind.ACCEPTED, _those_discussing),
    Verb.DECLINED: (NoticeKind.DECLINED, _those_discussing),
}


def tell(verb: Verb, news: News, *, mentioned: Collection[User] = ()) -> None:
    """Whoever the table names, except who did it; those who are mentioned are told that, and only that."""
    named = {person.pk for person in mentioned}
    _write(NoticeKind.MENTIONED, named, news)
    if verb in TOLD:
        kind, audience = TOLD[verb]
        _write(kind, {person.pk for person in audience(news)} - named, news)


def ask_reviewers(*, report: Report, by: User, at: datetime) -> None:
    """Tells those whose turn it has become. Called once it is known who they are, so not by the log."""
    asked = Review.objects.filter(report=report, reviewer__is_active=True)
    _write(NoticeKind.ASKED, set(asked.values_list("reviewer", flat=True)), News(by, at, report))


def _write(kind: NoticeKind, recipients: set[int], news: News) -> None:
    told = recipients - {news.actor.pk}
    if not told:
        return
    Notice.objects.bulk_create(
        Notice(recipient_id=pk, kind=kind, report=news.report, comment=news.comment, actor=news.actor, at=news.at)
        for pk in sorted(told)
    )
    transaction.on_commit(lambda: mail_at_once(told, at=news.at), robust=True)
