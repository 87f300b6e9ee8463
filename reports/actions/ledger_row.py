"""The rows of a ledger: entered, changed, deleted, taken back. Nothing is lost: a stale save is refused with both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ..models import Event, Ledger, LedgerKindVersion, LedgerRow, User
from ..models.event import Verb
from .errors import Refused
from .event import log


@dataclass(frozen=True, slots=True)
class LedgerRowEdit:
    """`cells` are parsed; `version` is that of the loaded row, 0 for a new one; `tab` names the browser page."""

    cells: Mapping[str, str]
    version: int
    tab: str


class StaleRow(Exception):
    """Somebody else saved the row first, or deleted it. Nothing of this save was stored; `stored` is the row as it is.

    What was typed is still with the caller.
    """

    def __init__(self, stored: LedgerRow) -> None:
        super().__init__(stored.pk)
        self.stored = stored


@transaction.atomic
def add_row(*, ledger: Ledger, edit: LedgerRowEdit, by: User, at: datetime) -> LedgerRow:
    """A page that lost the answer and sends the same again adds nothing."""
    Ledger.objects.select_for_update().get(pk=ledger.pk)
    sent = ledger.rows.filter(saved_tab=edit.tab, saved_by=by, version=1, cells=dict(edit.cells)).first()
    if sent is not None and edit.tab:
        return sent
    kind_version = ledger.kind.newest
    stored = _stored(kind_version, edit, by=by, at=at)
    row = LedgerRow.objects.create(ledger=ledger, kind_version=kind_version, **stored)
    _log(Event.Verb.LEDGER_ROW_SAVED, row, by=by, at=at)
    return row


@transaction.atomic
def save_row(*, row: LedgerRow, edit: LedgerRowEdit, by: User, at: datetime) -> LedgerRow:
    """Returns the row as it then is. Raises StaleRow. A row keeps the version of the kind that it was entered in."""
    current = LedgerRow.objects.current().filter(pk=row.pk, version=edit.version)
    changed = current.update(version=F("version") + 1, **_stored(row.kind_version, edit, by=by, at=at))
    stored = LedgerRow.objects.select_related("ledger__kind", "kind_version", "saved_by").get(pk=row.pk)
    if not changed and (stored.deleted_at or stored.cells != edit.cells):
        raise StaleRow(stored)
    if changed:
        _log(Event.Verb.LEDGER_ROW_SAVED, stored, by=by, at=at)
    return stored


def _stored(kind_version: LedgerKindVersion, edit: LedgerRowEdit, *, by: User, at: datetime) -> dict[str, Any]:
    return {
        "cells": dict(edit.cells),
        "day": date.fromisoformat(edit.cells[kind_version.shape.dated_by]),
        "saved_by": by,
        "saved_at": at,
        "saved_tab": edit.tab,
    }


@transaction.atomic
def delete_row(*, row: LedgerRow, version: int, by: User, at: datetime) -> None:
    """It can be taken back. Raises Refused where it is not the row any more that was looked at."""
    current = LedgerRow.objects.current().filter(pk=row.pk, version=version)
    if not current.update(deleted_at=at, version=F("version") + 1):
        raise Refused(_("This row has been changed or deleted meanwhile. Look at it once more."))
    _log(Event.Verb.LEDGER_ROW_DELETED, row, by=by, at=at)


@transaction.atomic
def restore_row(*, row: LedgerRow, by: User, at: datetime) -> None:
    """Taking it back twice is taking it back."""
    deleted = LedgerRow.objects.exclude(deleted_at=None).filter(pk=row.pk)
    if deleted.update(deleted_at=None, version=F("version") + 1):
        _log(Event.Verb.LEDGER_ROW_RESTORED, row, by=by, at=at)


def _log(verb: Verb, row: LedgerRow, *, by: User, at: datetime) -> None:
    log(verb=verb, actor=by, at=at, detail=str(row))
