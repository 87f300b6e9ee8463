"""The numbers of a round, counted from its rows: the rule that tallies are held to, and what SQLite asks each time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, TruncDate

from .participant import Closing, ParticipantQuerySet, ParticipantState
from .report import FINAL_STATES, ReportQuerySet
from .review import ReviewQuerySet
from .tally import TallySubject

TallyKey = tuple[str, str]
UnitNumbers = dict[int, Counter[TallyKey]]
_LATE = "late"


def count_by_unit(participants: ParticipantQuerySet, reports: ReportQuerySet, reviews: ReviewQuerySet) -> UnitNumbers:
    """Four queries, whatever the number of units."""
    numbers: UnitNumbers = defaultdict(Counter)
    _count_participants(participants, numbers)
    _count_reports(reports, numbers)
    _count_reviews(reviews.waiting(), TallySubject.WAITING, numbers)
    _count_reviews(reviews.needing_substitute(), TallySubject.VACANT, numbers)
    return numbers


def _groups(rows: QuerySet, *fields: Any, **named: Any) -> Iterable[tuple]:
    """With how many there are, last."""
    named_fields = {f"{name}_": expression for name, expression in named.items()}
    groups = rows.order_by().annotate(**named_fields).values_list(*fields, *named_fields)
    return groups.annotate(number=Count("pk"))


def _count_participants(participants: ParticipantQuerySet, numbers: UnitNumbers) -> None:
    rows = participants.with_progress().annotate(due_day=Coalesce("due", "cycle__due"))
    asked = Q(state=ParticipantState.WRITING)
    flags = {"left": _flag(asked & participants.LEFT_BEHIND), "never": _flag(asked & participants.NEVER_SIGNED_IN)}
    groups = _groups(rows, "unit", "progress", "report__stage", lateness=_lateness(asked), **flags)
    for unit, progress, stage, lateness, left, never, number in groups:
        counted = numbers[unit]
        counted[TallySubject.PROGRESS, f"{progress}:{stage or ''}"] += number
        if lateness == _LATE:
            counted[TallySubject.LATE, ""] += number
        elif lateness:
            counted[TallySubject.MISSING, lateness] += number
        if left:
            counted[TallySubject.LEFT_BEHIND, ""] += number
        if never:
            counted[TallySubject.NEVER_SIGNED_IN, ""] += number


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0))


def _lateness(asked: Q) -> Case:
    """As `late` of participants decides: late already, or missing, with the day that decides."""
    rows = ParticipantQuerySet
    return Case(
        When(~asked, then=Value("")),
        When(rows.SENT_LATE | rows.NOT_SENT & Q(closing=Closing.MISSING), then=Value(_LATE)),
        When(rows.NOT_SENT, then=Cast("due_day", CharField())),
        default=Value(""),
    )


def _count_reports(reports: ReportQuerySet, numbers: UnitNumbers) -> None:
    rows = reports.with_final_grade().filter(Q(first_submitted_at__isnull=False) | Q(state__in=FINAL_STATES))
    grade = Case(When(state__in=FINAL_STATES, then=F("final_grade")), default=None, output_field=CharField())
    for unit, day, given, number in _groups(rows, "unit", day=TruncDate("first_submitted_at"), grade=grade):
        if day:
            numbers[unit][TallySubject.SUBMITTED, day.isoformat()] += number
        if given is not None:
            numbers[unit][TallySubject.GRADE, given] += number


def _count_reviews(reviews: ReviewQuerySet, subject: TallySubject, numbers: UnitNumbers) -> None:
    for unit, reviewer, number in _groups(reviews, "report__unit", "reviewer"):
        numbers[unit][subject, str(reviewer)] += number
