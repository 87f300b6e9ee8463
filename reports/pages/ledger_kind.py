"""Kinds of ledgers as organisers see them: how much each is used, and how it was changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from ..ledgers.columns import LedgerShape
from ..models import Ledger, LedgerKind, LedgerKindVersion


class LedgerKindEntry(NamedTuple):
    """`ledgers` is how many keep it, `number` that of its version; 1 where nobody has used it yet."""

    kind: LedgerKind
    ledgers: int
    number: int


def list_kinds(kinds: Iterable[LedgerKind]) -> list[LedgerKindEntry]:
    """Two queries."""
    used = dict(Ledger.objects.values_list("kind").annotate(Count("pk")))
    numbers = dict(LedgerKindVersion.objects.values_list("kind").annotate(Count("pk")))
    return [LedgerKindEntry(kind, used.get(kind.pk, 0), numbers.get(kind.pk, 1)) for kind in kinds]


class KindChange(NamedTuple):
    """Nobody has made the first version of what is ready-made and not used yet."""

    number: int
    shape: LedgerShape
    reason: str = ""
    by: str = ""
    at: datetime | None = None


def kind_history(kind: LedgerKind) -> list[KindChange]:
    """The newest first."""
    if kind.pk is None:
        return [KindChange(1, kind.shapes()[0])]
    versions = kind.versions.select_related("created_by").order_by("-number")
    return [KindChange(one.number, one.shape, one.reason, one.created_by.name, one.created_at) for one in versions]
