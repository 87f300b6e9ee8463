"""Last year's promises: for writers to be answered, for readers what was answered; where they read its source."""

from dataclasses import replace

from django.db.models import QuerySet
from django.http import Http404

from ..models import Ledger, LedgerRow, Report, User
from ..models.ledger import LedgerQuerySet
from ..models.promise import (
    Promise,
    PromiseOrigin,
    promise_key,
    promises_carried,
    promises_of_ledgers,
    promises_of_reports,
    reports_before_last_year,
    reports_of_last_year,
    with_answers,
)
from ..models.report import ReportQuerySet
from ..prose.promises import bare_promise
from .figure_basis import ledgers_to_bind
from .permissions import ReportPermissions
from .report import report_to_write

MOST_ROWS = 200  # offered as evidence


def promises_to_read(user: User, report: Report, permissions: ReportPermissions) -> list[Promise]:
    """Nothing for readers while it is written. Nobody but the author is shown the words of last year's report or of a
    ledger that they may not read itself, nor that there are such.
    """
    if report.is_open and not permissions.may_write:
        return []
    reports, ledgers = reports_of_last_year(report), Ledger.objects.filter(person=report.author_id)
    if not permissions.is_author:
        reports, ledgers = reports.read_by(user), ledgers.read_by(user)
    found = [*_without_hidden_rows(promises_of_reports(reports), ledgers)]
    entered = {promise_key(PromiseOrigin.LEDGER_ROW, promise.row.pk) for promise in found if promise.row}
    found += [one for one in promises_of_ledgers(ledgers, report.cycle.year) if one.key not in entered]
    found += _carried(user, report, reports, found, is_author=permissions.is_author)
    return with_answers(report, found, keeps=permissions.is_author)


def _carried(
    user: User, report: Report, reports: ReportQuerySet, found: list[Promise], *, is_author: bool
) -> list[Promise]:
    """What is promised again is in the list already. Their words are of years before last: nobody but the author is
    shown one who may not read all reports of those years.
    """
    said = {bare_promise(promise.text) for promise in found}
    carried = [one for one in promises_carried(reports) if bare_promise(one.text) not in said]
    earlier = reports_before_last_year(report)
    if carried and not is_author and earlier.exclude(pk__in=earlier.read_by(user).order_by().values("pk")).exists():
        return []
    return carried


def _without_hidden_rows(promises: list[Promise], ledgers: LedgerQuerySet) -> list[Promise]:
    """What came of the row of a listed problem is for those who read its ledger. One query where there are rows."""
    if not any(promise.row for promise in promises):
        return promises
    read = set(ledgers.values_list("pk", flat=True))
    return [one if one.row is None or one.row.ledger_id in read else replace(one, row=None) for one in promises]


def promises_to_answer(user: User, report: Report) -> list[Promise]:
    """`report` comes from `report_to_write`."""
    return promises_to_read(user, report, ReportPermissions(user, report))


def promise_to_answer(user: User, report_pk: int, key: str) -> tuple[Report, Promise]:
    report = report_to_write(user, report_pk)
    for promise in promises_to_answer(user, report):
        if promise.key == key:
            return report, promise
    raise Http404


def rows_to_prove(user: User, report: Report) -> QuerySet[LedgerRow]:
    """The rows of the round's year that a figure may be taken from, the last first."""
    ledgers = ledgers_to_bind(user, report).order_by().values("pk")
    rows = LedgerRow.objects.current().filter(ledger__in=ledgers, day__year=report.cycle.year)
    return rows.select_related("ledger__kind", "kind_version").order_by("-day", "-pk")[:MOST_ROWS]
