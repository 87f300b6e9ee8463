"""What a figure is taken from: a binding, in words, with its rows; live, or as a version froze it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from ..ledgers.binding import Binding, LedgerCells
from ..ledgers.formula import Formula, FormulaRefused, Operand
from ..ledgers.formula_units import check_units
from ..ledgers.sources import describe_binding, describe_formula, describe_unit_file
from ..prose.figures import is_same_value
from ..prose.rounding import Rounding
from .evidence import Evidence
from .figure import VALUE_LENGTH, Figure
from .last_year import values_of_last_year
from .ledger import Ledger, LedgerKind, LedgerRow, LedgerRowQuerySet
from .report import Report, ReportQuerySet
from .statement import PreparedQuery, PreparedStatement
from .unit_file import UnitFileRow


@dataclass(frozen=True)
class FigureBasis:
    """What a figure is taken from: `value` is what that says now, empty where it says nothing; `data` the binding or
    the formula. `rows` are those of the ledger or the unit's file; `operands` the figures of a formula with their
    values, `refused` why it has no value. `evidence` are the files of the rows, by their keys, once they were asked
    for. `name` is short: of the kind of ledger, or whose file it is.
    """

    figure: Figure
    words: str
    value: str
    data: dict[str, Any]
    rows: list[LedgerCells] = field(default_factory=list)
    operands: dict[Operand, str] = field(default_factory=dict)
    refused: FormulaRefused | None = None
    evidence: dict[int, list[Evidence]] = field(default_factory=dict)
    name: str = ""

    def _freeze_row(self, row: LedgerCells) -> dict[str, Any]:
        frozen: dict[str, Any] = {"row": row.key, "cells": dict(row.cells)}
        if row.key in self.evidence:
            frozen["evidence"] = [one.freeze() for one in self.evidence[row.key]]
        return frozen

    @property
    def differs(self) -> bool:
        """Whether it says something else than the figure."""
        return self.differs_from(self.figure.value)

    def differs_from(self, value: str) -> bool:
        return not is_same_value(self.figure.kind, value, self.value)

    @property
    def is_explained(self) -> bool:
        """A reason holds against the value for which it was given: another value of the source asks anew."""
        figure = self.figure
        return bool(figure.kept_reason) and is_same_value(figure.kind, figure.kept_against, self.value[:VALUE_LENGTH])

    @property
    def rounding(self) -> Rounding | None:
        """The rule of the round, where it is computed and not exact."""
        if not self.operands or not Formula.from_dict(self.data).operation.is_rounded:
            return None
        return self.figure.report.cycle.rounding

    @property
    def source(self) -> str:
        return self.words if self.operands else f"{self.words} · {len(self.rows)}行"

    def freeze(self) -> dict[str, Any]:
        """Plain data with its own hash."""
        data: dict[str, Any] = {
            "words": self.words,
            "binding": self.data,
            "value": self.value,
            "kept_reason": self.figure.kept_reason if self.differs and self.is_explained else "",
            "rows": [self._freeze_row(row) for row in self.rows],
        }
        if self.rounding:
            data["rounding"] = self.rounding.code
        if self.operands:
            data["operands"] = [[*operand, value] for operand, value in self.operands.items()]
        canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return data | {"sha256": hashlib.sha256(canonical.encode()).hexdigest()}


def add_evidence_to(bases: Mapping[str, FigureBasis]) -> None:
    """What hangs on their rows. One query, none where nothing is taken from a ledger."""
    of_ledgers = [basis for basis in bases.values() if basis.figure.ledger_id]
    keys = {row.key for basis in of_ledgers for row in basis.rows}
    if not keys:
        return
    found: dict[int, list[Evidence]] = {}
    for one in Evidence.objects.current().filter(row__in=keys):
        found.setdefault(one.row_id, []).append(one)
    for basis in of_ledgers:
        basis.evidence.update({row.key: found[row.key] for row in basis.rows if row.key in found})


def find_bases(figures: Iterable[Figure], *, among: Sequence[Figure] = ()) -> dict[str, FigureBasis]:
    """Of the bound and computed ones of one report, by label: two queries for ledgers, two for units' files, two
    for formulas, none where there is nothing of it. `among` are all figures of the report, where they have been read:
    one query less for formulas.
    """
    asked = list(figures)
    bound = _bound_bases([figure for figure in asked if figure.ledger_id])
    stated = _stated_bases([figure for figure in asked if figure.unit_file_id])
    return bound | stated | _computed_bases([figure for figure in asked if figure.formula], among)


def _bound_bases(bound: list[Figure]) -> dict[str, FigureBasis]:
    if not bound:
        return {}
    keys = sorted({figure.ledger_id or 0 for figure in bound})
    kinds = {ledger.pk: ledger.kind for ledger in _ledgers(*keys)}
    rows: dict[int, list[LedgerCells]] = {key: [] for key in keys}
    for ledger, *row in _rows.values(*keys):
        rows[ledger].append(LedgerCells(*row))
    return {one.label: _bound_basis(one, kinds[one.ledger_id or 0], rows[one.ledger_id or 0]) for one in bound}


def _ledgers_of(*ledgers: int) -> QuerySet[Ledger]:
    return Ledger.objects.filter(pk__in=ledgers).select_related("kind")


def _rows_of(*ledgers: int) -> QuerySet:
    return _cells_of(LedgerRow.objects.filter(ledger__in=ledgers))


def _cells_of(rows: LedgerRowQuerySet) -> QuerySet:
    return rows.current().order_by("day", "pk").values_list("ledger", "pk", "day", "cells")


_ledgers, _rows = PreparedQuery(_ledgers_of), PreparedStatement(_rows_of)


def _current_rows(of: LedgerRowQuerySet) -> dict[int, list[LedgerCells]]:
    """By ledger. One query."""
    rows: dict[int, list[LedgerCells]] = {}
    for ledger, *row in _cells_of(of):
        rows.setdefault(ledger, []).append(LedgerCells(*row))
    return rows


def _bound_basis(figure: Figure, kind: LedgerKind, rows: list[LedgerCells]) -> FigureBasis:
    binding = Binding.from_dict(figure.binding or {})
    evaluation = binding.evaluate(rows)
    taken = set(evaluation.keys)
    words = describe_binding(str(kind), binding)
    shown = [row for row in rows if row.key in taken]
    return FigureBasis(figure, words, evaluation.value, binding.to_dict(), shown, name=str(kind))


def _stated_bases(stated: list[Figure]) -> dict[str, FigureBasis]:
    if not stated:
        return {}
    prefetch_related_objects(stated, "unit_file")
    rows = list(UnitFileRow.objects.of_report(stated[0].report))
    return {figure.label: _stated_basis(figure, rows) for figure in stated}


def _stated_basis(figure: Figure, rows: Iterable[UnitFileRow]) -> FigureBasis:
    """What is said of the author counts more than what is said of the unit."""
    assert figure.unit_file is not None  # noqa: S101 - only figures of units' files come here
    file, column = figure.unit_file, str((figure.binding or {}).get("column", ""))
    row = next((one for one in rows if one.file_id == file.pk and column in one.values), None)
    words = describe_unit_file(file.source, file.name, row.number if row else None, column)
    data = {"column": column, "source": file.source, "file": file.name, "number": file.number}
    if row is None:
        return FigureBasis(figure, words, "", data, name=file.source)
    cells = {"行": str(row.number), "姓名或单位": row.owner, column: row.values[column]}
    shown = LedgerCells(row.pk, timezone.localdate(file.stored_at), cells)
    return FigureBasis(figure, words, row.values[column], data, [shown], name=file.source)


def _computed_bases(computed: list[Figure], among: Sequence[Figure]) -> dict[str, FigureBasis]:
    if not computed:
        return {}
    report = computed[0].report
    rows = [(one.label, one.value, one.previous, one.unit) for one in among] or _values.rows(report.pk)
    values, units = _operand_values(rows, report), {label: unit for label, _value, _previous, unit in rows}
    return {figure.label: _computed_basis(figure, values, units) for figure in computed}


def operand_values(report: Report) -> dict[Operand, str]:
    """What formulas of the report can be computed from: its figures as they stand, and last year's."""
    return _operand_values(_values.rows(report.pk), report)


