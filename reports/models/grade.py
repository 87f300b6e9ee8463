"""Who has which grade in a round, and how many may have the best one.

A report holds a place of the best grade once a reviewer of its last stage has given it, until an organiser settles
another grade.
"""

from typing import Any

from django.db.models import Case, CharField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from .cycle import Cycle
from .participant import Participant, ParticipantQuerySet
from .review import Opinion, Review


def last_grades(grade: str = "") -> QuerySet[Review]:
    """The reviews of the last stage of each report that have given a grade, with the `given` one, the latest; or those
    that have given this one.
    """
    opinions = Opinion.objects.filter(review=OuterRef("pk")).exclude(grade="").order_by("-at", "-pk")
    later = Review.objects.filter(report=OuterRef("report"), stage__position__gt=OuterRef("stage__position"))
    given = Review.objects.annotate(given=Subquery(opinions.values("grade")[:1])).filter(~Exists(later))
    return given.filter(given=grade) if grade else given.filter(given__isnull=False)


def graded(cycle: Cycle) -> ParticipantQuerySet:
    """Those who get a grade, whether they have it yet or not: all who write, without those who are left ungraded."""
    return Participant.objects.filter(cycle=cycle, is_ungraded=False).to_write()


def with_final_grade(participants: ParticipantQuerySet) -> ParticipantQuerySet:
    """With `final_grade`, the settled grade or else the one on which all reviewers of the last stage agree, and with
    `lowest` and `highest`, which differ where they do not.
    """
    both = _extremes(last_grades().filter(report__participant=OuterRef("pk")))
    agreed: Any = both.filter(low=F("high"))
    none = Value("", output_field=CharField())
    final = Case(
        When(is_ungraded=True, then=none),
        When(~Q(grade=""), then=F("grade")),
        default=Coalesce(Subquery(agreed.values("low")), none),
    )
    return participants.annotate(
        lowest=Subquery(both.values("low")), highest=Subquery(both.values("high")), final_grade=final
    )


def _extremes(given: QuerySet[Review]) -> Any:
    """By participant, the `low` and the `high` one of the grades given."""
    return given.order_by().values("report__participant").annotate(low=Min("given"), high=Max("given"))


def with_grade(cycle: Cycle, grade: str) -> ParticipantQuerySet:
    """Those who have it as their `final_grade`, or none at all (""): asked of all at once, not of one after another."""
    agreed = _extremes(last_grades().filter(report__cycle=cycle)).filter(low=F("high"))
    on_this = agreed.filter(low=grade) if grade else agreed
    is_agreed = Q(pk__in=on_this.values("report__participant"))
    has_it = Q(grade=grade) | Q(grade="", is_ungraded=False) & is_agreed
    has_none = Q(is_ungraded=True) | Q(grade="") & ~is_agreed
    return Participant.objects.filter(has_it if grade else has_none, cycle=cycle)


def best_places(cycle: Cycle) -> int | None:
    """How many may have the best grade, rounded down. None: there is no quota."""
    if not (cycle.grade_scale and cycle.best_grade_quota):
        return None
    return graded(cycle).count() * cycle.best_grade_quota // 100


def given_best(participant: Participant) -> str:
    """The best grade, where a reviewer of the last stage has given it; else nothing."""
    scale = participant.cycle.grade_scale
    given = scale and last_grades(scale.best).filter(report__participant=participant).exists()
    return scale.best if scale and given else ""


def best_taken(cycle: Cycle, *, without: Participant | None = None) -> int:
    """How many places are held, by others than `without`."""
    best = cycle.grades[0]
    given = last_grades(best).filter(report__cycle=cycle).values("report__participant")
    holds = Q(grade=best) | Q(grade="", pk__in=given)
    holders = graded(cycle).filter(holds)
    return (holders.exclude(pk=without.pk) if without else holders).count()
