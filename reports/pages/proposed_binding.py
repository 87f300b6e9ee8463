"""What a figure could be taken from, as its page offers it: with the value that it would have."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..ledgers.binding import Binding, LedgerCells
from ..ledgers.proposal import AskedFigure, OfferedLedger, propose_bindings
from ..models import Figure, Ledger, LedgerKindVersion, LedgerRow
from ..models.figure_basis import describe_binding

_BEFORE = 40  # characters


class ShownProposal(NamedTuple):
    """`sent` is what the form of a binding sends for it."""

    ledger: Ledger
    words: str
    value: str
    sent: dict[str, str]


def proposed_bindings(figure: Figure, ledgers: Iterable[Ledger]) -> list[ShownProposal]:
    """Three queries, whatever the number of ledgers."""
    offered = list(ledgers)
    versions = LedgerKindVersion.objects.filter(kind__in={one.kind_id for one in offered}).order_by("number")
    shapes = {version.kind_id: version.shape for version in versions}
    known = [OfferedLedger(one.kind.slug, one.kind.name, shapes[one.kind_id]) for one in offered]
    asked = AskedFigure(figure.label, figure.unit, _before(figure), figure.report.cycle.year)
    found = propose_bindings(asked, known)
    rows: dict[int, list[LedgerCells]] = {}
    current = LedgerRow.objects.current().filter(ledger__in={offered[one.ledger].pk for one in found})
    for ledger, *row in current.values_list("ledger", "pk", "day", "cells"):
        rows.setdefault(ledger, []).append(LedgerCells(*row))
    return [_shown(offered[one.ledger], known[one.ledger], one.binding, rows) for one in found]


def _shown(ledger: Ledger, known: OfferedLedger, binding: Binding, rows: dict[int, list[LedgerCells]]) -> ShownProposal:
    evaluation = binding.evaluate(rows.get(ledger.pk, []))
    words = describe_binding(ledger, binding)
    return ShownProposal(ledger, words, evaluation.value, _sent(known, binding))


def _sent(known: OfferedLedger, binding: Binding) -> dict[str, str]:
    names = [column.name for column in known.shape.columns]
    measure = f"{binding.measure}-{names.index(binding.column)}" if binding.column else binding.measure.value
    sent: dict[str, Any] = {"measure": measure, "since": f"{binding.since}", "until": f"{binding.until}"}
    choices = [column.name for column in known.shape.choices]
    return sent | {f"c{choices.index(one.column)}": one.value for one in binding.conditions}


def _before(figure: Figure) -> str:
    """The words of its sentence before its first blank."""
    blank = f"【{figure.label}】"
    for body in figure.report.sections.order_by("position").values_list("body", flat=True):
        before, found, _after = body.partition(blank)
        if found:
            return before[-_BEFORE:].rpartition("。")[2]
    return ""
