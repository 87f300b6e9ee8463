"""Ledgers: beginning one, changing what a kind of them records."""

from datetime import datetime

from django.db import transaction

from ..ledgers.columns import LedgerShape
from ..ledgers.ready_made import ready_made_kinds
from ..models import Event, Ledger, LedgerKind, LedgerKindVersion, Unit, User
from .event import log


@transaction.atomic
def begin_ledger(*, slug: str, person: User | None = None, unit: Unit | None = None, by: User, at: datetime) -> Ledger:
    """Of one owner. The one that there is, where there is one. Raises KeyError for a kind that there is not."""
    kind = LedgerKind.objects.filter(slug=slug).first() or _store_kind(slug, by=by, at=at)
    ledger, _created = Ledger.objects.get_or_create(kind=kind, person=person, unit=unit)
    return ledger


def _store_kind(slug: str, *, by: User, at: datetime) -> LedgerKind:
    ready = ready_made_kinds()[slug]
    kind, _created = LedgerKind.objects.get_or_create(slug=slug, defaults={"name": ready.name})
    first = {"columns": ready.shape.to_dict(), "created_at": at, "created_by": by}
    LedgerKindVersion.objects.get_or_create(kind=kind, number=1, defaults=first)
    return kind


@transaction.atomic
def change_kind(*, kind: LedgerKind, shape: LedgerShape, reason: str, by: User, at: datetime) -> LedgerKindVersion:
    """From now on rows are entered as `shape` has them; those that there are stay as they were entered."""
    LedgerKind.objects.select_for_update().get(pk=kind.pk)
    version = LedgerKindVersion.objects.create(
        kind=kind,
        number=kind.newest.number + 1,
        columns=shape.to_dict(),
        reason=reason[:200],
        created_at=at,
        created_by=by,
    )
    log(verb=Event.Verb.LEDGER_KIND_CHANGED, actor=by, at=at, detail=str(version))
    return version
