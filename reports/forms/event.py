"""The filters of the log. They are an address's query."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet

from ..models import Event, Report, User
from ..models.cycle import DAY_LIMITS

_LENGTH = 100


def _day(method: str, label: Promise) -> DateFilter:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return DateFilter(method=method, label=label, widget=widget, validators=DAY_LIMITS)


def _person(method: str, label: Promise) -> CharFilter:
    return CharFilter(
        method=method, label=label, max_length=_LENGTH, help_text=_("Name, staff number or sign-in name.")
    )


class EventFilters(FilterSet):
    """People are found by their whole name: each condition is a range of an index. A log that is asked for wrongly
    shows no rows and says why.
    """

    who = _person("by_actor", _("Who"))
    whose = _person("of_author", _("Whose report"))
    verb = ChoiceFilter(label=_("What"), choices=Event.Verb.choices, empty_label=_("all"))
    since = _day("from_day", _("From"))
    until = _day("to_day", _("To"))

    @property
    def rows(self) -> QuerySet[Event]:
        return self.qs if self.is_valid() else self.queryset.none()

    def by_actor(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        return rows.filter(actor__in=_people(value))

    def of_author(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        reports = Report.objects.filter(author__in=_people(value))
        return rows.filter(report__in=list(reports.values_list("pk", flat=True)))

    def from_day(self, rows: QuerySet, _name: str, value: date) -> QuerySet:
        return rows.filter(at__gte=_begin(value))

    def to_day(self, rows: QuerySet, _name: str, value: date) -> QuerySet:
        return rows.filter(at__lt=_begin(value + timedelta(days=1)))


def _people(text: str) -> list[int]:
    named = Q(name=text.strip()) | Q(username=text.strip()) | Q(staff_number=text.strip())
    return list(User.objects.filter(named).values_list("pk", flat=True))


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
