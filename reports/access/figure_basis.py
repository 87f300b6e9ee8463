"""What figures are taken from: for writers the ledgers themselves, for reviewers and organisers what was frozen."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from ..models import Figure, Ledger, Report, User
from .permissions import report_to_read


def ledgers_to_bind(user: User, report: Report) -> QuerySet[Ledger]:
    """Those that the author may use, as far as the person may read them, too."""
    seen = Ledger.objects.read_by(user).values("pk")
    return (
        Ledger.objects.used_by(report.author)
        .filter(pk__in=seen)
        .select_related("kind", "person", "unit")
        .order_by("unit__name", "kind")
    )


def ledger_to_bind(user: User, report: Report, pk: int) -> Ledger:
    return get_object_or_404(ledgers_to_bind(user, report), pk=pk)


def figure_basis_to_read(user: User, report_pk: int, figure_pk: int) -> tuple[Figure, dict[str, Any] | None]:
    """The figure, and its basis as the version that the person reads has it; None for who writes: they see it live."""
    report, permissions = report_to_read(user, report_pk)
    figure = get_object_or_404(
        report.figures.select_related("ledger__kind", "ledger__person", "ledger__unit"), pk=figure_pk
    )
    figure.report = report
    revision = permissions.revision
    if revision is None:
        return figure, None
    if figure.label not in revision.bases:
        raise Http404
    return figure, revision.bases[figure.label]
