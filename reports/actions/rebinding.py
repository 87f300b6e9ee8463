"""New figures take their values as the outline says, as a unit's file of the round has them under that label, or as
those of the same label did last year: nobody types again what is kept already. Somebody chose it; what is only
proposed is never taken by itself.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import F, Q

from ..ledgers.binding import Binding, WrongBinding
from ..ledgers.columns import LedgerShape
from ..ledgers.formula import Formula
from ..models import Figure, Ledger, LedgerKindVersion, Report, UnitFile, UnitFileRow
from ..models.figure_basis import find_bases

MOST_STEPS = 5  # of figures that are computed from computed ones


class KnownBasis(NamedTuple):
    """Either a ledger with its binding, already of this year, or a formula, or a column of a unit's file."""

    unit: str
    ledger: Ledger | None = None
    binding: Binding | None = None
    formula: Formula | None = None
    unit_file: UnitFile | None = None
    column: str = ""

    @classmethod
    def of(cls, figure: Figure, *, years: int) -> "KnownBasis":
        if figure.formula:
            return cls(figure.unit, formula=Formula.from_dict(figure.formula))
        return cls(figure.unit, figure.ledger, Binding.from_dict(figure.binding or {}).later(years))

    def fits(self, figure: Figure, shapes: dict[int, LedgerShape]) -> bool:
        """Whether it is in the same unit, and the columns that it asks are still there."""
        if figure.unit and self.unit and figure.unit != self.unit:
            return False
        if self.ledger is None or self.binding is None:
            return True
        try:
            self.binding.check(shapes[self.ledger.kind_id], figure.unit)
        except WrongBinding:
            return False
        return True


def rebind_figures(report: Report, labels: Collection[str]) -> None:
    """Those with these labels that are not filled yet. Where no row is taken, or a formula has no value, the figure is
    bound and waits.
    """
    known = _last_years(report, labels) | _stated(report, labels) | _asked(report, labels) if labels else {}
    if not known:
        return
    empty = list(report.figures.filter(label__in=known, value="", binding__isnull=True, formula__isnull=True))
    shapes = _newest_shapes(one.ledger for one in known.values() if one.ledger)
    bound = [figure for figure in empty if known[figure.label].fits(figure, shapes)]
    for figure in bound:
        _bind(figure, known[figure.label], report)
    Figure.objects.bulk_update(bound, ["unit", "ledger", "unit_file", "binding", "formula", "source"])
    _fill([figure for figure in bound if figure.binding])
    _compute([figure for figure in bound if figure.formula])


def _last_years(report: Report, labels: Collection[str]) -> dict[str, KnownBasis]:
    """As far as the author may still use the ledgers."""
    year = report.cycle.year - 1
    former = Figure.objects.filter(report__author=report.author_id, report__cycle__year=year, label__in=labels)
    usable = Q(ledger__in=Ledger.objects.used_by(report.author).values("pk"))
    taken = former.filter(usable | Q(formula__isnull=False)).select_related("ledger__kind").order_by("report", "pk")
    return {figure.label: KnownBasis.of(figure, years=1) for figure in taken}


def _stated(report: Report, labels: Collection[str]) -> dict[str, KnownBasis]:
    """What units' files of the round say of the author or the unit, under that label; of two files the newer."""
    found: dict[str, KnownBasis] = {}
    for row in sorted(UnitFileRow.objects.of_report(report), key=lambda row: row.file.stored_at, reverse=True):
        for column in row.file.columns:
            if column.label in labels and column.label in row.values:
                found.setdefault(column.label, KnownBasis(column.unit, unit_file=row.file, column=column.label))
    return found


def _asked(report: Report, labels: Collection[str]) -> dict[str, KnownBasis]:
    """What the outline binds for everybody: to the author's own ledger of that kind, or else that of the unit."""
    sections = report.cycle.outline.sections.exclude(bases={})
    asked = {label: basis for one in sections for label, basis in one.bases.items() if label in labels}
    if not asked:
        return {}
    usable = Ledger.objects.used_by(report.author).filter(Q(person=report.author_id) | Q(unit=report.unit_id))
    ledgers = {one.kind.slug: one for one in usable.select_related("kind").order_by(F("person").asc(nulls_first=True))}
    return {
        label: KnownBasis("", ledgers[basis["kind"]], _of_year(basis, report.cycle.year))
        for label, basis in asked.items()
        if basis["kind"] in ledgers
    }


def _of_year(basis: Mapping[str, Any], year: int) -> Binding:
    return Binding.from_dict(basis["binding"]).later(year - basis["year"])


def _newest_shapes(ledgers: Iterable[Ledger]) -> dict[int, LedgerShape]:
    versions = LedgerKindVersion.objects.filter(kind__in={ledger.kind_id for ledger in ledgers})
    return {version.kind_id: version.shape for version in versions.order_by("number")}


def _bind(figure: Figure, basis: KnownBasis, report: Report) -> None:
    figure.report, figure.ledger, figure.unit = report, basis.ledger, figure.unit or basis.unit
    figure.unit_file, figure.binding = basis.unit_file, {"column": basis.column} if basis.unit_file else None
    if basis.binding:
        figure.binding = basis.binding.to_dict()
    figure.formula = basis.formula.to_dict() if basis.formula else None


def _fill(figures: list[Figure]) -> int:
    """How many of them have a value now."""
    filled = []
    for label, basis in find_bases(figures).items():
        if basis.value and (basis.rows or basis.operands):
            figure = next(one for one in figures if one.label == label)
            figure.value, figure.source = basis.value, basis.source[:200]
            filled.append(figure)
    Figure.objects.bulk_update(filled, ["value", "source"])
    return len(filled)


def _compute(figures: list[Figure]) -> None:
    """One may be computed from another."""
    for _step in range(MOST_STEPS):
        waiting = [figure for figure in figures if not figure.value]
        if not waiting or not _fill(waiting):
            return
