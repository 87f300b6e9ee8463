"""Units' files: for organisers of the whole round; authors see what the rows say of them and of their unit."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ..models import Report, UnitFile, UnitFileRow, User
from .cycle_settings import cycle_to_run


def unit_file_to_run(user: User, cycle_pk: int, pk: int) -> UnitFile:
    cycle = cycle_to_run(user, cycle_pk)
    unit_file = get_object_or_404(UnitFile.objects.select_related("stored_by"), cycle=cycle, pk=pk)
    unit_file.cycle = cycle
    return unit_file


def stated_rows(report: Report) -> QuerySet[UnitFileRow]:
    """For who may write the report."""
    return UnitFileRow.objects.of_report(report)


def unit_file_to_take(report: Report, pk: int) -> UnitFile:
    """One that says something of its author or unit."""
    return get_object_or_404(UnitFile, pk__in=stated_rows(report).order_by().values("file"), pk=pk)
