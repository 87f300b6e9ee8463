"""Who is told of what. Notices come from here alone: log() passes every event on, in the action's own transaction."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from ..models import Comment, Cycle, Notice, Report, Review, User
from ..models.circle import organisers_of, reviewers_of, writers_of
from ..models.event import Verb
from ..models.notice import NoticeKind
from ..models.review import ReviewQuerySet
from .mail import PAUSE, mail_at_once

DAY = timedelta(days=1)
# What says the same however often it is said.
SAID_ONCE = {NoticeKind.ROLL, NoticeKind.ENTRUSTED, NoticeKind.RELIEVED, NoticeKind.SLIPS}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened to a report, or to a comment on it."""

    actor: User
    at: datetime
    report: Report
    comment: Comment | None = None


Audience = Callable[[Occurrence], QuerySet[User]]


def _writers(news: Occurrence) -> QuerySet[User]:
    return writers_of(news.report)


def _those_spoken_to(news: Occurrence) -> QuerySet[User]:
    """A reviewer's comment goes to the writers or, as a note among reviewers, to the other reviewers. A writer's goes
    to the other writers and the reviewers.

    Reviewers hear nothing of it while the writers still write.
    """
    report, comment = news.report, news.comment
    if comment and comment.for_reviewers_only:
        return reviewers_of(report)
    writers = writers_of(report)
    is_to_reviewers = not report.is_open and writers.filter(pk=news.actor.pk).exists()
    return writers | reviewers_of(report) if is_to_reviewers else writers


def _those_discussing(news: Occurrence) -> QuerySet[User]:
    """The comment's author, everybody who answered it, and the writers unless it is hidden from them."""
    comment = news.comment
    discussing = User.objects.filter(Q(comments=comment) | Q(replies__comment=comment), is_active=True).distinct()
    is_apart = comment is not None and comment.for_reviewers_only
    return discussing if is_apart else discussing | writers_of(news.report)


# Of all else that is logged nobody is told. Organisers have the page of the round; they are told where mentioned.
RECIPIENTS: dict[Verb, tuple[NoticeKind, Audience]] = {
    Verb.SUBMITTED: (NoticeKind.SUBMITTED, _writers),
    Verb.WITHDREW: (NoticeKind.WITHDREW, _writers),
    Verb.RETURNED: (NoticeKind.RETURNED, _writers),
    Verb.APPROVED: (NoticeKind.APPROVED, _writers),
    Verb.PUBLISHED: (NoticeKind.PUBLISHED, _writers),
    Verb.CORRECTED: (NoticeKind.CORRECTED, _writers),
    Verb.COMMENTED: (NoticeKind.COMMENTED, _those_spoken_to),
    Verb.REPLIED: (NoticeKind.REPLIED, _those_discussing),
    Verb.ANSWERED: (NoticeKind.ANSWERED, _those_discussing),
    Verb.RESOLVED: (NoticeKind.RESOLVED, _those_discussing),
    Verb.REOPENED: (NoticeKind.REOPENED, _those_discussing),
    Verb.ACCEPTED: (NoticeKind.ACCEPTED, _those_discussing),
    Verb.DECLINED: (NoticeKind.DECLINED, _those_discussing),
}


def notify(verb: Verb, news: Occurrence, *, mentioned: Collection[User] = ()) -> None:
    """Tells whoever the table names, except the person who acted. Those mentioned get that notice only."""
    named = {person.pk: NoticeKind.MENTIONED for person in mentioned}
    told = {}
    if verb in RECIPIENTS:
        kind, audience = RECIPIENTS[verb]
        told = {person.pk: kind for person in audience(news)}
    _write(_notice(pk, kind, news) for pk, kind in sorted((told | named).items()))


