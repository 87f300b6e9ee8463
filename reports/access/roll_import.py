"""For organisers: lists that they uploaded to become the roll of a round."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ..models import Batch, Cycle, RollImport, User
from .cycle import cycle_to_organise


def roll_import_of(user: User, cycle_pk: int, pk: int) -> RollImport:
    """One that they uploaded themselves, of a round that they still organise."""
    cycle = cycle_to_organise(user, cycle_pk).cycle
    found = get_object_or_404(RollImport.objects.defer("packed", "planned"), cycle=cycle, uploaded_by=user, pk=pk)
    found.cycle = cycle
    return found


def roll_imports_of(user: User, cycle: Cycle) -> QuerySet[RollImport]:
    """Those that they have done, the last first, without the lists."""
    return RollImport.objects.filter(cycle=cycle, uploaded_by=user).exclude(imported_at=None).defer("packed", "planned")


def work_on_roll_import(roll_import: RollImport) -> Batch | None:
    """Where it is being imported in the background, or the last try that could not. `roll_import` is the person's."""
    return Batch.objects.last_of_roll_import(roll_import)
