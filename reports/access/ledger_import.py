"""For those who write in a ledger: lists that they uploaded to become rows of it."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ..models import Ledger, LedgerImport, User
from .ledger import ledger_to_write


def ledger_import_of(user: User, ledger_pk: int, pk: int) -> LedgerImport:
    """One that they uploaded themselves, of a ledger in which they still write."""
    ledger = ledger_to_write(user, ledger_pk)
    uploaded = get_object_or_404(LedgerImport.objects.defer("packed"), ledger=ledger, uploaded_by=user, pk=pk)
    uploaded.ledger = ledger
    return uploaded


def ledger_imports_of(user: User, ledger: Ledger) -> QuerySet[LedgerImport]:
    """Those that they have done, the last first, without the lists."""
    done = LedgerImport.objects.filter(ledger=ledger, uploaded_by=user).exclude(imported_at=None)
    return done.defer("packed", "planned")
