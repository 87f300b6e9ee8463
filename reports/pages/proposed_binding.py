"""What a figure could be taken from, as its page offers it: with the value that it would have."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..ledgers.binding import Binding, LedgerCells
from ..ledgers.proposal import AskedFigure, OfferedLedger, propose_bindings
from ..ledgers.sources import describe_binding
from ..models import Figure, Ledger, LedgerKindVersion, LedgerRow

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
    year = figure.report.cycle.year
    rows: dict[int, list[LedgerCells]] = {}
    current = LedgerRow.objects.current().filter(ledger__in=[one.pk for one in offered], day__year=year)
    for ledger, *row in current.order_by("pk").values_list("ledger", "pk", "day", "cells"):
        rows.setdefault(ledger, []).append(LedgerCells(*row))
    known = [OfferedLedger(one.kind.slug, one.kind.name, shapes[one.kind_id], rows.get(one.pk, [])) for one in offered]
    found = propose_bindings(AskedFigure(figure.label, figure.unit, _before(figure), year), known)
    return [_shown(offered[one.ledger], known[one.ledger], one.binding) for one in found]


def _shown(ledger: Ledger, known: OfferedLedger, binding: Binding) -> ShownProposal:
    evaluation = binding.evaluate(known.rows)
    return ShownProposal(ledger, describe_binding(str(ledger.kind), binding), evaluation.value, _sent(known, binding))


def _sent(known: OfferedLedger, binding: Binding) -> dict[str, str]:
    names = [column.name for column in known.shape.columns]
    measure = f"{binding.measure}-{names.index(binding.column)}" if binding.column else binding.measure.value
    sent: dict[str, Any] = {"measure": measure, "since": f"{binding.since}", "until": f"{binding.until}"}
    fields = {column.name: f"c{place}" for place, column in enumerate(known.shape.choices)}
    fields |= {column.name: f"t{place}" for place, column in enumerate(known.shape.words)}
    return sent | {fields[one.column]: one.value for one in binding.conditions}


def _before(figure: Figure) -> str:
    """The words of its sentence before its first blank."""
    blank = f"【{figure.label}】"
    for body in figure.report.sections.order_by("position").values_list("body", flat=True):
        before, found, _after = body.partition(blank)
        if found:
            return before[-_BEFORE:].rpartition("。")[2]
    return ""