def _operand_values(rows: Iterable[Sequence[str]], report: Report) -> dict[Operand, str]:
    """`rows` are those of `_values_of`."""
    values = {Operand(label): value for label, value, _previous, _unit in rows}
    last = {label: previous for label, _value, previous, _unit in rows if previous} | values_of_last_year(report)
    return values | {Operand(label, of_last_year=True): value for label, value in last.items()}


def _values_of(report: int) -> QuerySet:
    return Figure.objects.filter(report=report).values_list("label", "value", "previous", "unit")


_values = PreparedStatement(_values_of)


def _computed_basis(figure: Figure, values: Mapping[Operand, str], units: Mapping[str, str]) -> FigureBasis:
    """Units are asked each time: a figure that it is computed from may have another one by now."""
    formula = Formula.from_dict(figure.formula or {})
    operands = {operand: values.get(operand, "") for operand in formula.operands}
    value, refused = "", None
    try:
        check_units(formula, figure.unit, units)
        value = formula.evaluate(values, figure.report.cycle.rounding)
    except FormulaRefused as problem:
        refused = problem
    return FigureBasis(figure, describe_formula(formula), value, formula.to_dict(), [], operands, refused)


def ledger_values(reports: ReportQuerySet) -> dict[tuple[int, str], str]:
    """What ledgers say now, by report and label. Two queries, however many reports."""
    bound = Figure.objects.filter(report__in=reports.order_by().values("pk"), ledger__isnull=False)
    rows = _current_rows(LedgerRow.objects.filter(ledger__in=bound.order_by().values("ledger")))
    return {
        (report, label): Binding.from_dict(binding or {}).evaluate(rows.get(ledger, [])).value
        for report, label, ledger, binding in bound.values_list("report", "label", "ledger", "binding")
    }


def live_bases(report: Report) -> dict[str, FigureBasis]:
    """Of all its figures that are taken from something, by label."""
    figures = report.figures.filter(Q(binding__isnull=False) | Q(formula__isnull=False))
    bound = list(figures.select_related("unit_file"))
    for figure in bound:
        figure.report = report
    return find_bases(bound)


def unexplained_bases(report: Report) -> list[FigureBasis]:
    """Of the figures in the text those with another value than their source says now, and no reason against it."""
    differing = [one for one in live_bases(report).values() if one.differs and not one.is_explained]
    if not differing:
        return []
    used = {label for section in report.sections.all() for label in section.labels}
    return [one for one in differing if one.figure.label in used]


def bases_of(report: Report) -> Mapping[str, Any]:
    """What a version keeps of them, by label."""
    bases = live_bases(report)
    add_evidence_to(bases)
    return {label: basis.freeze() for label, basis in bases.items()}
