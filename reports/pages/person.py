"""An official over the years: what the reports said, and the figures that came back."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..charts.sparkline import Sparkline, draw_sparkline
from ..models import Report, Revision
from ..models.report import ReportQuerySet
from ..prose.content import ReportContent
from ..prose.figures import FigureKind, parse_number, print_value

MOST_FIGURES = 40


@dataclass(frozen=True, slots=True)
class FigureHistory:
    """One label in one unit of measure: (year, value as printed), years ascending, at least two."""

    label: str
    unit: str
    values: list[tuple[int, str]]
    sparkline: Sparkline


def contents_of(reports: ReportQuerySet) -> dict[Report, ReportContent]:
    """What was last submitted of each, oldest year first; never a draft. Two queries beside the reports' own."""
    found = {report.pk: report for report in reports.select_related("cycle").order_by("cycle__year", "pk")}
    numbers = Revision.objects.for_readers().filter(report__in=found).order_by("number")
    last = {report: pk for pk, report in numbers.values_list("pk", "report")}
    data = dict(Revision.objects.filter(pk__in=last.values()).values_list("report", "data"))
    return {report: ReportContent.from_dict(data[pk]) for pk, report in found.items() if pk in data}


def figure_histories(contents: dict[Report, ReportContent]) -> list[FigureHistory]:
    """Numbers that stood under the same label and in the same unit of measure in two years or more."""
    values: dict[tuple[str, str], dict[int, tuple[str, Decimal]]] = defaultdict(dict)
    for report, content in contents.items():
        for figure in content.figures:
            if figure.kind == FigureKind.NUMBER and (number := _number(figure.value)) is not None:
                values[figure.label, figure.unit][report.cycle.year] = print_value(figure.kind, figure.value), number
    histories = [_history(*key, years) for key, years in values.items() if len(years) > 1]
    return sorted(histories, key=lambda history: -len(history.values))[:MOST_FIGURES]


def course_of(label: str, values: Mapping[int, str], unit: str = "") -> FigureHistory | None:
    """Of one figure, by year, without what is no number; None where there are not two years of it."""
    numbers = {year: (print_value(FigureKind.NUMBER, text), _number(text)) for year, text in values.items()}
    known = {year: (text, number) for year, (text, number) in numbers.items() if number is not None}
    return _history(label, unit, known) if len(known) > 1 else None


def _number(value: str) -> Decimal | None:
    try:
        return parse_number(value)
    except ValueError:
        return None


def _history(label: str, unit: str, years: dict[int, tuple[str, Decimal]]) -> FigureHistory:
    ordered = sorted(years.items())
    plot = draw_sparkline([(year, number) for year, (_text, number) in ordered])
    return FigureHistory(label, unit, [(year, text) for year, (text, _number) in ordered], plot)
