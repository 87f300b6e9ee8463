"""Ledgers: beginning one, changing what a kind of them records."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from ..ledgers.changes import find_conflicts
from ..ledgers.columns import LedgerShape
from ..ledgers.ready_made import ready_made_kinds
from ..models import Event, Ledger, LedgerKind, LedgerKindVersion, Unit, User
from .errors import Refused
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
def make_kind(*, name: str, unit: Unit, shape: LedgerShape, by: User, at: datetime) -> LedgerKind:
    """For the unit and all below it. Raises Refused where there is one of this name already."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    above = Unit.objects.at_or_above(unit.pk)
    stored = LedgerKind.objects.filter(Q(unit=None) | Q(unit__in=above), name=name)
    if stored.exists() or any(ready.name == name for ready in ready_made_kinds().values()):
        raise Refused(_("There is a kind of ledger “%(name)s” already. Give it another name.") % {"name": name})
    kind = LedgerKind.objects.create(slug=f"made-{get_random_string(12).lower()}", name=name, unit=unit)
    first = {"columns": shape.to_dict(), "created_at": at, "created_by": by}
    version = LedgerKindVersion.objects.create(kind=kind, number=1, **first)
    log(verb=Event.Verb.LEDGER_KIND_CHANGED, actor=by, at=at, detail=str(version))
    return kind


@transaction.atomic
def change_kind(
    *, kind: LedgerKind, shape: LedgerShape, reason: str, by: User, at: datetime, base: int | None = None
) -> LedgerKindVersion:
    """From now on rows are entered as `shape` has them; those that there are stay as they were entered.

    `base` is the number of the version that was changed. Raises Refused where somebody changed it first, or where
    older rows hold a column as something else.
    """
    kind = kind if kind.pk else _store_kind(kind.slug, by=by, at=at)
    LedgerKind.objects.select_for_update().get(pk=kind.pk)
    if base not in {None, kind.newest.number}:
        raise Refused(_("Somebody else has changed these columns meanwhile. Look at them once more."))
    if names := find_conflicts(kind.shapes(), shape):
        said = _("Rows that were entered earlier have %(names)s with another type or unit. Give it another name.")
        raise Refused(said % {"names": "、".join(f"“{name}”" for name in names)})
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
