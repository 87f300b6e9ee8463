"""Evidence on the rows of a ledger: put there, taken away. The bytes stay."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..documents.evidence import store_evidence
from ..models import Event, Evidence, LedgerRow, User
from ..models.evidence import MOST_FILES
from .errors import Refused
from .event import log


@transaction.atomic
def add_evidence(*, row: LedgerRow, name: str, data: bytes, ending: str, by: User, at: datetime) -> Evidence:
    """The same file once more is the same. Raises Refused for one too many, or for a row that was deleted."""
    locked = LedgerRow.objects.select_for_update().get(pk=row.pk)
    if locked.deleted_at:
        raise Refused(_("This row has been deleted. Take it back first."))
    sha256 = store_evidence(data)
    there = Evidence.objects.current().filter(row=row)
    if same := there.filter(sha256=sha256).first():
        return same
    if there.count() >= MOST_FILES:
        raise Refused(_("A row has at most %(count)s files. Take one away first.") % {"count": MOST_FILES})
    told = {"size": len(data), "sha256": sha256, "uploaded_at": at, "uploaded_by": by}
    evidence = Evidence.objects.create(row=row, name=name[-200:], ending=ending, **told)
    log(verb=Event.Verb.LEDGER_ROW_SAVED, actor=by, at=at, detail=f"{row} · +{evidence.pk}")
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Twice is once. Versions that refer to it still find it."""
    if Evidence.objects.current().filter(pk=evidence.pk).update(deleted_at=at):
        log(verb=Event.Verb.LEDGER_ROW_SAVED, actor=by, at=at, detail=f"{evidence.row} · -{evidence.pk}")
