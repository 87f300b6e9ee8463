"""What a figure is taken from: a binding, in words, with its rows; live, or as a version froze it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..ledgers.binding import Binding, Evaluation, LedgerCells, Measure, Operator
from .figure import Figure
from .ledger import Ledger, LedgerRow
from .report import Report


def describe_binding(ledger: Ledger, binding: Binding) -> str:
    """As it stands on paper, which is Chinese."""
    parts = [f"{ledger.kind}台账", f"{_day(binding.since)}至{_day(binding.until)}"]
    parts += [f"{one.column}{_OPERATORS[one.operator]}“{one.value}”" for one in binding.conditions]
    return " · ".join([*parts, describe_measure(binding.measure, binding.column)])


def describe_measure(measure: Measure, column: str) -> str:
    return _MEASURES[measure] % {"column": column}


_OPERATORS = {Operator.IS: "为", Operator.CONTAINS: "含", Operator.AT_LEAST: "不小于", Operator.AT_MOST: "不大于"}
_MEASURES = {
    Measure.COUNT: "行数",
    Measure.SUM: "“%(column)s”合计",
    Measure.LARGEST: "“%(column)s”最大值",
    Measure.DISTINCT: "“%(column)s”去重个数",
}


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class FigureBasis:
    """`evaluation` is what the rows say now, `rows` are those that it was taken from."""

    figure: Figure
    binding: Binding
    evaluation: Evaluation
    rows: list[LedgerCells]

    @property
    def words(self) -> str:
        return describe_binding(self.ledger, self.binding)

    @property
    def ledger(self) -> Ledger:
        assert self.figure.ledger is not None  # noqa: S101 - only bound figures have a basis
        return self.figure.ledger

    @property
    def differs(self) -> bool:
        """Whether the rows say something else than the figure."""
        return self.figure.value.strip() != self.evaluation.value

    def freeze(self) -> dict[str, Any]:
        """Plain data with its own hash."""
        data: dict[str, Any] = {
            "words": self.words,
            "binding": self.binding.to_dict(),
            "value": self.evaluation.value,
            "kept_reason": self.figure.kept_reason if self.differs else "",
            "rows": [{"row": row.key, "cells": dict(row.cells)} for row in self.rows],
        }
        canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return data | {"sha256": hashlib.sha256(canonical.encode()).hexdigest()}


def find_bases(figures: Iterable[Figure]) -> dict[str, FigureBasis]:
    """Of the bound ones, by label; one query for their rows, none where nothing is bound."""
    bound = [figure for figure in figures if figure.ledger_id]
    if not bound:
        return {}
    rows: dict[int, list[LedgerCells]] = {}
    current = LedgerRow.objects.current().filter(ledger__in={figure.ledger_id for figure in bound})
    for ledger, *row in current.order_by("day", "pk").values_list("ledger", "pk", "day", "cells"):
        rows.setdefault(ledger, []).append(LedgerCells(*row))
    return {figure.label: _basis(figure, rows.get(figure.ledger_id or 0, [])) for figure in bound}


def _basis(figure: Figure, rows: list[LedgerCells]) -> FigureBasis:
    binding = Binding.from_dict(figure.binding or {})
    evaluation = binding.evaluate(rows)
    taken = set(evaluation.keys)
    return FigureBasis(figure, binding, evaluation, [row for row in rows if row.key in taken])


def bases_of(report: Report) -> Mapping[str, Any]:
    """What a version keeps of them, by label."""
    figures = report.figures.exclude(ledger=None).select_related("ledger__kind")
    return {label: basis.freeze() for label, basis in find_bases(figures).items()}
