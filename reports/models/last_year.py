"""Last year's words and values, to stand beside this year's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from ..prose.blanks import fill_blanks
from .figure import Figure
from .report import Report
from .section import Section
from .statement import PreparedQuery, PreparedStatement


@dataclass(frozen=True, slots=True)
class LastYear:
    """The same section a year ago with its blanks filled, and last year's values by label."""

    heading: str = ""
    body: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def last_year_of(section: Section, figures: Iterable[Figure] = ()) -> LastYear:
    """Three queries at most: last year's report, its sections of this kind, its figures. `figures` are this year's."""
    report = section.report.last_years()
    if report is None:
        return LastYear(values=remembered_values(figures))
    values = dict(_values.rows(report.pk))
    shown = remembered_values(figures) | values
    found = _counterpart(section, _sections(report.pk, section.kind))
    if found is None:
        return LastYear(values=shown)
    heading, body = (_filled(text, values) for text in (found.heading, found.body))
    return LastYear(heading, body, shown)


def _values_of(report: int) -> QuerySet:
    return Figure.objects.filter(report=report).exclude(value="").values_list("label", "value")


def _sections_of(report: int, kind: str) -> QuerySet[Section]:
    return Section.objects.filter(report=report, kind=kind).select_related("outline_section").order_by("position")


_values, _sections = PreparedStatement(_values_of), PreparedQuery(_sections_of)


def remembered_values(figures: Iterable[Figure]) -> dict[str, str]:
    """Last year's values by label, where the text said them that the report was begun with."""
    return {figure.label: figure.previous for figure in figures if figure.previous}


def _filled(text: str, values: Mapping[str, str]) -> str:
    return fill_blanks(text, lambda label: values.get(label, f"【{label}】"))


def values_of_last_year(report: Report) -> dict[str, str]:
    """By label. Of two reports of last year, the later one that has figures. One query."""
    year = report.cycle.year - 1  # which is no key: see the statement's module
    rows = [row for of, *row in _all_values.rows(report.author_id) if of == year]
    return {label: value for pk, label, value in rows if value and pk == rows[-1][0]}


def _all_values_of(author: int) -> QuerySet:
    rows = Figure.objects.filter(report__author=author).order_by("report", "pk")
    return rows.values_list("report__cycle__year", "report", "label", "value")


_all_values = PreparedStatement(_all_values_of)


def _counterpart(section: Section, same_kind: list[Section]) -> Section | None:
    """The section with the same name in the outline, else the only one of its kind. A guess would mislead."""
    by_name = [other for other in same_kind if other.name == section.name]
    if by_name:
        return by_name[0]
    return same_kind[0] if len(same_kind) == 1 else None
