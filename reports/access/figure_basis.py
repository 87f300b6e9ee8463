"""What figures are taken from: for writers the ledgers themselves, for reviewers and organisers what was frozen."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from ..models import Figure, Ledger, Report, User
from ..models.report import ReportQuerySet
from ..prose.content import FigureContent
from .permissions import ReportPermissions, report_to_read


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


class FigureReading(NamedTuple):
    """A figure as a person may read it: `said` is what the version has of it, `frozen` its basis there, None where it
    was typed. For who writes both are None: they see it live.
    """

    figure: Figure
    permissions: ReportPermissions
    said: FigureContent | None = None
    frozen: dict[str, Any] | None = None

    @property
    def is_live(self) -> bool:
        return self.said is None


def figure_to_read(user: User, report_pk: int, figure_pk: int) -> FigureReading:
    """Of a version only what stands in it."""
    report, permissions = report_to_read(user, report_pk)
    figure = get_object_or_404(
        report.figures.select_related("ledger__kind", "ledger__person", "ledger__unit", "unit_file"), pk=figure_pk
    )
    figure.report = report
    revision = permissions.revision
    if revision is None:
        return FigureReading(figure, permissions)
    said = next((one for one in revision.content.figures if one.label == figure.label), None)
    if said is None:
        raise Http404
    return FigureReading(figure, permissions, said, revision.bases.get(figure.label))


def years_to_read(user: User, report: Report) -> ReportQuerySet:
    """The author's reports of other years, as far as the person may read them."""
    return Report.objects.read_by(user).filter(author=report.author_id).exclude(cycle__year=report.cycle.year)
