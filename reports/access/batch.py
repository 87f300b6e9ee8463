"""For organisers: what they have asked for in the background, each their own."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..models import Batch, BatchItem, Report, User
from ..models.batch import BatchItemState
from .cycle import cycle_to_organise


def batches_of(user: User, cycle_pk: int) -> QuerySet[Batch]:
    """Of a round that they still organise, the last first."""
    cycle = cycle_to_organise(user, cycle_pk).cycle
    return Batch.objects.asked_for().filter(by=user, cycle=cycle).select_related("cycle__unit")


def publication_under_way(report: Report) -> BatchItem | None:
    """Of one that waits for it: the row of the work in the background that is to publish it, or that last tried and
    says why it could not.
    """
    return BatchItem.objects.last_publication_of(report)


def batch_of(user: User, cycle_pk: int, pk: int) -> Batch:
    return get_object_or_404(batches_of(user, cycle_pk), pk=pk)


def batch_file_of(user: User, cycle_pk: int, pk: int) -> Batch:
    """One with a file. Raises PermissionDenied where a report in it is of a unit that the person organises no more."""
    batch = batch_of(user, cycle_pk, pk)
    if not batch.file:
        raise Http404
    collected = batch.items.filter(state=BatchItemState.DONE)
    if collected.exclude(report__in=Report.objects.in_units_of(user).values("pk")).exists():
        raise PermissionDenied(
            _(
                "Some reports in this file are of units that you do not organise any more. Have those of your units "
                "collected."
            )
        )
    return batch
