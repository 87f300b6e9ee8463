"""Evidence: for who reads the ledger, and for readers of a report as far as its version refers to it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from ..models import Evidence, User
from .figure_basis import figure_to_read
from .ledger import ledger_to_read, row_to_write


def evidence_to_read(user: User, ledger_pk: int, row_pk: int, pk: int) -> Evidence:
    ledger, _may_write = ledger_to_read(user, ledger_pk)
    return get_object_or_404(Evidence.objects.current(), row__ledger=ledger, row__pk=row_pk, pk=pk)


def evidence_to_remove(user: User, ledger_pk: int, row_pk: int, pk: int) -> Evidence:
    row = row_to_write(user, ledger_pk, row_pk)
    evidence = get_object_or_404(Evidence, row=row, pk=pk)
    evidence.row = row
    return evidence


def evidence_of_figure(user: User, report_pk: int, figure_pk: int, pk: int) -> Evidence:
    """As the version that the person reads froze it, also where it was taken away since."""
    frozen = figure_to_read(user, report_pk, figure_pk).frozen
    kept = {one["evidence"] for row in (frozen or {}).get("rows", []) for one in row.get("evidence", [])}
    if pk not in kept:
        raise Http404
    return get_object_or_404(Evidence, pk=pk)
