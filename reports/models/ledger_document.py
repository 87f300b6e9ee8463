"""The documents (制度文件) that ledgers hold, for the checks on words."""

from django.db.models import Q, QuerySet, Value

from ..prose.proofreading import ListedDocument
from .ledger import LedgerRow
from .statement import PreparedQuery
from .unit import LineDownward
from .user import User

KIND = "rules"
_MOST = 2_000  # the newest
_NO_UNIT = 0


def documents_for(author: User) -> list[ListedDocument]:
    """Of the author's own ledger, and of those of units that the author reads. One query."""
    rows = _rows(author.pk, author.unit_id or _NO_UNIT)
    return [ListedDocument(row.cells.get("文件名称", "").strip("《》 "), row.cells.get("文号", "")) for row in rows]


def _rows_of(author: int, unit: int) -> QuerySet[LedgerRow]:
    kept = Q(ledger__person=author) | Q(ledger__unit__in=LineDownward(Value(unit)))
    rows = LedgerRow.objects.current().filter(kept, ledger__kind__slug=KIND)
    return rows.order_by("-day", "-pk").only("cells")[:_MOST]


_rows = PreparedQuery(_rows_of)
