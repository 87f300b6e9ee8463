"""What a reviewer has to do, narrowed and ordered by the query of the address, and what comes next in it."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from .. import access
from ..models import Report, Review, RevisionText, Stage, Unit, User
from ..models.review import ReviewQuerySet
from .list_filters import SEARCH_LENGTH, FoldedFilters, UnitFilter

UNFILTERED = "sort=due"
STATES = {
    "waiting": pgettext_lazy("turn of a review", "To be decided"),
    "elsewhere": _("With other reviewers"),
    "decided": _("Decided"),
}
DUE = {"overdue": _("Overdue"), "week": _("within seven days"), "later": _("later"), "none": _("no due day")}
ORDERS = {
    "due": (_("Due"), ()),
    "name": (_("Name"), ("report__author__name", "pk")),
    "unit": (_("Unit"), ("report__unit__name", "report__author__name", "pk")),
    "submitted": (_("Submitted"), ("report__submitted_at", "pk")),
}

_ORDERS_OFFERED = [(name, label) for name, (label, _fields) in ORDERS.items()]


class ReviewQueue(FoldedFilters):
    """The states and the order are asked for beside the filters: `state` and `sort`."""

    first = ("q", "stage", "due")
    q = CharFilter(method="search", label=_("Search"), max_length=SEARCH_LENGTH)
    stage = ModelChoiceFilter(label=_("Stage"), empty_label=_("all"), queryset=Stage.objects.none())
    unit = UnitFilter(field_name="report__unit", label=_("Unit and below"), queryset=Unit.objects.none())
    due = ChoiceFilter(method="by_due", label=_("Due"), choices=list(DUE.items()), empty_label=_("all"))
    sort = ChoiceFilter(method="leave", label=_("Order"), choices=_ORDERS_OFFERED, empty_label=None)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, access.reviews_of(user))
        self._user = user
        self.state = data.get("state", "") if data.get("state") in STATES else "waiting"
        self.sort = data.get("sort", "") if data.get("sort") in ORDERS else "due"
        own = Review.objects.filter(reviewer=user)
        self._offer("stage", Stage.objects.filter(reviews__in=own).select_related("cycle").distinct())
        self._offer("unit", Unit.objects.filter(pk__in=self._units(own)).order_by("name"))

    def _offer(self, name: str, choices: QuerySet) -> None:
        self.form.fields[name].queryset = choices

    def _units(self, own: QuerySet[Review]) -> set[int]:
        """Those of the reports, and all above them: each is chosen with what is below it."""
        here = set(own.order_by().values_list("report__unit", flat=True).distinct())
        return {above for line in Unit.objects.lines_upward(here).values() for above in line}

    @property
    def query(self) -> str:
        """What pages carry along, so that the next one is of the same list; never empty."""
        kept = QueryDict(mutable=True)
        kept.update({name: value for name, value in self.data.items() if value and name in self.filters})
        return kept.urlencode() or UNFILTERED

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters if name != "sort")

    def rows_of(self, state: str) -> ReviewQuerySet:
        rows: Any = self.qs if self.is_valid() else self.queryset.none()
        waiting = access.reviews_waiting(self._user).order_by().values("pk")
        if state == "waiting":
            rows = rows.filter(pk__in=waiting)
        elif state == "elsewhere":
            rows = rows.exclude(pk__in=waiting).filter(report__in=Report.objects.under_review())
        else:
            rows = rows.exclude(report__in=Report.objects.under_review())
        _label, order = ORDERS[self.sort]
        return rows.order_by(*order) if order else rows

    @property
    def tabs(self) -> list[tuple[str, Any, int]]:
        return [(name, label, self.rows_of(name).count()) for name, label in STATES.items()]

    def after(self, report: int) -> int | None:
        """The key of the report that waits next, in this order; behind the last one the first that was passed over."""
        reports = list(self.rows_of("waiting").values_list("report", flat=True))
        place = reports.index(report) if report in reports else -1
        return next((one for one in [*reports[place + 1 :], *reports] if one != report), None)

    def search(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Titles as they were submitted: the author of a returned report may be at a new one."""
        for word in value.split():
            who = Q(report__author__name__icontains=word) | Q(report__post__icontains=word)
            titled = RevisionText.objects.read_by_organisers().filter(title__icontains=word)
            what = Q(report__unit__name__icontains=word) | Q(report__in=titled.values("revision__report"))
            rows = rows.filter(who | what)
        return rows

    def leave(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        """The rows are put in order once they are told apart by state."""
        return rows

    def by_due(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        soon = today + timedelta(days=7)
        days = {
            "overdue": Q(due_day__lt=today),
            "week": Q(due_day__range=(today, soon)),
            "later": Q(due_day__gt=soon),
            "none": Q(due_day=None),
        }
        return rows.annotate(due_day=Coalesce(F("due"), F("stage__due"))).filter(days[value])
