"""For officials, their assistants and organisers: ledgers and their rows."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..ledgers.ready_made import ready_made_kinds
from ..models import Assistance, Ledger, LedgerKind, LedgerRow, Unit, User


def ledgers_to_read(user: User) -> QuerySet[Ledger]:
    """Their own first, then those of other people, then those of units."""
    rows = Ledger.objects.read_by(user).select_related("kind", "person", "unit")
    return rows.order_by("unit__name", "unit", "person__name", "person", "kind")


def ledger_to_read(user: User, pk: int) -> tuple[Ledger, bool]:
    """The ledger, and whether the person may write in it."""
    ledger = get_object_or_404(Ledger.objects.read_by(user).select_related("kind", "person", "unit"), pk=pk)
    return ledger, Ledger.objects.written_by(user).filter(pk=pk).exists()


def ledger_to_write(user: User, pk: int) -> Ledger:
    ledger, may_write = ledger_to_read(user, pk)
    if not may_write:
        raise PermissionDenied(_("You may read this ledger but not write in it."))
    return ledger


def row_to_write(user: User, ledger_pk: int, pk: int) -> LedgerRow:
    """One that was deleted, too: it can be taken back."""
    ledger = ledger_to_write(user, ledger_pk)
    row = get_object_or_404(
        LedgerRow.objects.select_related("kind_version", "saved_by", "shortcoming__report__cycle"), ledger=ledger, pk=pk
    )
    row.ledger = ledger
    return row


def ledger_owners(user: User) -> Iterator[tuple[str, User | Unit]]:
    """For whom the person may begin a ledger, by what a form sends: themselves, whom they assist, their units."""
    assisted = Assistance.objects.of_assistant(user).values("author")
    authors = User.objects.filter(pk__in=assisted).order_by("name", "pk")
    for person in [user, *authors]:
        yield f"person-{person.pk}", person
    for unit in Unit.objects.of_organiser(user).topmost().order_by("name", "pk"):
        yield f"unit-{unit.pk}", unit


def kind_to_begin(owner: User | Unit, slug: str) -> str:
    """The slug of a kind that is ready-made, or was made for the owner's unit or one above it."""
    unit = owner if isinstance(owner, Unit) else owner.unit
    above = Unit.objects.at_or_above(unit.pk) if unit else []
    if slug not in ready_made_kinds() and not LedgerKind.objects.filter(slug=slug, unit__in=above).exists():
        raise Http404
    return slug


def ledger_owner(user: User, key: str) -> User | Unit:
    """One of `ledger_owners`, or any unit that they organise."""
    kind, _dash, pk = key.partition("-")
    if kind == "unit" and pk.isascii() and pk.isdecimal() and len(pk) < 10:
        return get_object_or_404(Unit.objects.reached_by(user), pk=int(pk))
    found = dict(ledger_owners(user)).get(key)
    if found is None:
        raise Http404
    return found
