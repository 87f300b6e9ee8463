"""Handing many reviews, of whomever they are, over to one person, and back."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import BatchItem, Participant, Review, Substitution, User
from .batch_plan import BatchPlan, BatchRow
from .errors import Refused
from .spread import ReviewGroup
from .substitution import HandOver, hand_over_reviews, plan_hand_over

_REASON_LENGTH = Substitution._meta.get_field("reason").max_length


def plan_substitution(rows: QuerySet[Review], *, by: User, at: datetime, substitute: User, reason: str) -> BatchPlan:
    """`rows` are the organiser's, with what a list shows. Six queries, however many they are."""
    chosen = Review.objects.filter(pk__in=rows.order_by().values("pk"))
    unfinished = set(chosen.unfinished().values_list("pk", flat=True))
    theirs = set(Review.objects.filter(reviewer=substitute).values_list("report", "stage"))
    group = ReviewGroup((substitute,), spares_own_unit=False)

    def why_not(row: Review) -> str:
        if row.pk not in unfinished:
            return _("decided already")
        if (row.report_id, row.stage_id) in theirs:
            return _("they review it in this stage already")
        is_able = group.able(author=row.report.author_id, unit=row.report.unit_id)
        return "" if is_able else _("they may not review it: they write it, help to, or work below its author")

    def planned(row: Review) -> BatchRow:
        change = {"reviewer": [row.reviewer_id, substitute.pk]}
        return BatchRow(row, why_not(row), f"{row.reviewer.name} → {substitute.name}", change)

    return BatchPlan([planned(row) for row in rows], {"reason": reason})


def substitute_item(item: BatchItem, *, at: datetime) -> None:
    """Raises Refused where the review is another one than was seen, or the person may not have it any more."""
    by, cycle = item.batch.by, item.batch.cycle
    participants = Participant.objects.reached_by(by).filter(cycle=cycle, pk=item.participant_id or 0)
    mine = Review.objects.filter(report__participant__in=participants.values("pk"), pk=item.review_id or 0)
    review = mine.select_related("reviewer").first()
    former, wanted = item.change["reviewer"]
    if review is None or review.reviewer_id != former:
        raise Refused(_("the review was taken back, or handed over, meanwhile"))
    substitute = User.objects.get(pk=wanted)
    if not substitute.is_active:
        raise Refused(_("the account of %(name)s was deactivated") % {"name": substitute.name})
    hand_over = HandOver(review.reviewer, (substitute,), frozenset({review.pk}))
    plan = plan_hand_over(cycle=cycle, participants=participants, hand_over=hand_over, by=by)
    if not plan.given or plan.given[0][0].merges:
        raise Refused(_("decided already, or not theirs to review"))
    hand_over_reviews(
        cycle=cycle,
        participants=participants,
        hand_over=hand_over,
        reason=_reason(item),
        digest=plan.digest,
        by=by,
        at=at,
    )


def _reason(item: BatchItem) -> str:
    reason = item.batch.options["reason"]
    return (_("taken back: %(what)s") % {"what": reason} if item.batch.undoes_id else reason)[:_REASON_LENGTH]