def ask_reviewers(reviews: ReviewQuerySet, *, by: User, at: datetime) -> None:
    """Tells those whose turn it is. It is not part of log(): who they are is known only at the end of the action.

    Many reports of one round become one notice, also where somebody asks one by one: it grows, while it is not read.
    """
    waiting = reviews.waiting().filter(reviewer__is_active=True).order_by("pk")
    asked = defaultdict(list)
    for reviewer, cycle, report in waiting.values_list("reviewer", "report__cycle", "report"):
        asked[reviewer, cycle].append(report)
    growing = _asked_just_now({reviewer for reviewer, _cycle in asked}, by=by, at=at)
    fresh = []
    for (reviewer, cycle), reports in asked.items():
        there = growing.get((reviewer, cycle))
        if there is not None and there.report_id not in reports:
            _grow(there, cycle, len(reports), at=at)
        else:
            fresh.append(_asking(reviewer, cycle, reports, by=by, at=at))
    _write(fresh)


def _asked_just_now(people: Collection[int], *, by: User, at: datetime) -> dict[tuple[int, int], Notice]:
    """By the keys of the person and the round."""
    asked = Notice.objects.filter(kind=NoticeKind.ASKED, actor=by, recipient__in=people)
    recent = asked.unread().filter(at__gt=at - PAUSE).annotate(of=Coalesce("cycle", "report__cycle")).order_by("at")
    return {(one.recipient_id, one.of): one for one in recent}


def _grow(notice: Notice, cycle: int, count: int, *, at: datetime) -> None:
    Notice.objects.filter(pk=notice.pk).update(report=None, cycle=cycle, count=F("count") + count, at=at)


def _asking(reviewer: int, cycle: int, reports: Sequence[int], *, by: User, at: datetime) -> Notice:
    about = {"report_id": reports[0]} if len(reports) == 1 else {"cycle_id": cycle, "count": len(reports)}
    return Notice(recipient_id=reviewer, kind=NoticeKind.ASKED, actor=by, at=at, **about)


def ask_next(report: Report, *, by: User, at: datetime) -> None:
    """Tells those whose turn it is with a report, or its organisers where it is nobody's turn."""
    reviews = Review.objects.filter(report=report)
    if reviews.waiting().exists():
        ask_reviewers(reviews, by=by, at=at)
    else:
        ask_organisers(report, by=by, at=at)


def ask_organisers(report: Report, *, by: User, at: datetime) -> None:
    """Asks them to assign a reviewer, however often somebody tries to submit: at most once a day, and not while the
    last notice is unread.
    """
    recent = Notice.objects.filter(Q(read_at=None) | Q(at__gt=at - DAY), report=report, kind=NoticeKind.UNREVIEWED)
    asked = organisers_of(report).exclude(pk__in=recent.values("recipient")).order_by("pk")
    _write(_notice(one.pk, NoticeKind.UNREVIEWED, Occurrence(by, at, report)) for one in asked)


def tell_person(person: User, kind: NoticeKind, *, by: User, at: datetime, cycle: Cycle | None = None) -> None:
    """For what concerns two people, or a round, and no report."""
    tell_people([person], kind, by=by, at=at, cycle=cycle)


def tell_people(
    people: Iterable[User], kind: NoticeKind, *, by: User | None, at: datetime, cycle: Cycle | None = None
) -> None:
    """Who was told the same a moment ago, and has not read it, is not told again: it moves to the top."""
    told = {"kind": kind, "cycle": cycle, "actor": by}
    people = list(people)
    recent = Notice.objects.filter(**told, at__gt=at - PAUSE).unread() if kind in SAID_ONCE else Notice.objects.none()
    told_now = dict(recent.values_list("recipient", "pk"))
    moved = {person.pk: told_now[person.pk] for person in people if person.pk in told_now}
    Notice.objects.filter(pk__in=moved.values()).update(at=at)
    _write(Notice(recipient=person, at=at, **told) for person in people if person.pk not in moved)


def _notice(recipient: int, kind: NoticeKind, news: Occurrence) -> Notice:
    return Notice(
        recipient_id=recipient, kind=kind, report=news.report, comment=news.comment, actor=news.actor, at=news.at
    )


def _write(notices: Iterable[Notice]) -> None:
    """Stored in the action's transaction, mailed after it. Nobody is told what they did themselves."""
    told = Notice.objects.bulk_create(one for one in notices if one.recipient_id != one.actor_id)
    if told:
        people, at = {one.recipient_id for one in told}, told[0].at
        transaction.on_commit(lambda: mail_at_once(people, at=at), robust=True)
