"""Publishing many approved reports at once."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import BatchItem, Report, User
from ..models.batch import AS_PARTY
from .batch_plan import BatchPlan, BatchRow
from .conditions import Party
from .errors import Refused
from .publication import publish_report


def plan_publishing(reports: QuerySet[Report], *, by: User, at: datetime) -> BatchPlan:
    """`reports` are the organiser's. One query, however many they are."""
    rows = reports.select_related(None).select_related("author", "unit").order_by("unit__name", "author__name", "pk")
    return BatchPlan([BatchRow(report, _refusal(report)) for report in rows])


def _refusal(report: Report) -> str:
    if report.is_published:
        return _("published already")
    return "" if report.is_final else _("not approved yet")


def publish_item(item: BatchItem, *, at: datetime) -> None:
    """Raises Refused for a report that has changed meanwhile, and NotPublishable where its final copy is not fit."""
    batch, party = item.batch, Party(item.batch.options.get(AS_PARTY, Party.ORGANISER))
    theirs = Report.objects.reached_by(batch.by) if party == Party.ORGANISER else Report.objects.all()
    report = theirs.filter(pk=item.report_id or 0).first()
    if report is None:
        raise Refused(_("you do not organise its unit any more"))
    if report.publications.filter(published_by=batch.by, published_at__gte=batch.asked_at).exists():
        return  # by a process that was killed before it could say so
    accepted = batch.options.get("accepted_because", "")
    publish_report(report=report, by=batch.by, party=party, at=at, accepted_because=accepted)
