"""A report's own circle: the people who have to do with it, as querysets of those whose accounts are active."""

from django.db.models import Q, QuerySet

from .report import Report
from .unit import Unit
from .user import User


def writers_of(report: Report) -> QuerySet[User]:
    """Its author and the author's assistants."""
    return _active().filter(Q(pk=report.author_id) | Q(assisted__author=report.author_id)).distinct()


def reviewers_of(report: Report) -> QuerySet[User]:
    """In whatever stage."""
    return _active().filter(reviews__report=report).distinct()


def circle_of(report: Report) -> QuerySet[User]:
    """Writers, reviewers and the organisers of its unit and of the units above."""
    units = Unit.objects.ancestors(report.unit, include_self=True).values_list("pk", flat=True)
    writing = Q(pk=report.author_id) | Q(assisted__author=report.author_id)
    return _active().filter(writing | Q(reviews__report=report) | Q(organised_units__in=list(units))).distinct()


def _active() -> QuerySet[User]:
    return User.objects.filter(is_active=True)
