"""For organisers: the kinds of ledgers. What is ready-made is for everybody, so it is changed at the top only."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from ..ledgers.ready_made import ready_made_kinds
from ..models import LedgerKind, Unit, User


def units_for_kinds(user: User) -> QuerySet[Unit]:
    """Those for which they may make a kind. Raises Http404 for who organises nothing."""
    units = Unit.objects.of_organiser(user)
    if not units.exists():
        raise Http404
    return units.order_by("name", "pk")


def ledger_kinds_to_organise(user: User) -> list[LedgerKind]:
    """The ready-made ones first; those that nobody uses yet are not stored."""
    units = units_for_kinds(user)
    found = LedgerKind.objects.filter(Q(unit=None) | Q(unit__in=units.values("pk"))).select_related("unit")
    stored = {kind.slug: kind for kind in found.order_by("name", "pk")}
    ready = {slug: LedgerKind(slug=slug, name=one.name) for slug, one in ready_made_kinds().items()}
    return list((ready | stored).values())


def ledger_kinds_for(unit: Unit) -> dict[str, LedgerKind]:
    """By slug: the ready-made ones, and those made for the unit or one above it: what all below it keep."""
    above = Unit.objects.at_or_above(unit.pk)
    stored = LedgerKind.objects.filter(Q(unit=None) | Q(unit__in=above)).order_by("name", "pk")
    ready = {slug: LedgerKind(slug=slug, name=one.name) for slug, one in ready_made_kinds().items()}
    return ready | {kind.slug: kind for kind in stored}


def ledger_kind_to_organise(user: User, slug: str) -> tuple[LedgerKind, bool]:
    """The kind, and whether the person may change it."""
    found = {kind.slug: kind for kind in ledger_kinds_to_organise(user)}
    if slug not in found:
        raise Http404
    kind = found[slug]
    top = Unit.objects.of_organiser(user).filter(parent=None)
    return kind, kind.unit_id is not None or top.exists()


def ledger_kind_to_change(user: User, slug: str) -> LedgerKind:
    kind, may_change = ledger_kind_to_organise(user, slug)
    if not may_change:
        raise PermissionDenied(_("Only who organises the topmost unit changes what everybody uses. Make one like it."))
    return kind
