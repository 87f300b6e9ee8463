"""A report's own circle: the people who have to do with it, as querysets of those whose accounts are active."""

from django.db.models import Q, QuerySet, Value

from .assistance import Assistance
from .report import Report
from .unit import LineUpward
from .user import User


def writers_of(report: Report) -> QuerySet[User]:
    """The author and the author's assistants."""
    return _active().filter(_writes(report)).distinct()


def reviewers_of(report: Report) -> QuerySet[User]:
    """Of all stages."""
    return _active().filter(reviews__report=report).distinct()


def circle_of(report: Report) -> QuerySet[User]:
    """Writers, reviewers, and the organisers of its unit and of the units above."""
    return _active().filter(_writes(report) | Q(reviews__report=report) | _organises(report)).distinct()


def organisers_of(report: Report) -> QuerySet[User]:
    """Of its unit and of the units above, without the author: nobody runs a cycle for themselves."""
    return organisers_of_unit(report.unit_id).exclude(pk=report.author_id)


def organisers_of_unit(unit_pk: int) -> QuerySet[User]:
    """Of the unit and of the units above."""
    return _active().filter(organised_units__in=LineUpward(Value(unit_pk))).distinct()


def _organises(report: Report) -> Q:
    return Q(organised_units__in=LineUpward(Value(report.unit_id)))


def _writes(report: Report) -> Q:
    return Q(pk=report.author_id) | Q(pk__in=Assistance.objects.of_report(report).values("assistant"))


def _active() -> QuerySet[User]:
    return User.objects.filter(is_active=True)
