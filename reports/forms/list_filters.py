"""The filters of an organiser's lists. They are an address's query, so that a list can be linked to and kept."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet, Value
from django.forms import BoundField
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, Filter, FilterSet, ModelChoiceFilter

from ..access import OrganisedCycle
from ..access.directory import reviewers_of
from ..models import Review, RevisionText, Stage, Unit, User
from ..models.grade import with_grade
from ..models.participant import ParticipantProgress, ParticipantState
from ..models.report import FINAL_STATES, ReportState
from ..models.review import NO_GRADE, ReviewQuerySet, ReviewTurn
from ..models.revision_text import LOOKED_THROUGH
from ..models.saved_view import ListName
from ..models.unit import LineDownward
from .person import NAMED_BY, NamedPersonField

SEARCH_LENGTH = 100


class UnitFilter(Filter):
    """The unit and all below it. Offered are the way down to the chosen one and its next level, not the whole tree."""

    field_class = forms.ModelChoiceField

    def filter(self, qs: QuerySet, value: Unit | None) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__in": LineDownward(Value(value.pk))}) if value else qs


class FlagField(forms.BooleanField):
    def clean(self, value: Any) -> bool | None:
        """None for a box that is not ticked: it filters nothing."""
        return super().clean(value) or None


class FlagFilter(Filter):
    field_class = FlagField


def _day(**filter_: Any) -> DateFilter:
    return DateFilter(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **filter_)


def _grade(**filter_: Any) -> ChoiceFilter:
    return ChoiceFilter(label=_("Grade"), choices=[], empty_label=_("all"), **filter_)


def _stage(**filter_: Any) -> ModelChoiceFilter:
    return ModelChoiceFilter(label=_("Stage"), empty_label=_("all"), queryset=Stage.objects.none(), **filter_)


class ReviewerFilter(Filter):
    """A round of a province has thousands of them: they are looked up when somebody is asked for, not offered."""

    field_class = NamedPersonField


def _reviewer(**filter_: Any) -> ReviewerFilter:
    return ReviewerFilter(label=_("Reviewer"), help_text=NAMED_BY, **filter_)


class FoldedFilters(FilterSet):
    """Filters of which only the first are on sight until one of the others narrows the list."""

    first: tuple[str, ...] = ("q",)

    @property
    def fields_on_sight(self) -> list[BoundField]:
        return [self.form[name] for name in self.first]

    @property
    def fields_folded(self) -> list[BoundField]:
        return [field for field in self.form if field.name not in self.first]

    @property
    def is_unfolded(self) -> bool:
        return any(self.data.get(field.name) for field in self.fields_folded)


class ListFilters(FoldedFilters):
    """`today` decides what is late. A list that is asked for wrongly shows no rows and says why."""

    q = CharFilter(method="search", label=_("Search"), max_length=SEARCH_LENGTH)
    unit = UnitFilter(label=_("Unit and below"), queryset=Unit.objects.none())
    only = FlagFilter(method="in_unit_itself", label=_("that unit alone"))

    def __init__(self, data: Any, queryset: QuerySet, *, organised: OrganisedCycle, today: date) -> None:
        self.organised, self.cycle, self.today = organised, organised.cycle, today
        super().__init__(data, queryset)
        self._offer("unit", organised.few_units)
        self._offer("stage", self.cycle.stages.all())
        self._offer_categories(organised.participants)
        self._look_up_reviewers()
        self._offer_grades()
        chosen = self.form.cleaned_data.get("unit") if self.is_valid() else None
        near = organised.few_units.near(chosen.pk) if chosen else organised.tops
        self.form.fields["unit"].choices = [("", _("all")), *((unit.pk, unit.name) for unit in near)]

    def _offer(self, name: str, choices: QuerySet) -> None:
        self.form.fields[name].queryset = choices

    def _look_up_reviewers(self) -> None:
        """Where there is a filter for them."""
        if "reviewer" in self.form.fields:
            self.form.fields["reviewer"].directory = reviewers_of(self.reviews)

    @property
    def reviews(self) -> ReviewQuerySet:
        """Those of the listed rows."""
        raise NotImplementedError

    def _offer_grades(self) -> None:
        """Where there is a filter for them."""
        if "grade" in self.form.fields:
            labels = [(grade, grade) for grade in self.cycle.grades]
            self.form.fields["grade"].choices = [("", _("all")), *labels, (NO_GRADE, _("No grade"))]

    def _offer_categories(self, participants: QuerySet) -> None:
        """Those of the organiser's own units: others may have words of their own for their people."""
        categories = participants.exclude(category="").order_by("category").values_list("category", flat=True)
        if choices := [(category, category) for category in categories.distinct()]:
            self.form.fields["category"].choices = choices
        else:
            del self.form.fields["category"]

    @property
    def rows(self) -> QuerySet:
        return self.qs if self.is_valid() else self.queryset.none()

    @property
    def is_search(self) -> bool:
        return self.is_valid() and bool(self.form.cleaned_data["q"])

    def in_unit_itself(self, rows: QuerySet, _name: str, _value: bool) -> QuerySet:  # noqa: FBT001
        unit = self.form.cleaned_data.get("unit")
        return rows.filter(**{self.filters["unit"].field_name: unit}) if unit else rows

    def only_late(self, rows: Any, _name: str, _value: bool) -> QuerySet:  # noqa: FBT001
        return rows.late(self.today)

    def search(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Each word must be found somewhere in a row."""
        for word in value.split():
            rows = rows.filter(self.found(word))
        return rows

    def found(self, word: str) -> Q:
        raise NotImplementedError


def _known_by(word: str, person: str) -> Q:
    """Rows of a person with a unit and a post. People and units are looked through once, not beside every row."""
    people = User.objects.filter(_holds("name", word) | _holds("staff_number", word, "exact")).order_by()
    units = Unit.objects.filter(_holds("name", word)).order_by()
    return Q(**{f"{person}__in": people.values("pk")}) | Q(unit__in=units.values("pk")) | _holds("post", word)


def _holds(field: str, word: str, lookup: str = "contains") -> Q:
    """In small letters or capitals. Chinese has neither: then no row's words are folded, which takes the most time."""
    has_cases = word.upper() != word or word.lower() != word
    return Q(**{f"{field}__{'i' if has_cases else ''}{lookup}": word})


def _what_is_searched() -> str:
    said = gettext("Names, units, posts; words of two characters or more also in what was submitted.")
    if RevisionText.objects.all().looks_up_words:
        return said
    bound = gettext("On this database only in the %(count)s texts submitted last.") % {"count": LOOKED_THROUGH}
    return f"{said} {bound}"


class ParticipantFilters(ListFilters):
    first = ("q", "unit", "progress")

    progress = ChoiceFilter(label=_("Progress"), choices=ParticipantProgress.choices, empty_label=_("all"))
    state = ChoiceFilter(label=_("On the roll"), choices=ParticipantState.choices, empty_label=_("all"))
    stage = _stage(field_name="report__stage")
    category = ChoiceFilter(label=_("Category"), empty_label=_("all"))
    late = FlagFilter(method="only_late", label=_("Late or not handed in"))
    left_behind = FlagFilter(method="only_left_behind", label=_("Has left, report unfinished"))
    never_signed_in = FlagFilter(method="only_never_signed_in", label=_("Never signed in"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        labels = [(progress, progress.label_in(self.cycle)) for progress in ParticipantProgress]
        self.form.fields["progress"].choices = [("", _("all")), *labels]

    def only_left_behind(self, rows: Any, _name: str, _value: bool) -> QuerySet:  # noqa: FBT001
        return rows.left_behind()

    def only_never_signed_in(self, rows: Any, _name: str, _value: bool) -> QuerySet:  # noqa: FBT001
        return rows.never_signed_in()

    def found(self, word: str) -> Q:
        return _known_by(word, "person")


class ReportFilters(ListFilters):
    """The words of a report are searched as organisers read them: as they were submitted, drafts never."""

    first = ("q", "unit", "state")

    q = CharFilter(
        method="search", label=_("Search"), max_length=SEARCH_LENGTH, help_text=lazy(_what_is_searched, str)()
    )
    state = ChoiceFilter(label=_("State"), choices=ReportState.choices, empty_label=_("all"))
    stage = _stage()
    reviewer = _reviewer(method="of_reviewer")
    category = ChoiceFilter(field_name="participant__category", label=_("Category"), empty_label=_("all"))
    grade = _grade(method="of_final_grade")
    since = _day(field_name="first_submitted_at", lookup_expr="date__gte", label=_("Submitted from"))
    until = _day(field_name="first_submitted_at", lookup_expr="date__lte", label=_("Submitted to"))
    late = FlagFilter(method="only_late", label=_("Late or not handed in"))

    @property
    def reviews(self) -> ReviewQuerySet:
        return Review.objects.filter(report__in=self.queryset.order_by().values("pk"))

    def of_reviewer(self, rows: QuerySet, _name: str, value: User) -> QuerySet:
        return rows.filter(pk__in=value.reviews.values("report"))

    def of_final_grade(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        grade = "" if value == NO_GRADE else value
        return rows.filter(state__in=FINAL_STATES, participant__in=with_grade(self.cycle, grade))

    def found(self, word: str) -> Q:
        known = _known_by(word, "author")
        if len(word) < 2:
            return known
        texts = RevisionText.objects.holding(word).read_by_organisers()
        return known | Q(pk__in=texts.values("revision__report"))


class ReviewFilters(ListFilters):
    first = ("q", "unit", "turn")

    unit = UnitFilter(field_name="report__unit", label=_("Unit and below"), queryset=Unit.objects.none())
    turn = ChoiceFilter(method="in_state", label=_("State"), choices=ReviewTurn.choices, empty_label=_("all"))
    stage = _stage()
    reviewer = _reviewer()
    category = ChoiceFilter(field_name="report__participant__category", label=_("Category"), empty_label=_("all"))
    grade = _grade(method="of_last_grade")
    late = FlagFilter(method="only_late", label=_("Overdue"))

    @property
    def reviews(self) -> Any:
        return self.queryset

    def in_state(self, rows: Any, _name: str, value: str) -> QuerySet:
        """Those that are asked for most without asking each review for its turn."""
        direct = {ReviewTurn.WAITING: rows.waiting, ReviewTurn.VACANT: rows.needing_substitute}
        return direct[ReviewTurn(value)]() if value in direct else rows.filter(turn=value)

    def of_last_grade(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        return rows.filter(last_grade=None if value == NO_GRADE else value)

    def found(self, word: str) -> Q:
        people = _holds("report__author__name", word) | _holds("reviewer__name", word)
        return people | _holds("report__unit__name", word) | _holds("report__post", word)


def list_rows(name: ListName, query: Any, organised: OrganisedCycle, *, today: date) -> QuerySet:
    """Those that the list shows for that query, on all its pages."""
    filters: dict[ListName, type[ListFilters]] = {
        ListName.PARTICIPANTS: ParticipantFilters,
        ListName.REPORTS: ReportFilters,
        ListName.REVIEWS: ReviewFilters,
    }
    rows: Any = {
        ListName.PARTICIPANTS: organised.participants,
        ListName.REPORTS: organised.reports,
        ListName.REVIEWS: organised.reviews,
    }[name]
    return filters[name](query, rows.for_cycle_list(), organised=organised, today=today).rows
