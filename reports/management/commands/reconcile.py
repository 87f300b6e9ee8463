"""Where submitted reports of a year contradict each other, a ledger or last year."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reports.models import Cycle
from reports.pages.reconciliation import reconcile
from reports.prose.reconciliation import Contradicted


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Lists where submitted reports of a year contradict each other, a ledger or last year.")
        parser.add_argument("--cycle", type=int, required=True, metavar="YEAR", help=_("the year of the rounds"))
        parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))

    def handle(self, *, cycle: int, **options: Any) -> None:
        cycles = list(Cycle.objects.filter(year=cycle).order_by("pk"))
        if not cycles:
            raise CommandError(_("There is no cycle of %(year)s.") % {"year": cycle})
        rows = [_to_json(found) for one in cycles for found in reconcile(one.reports.all())]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) if options["json"] else _summarise(rows))


def _to_json(found: Contradicted) -> dict[str, Any]:
    """Values as written in decimals; `source` is that of the ledger or of last year."""
    claims = [{"report": one.report, "value": str(one.value), "passage": one.words} for one in found.claims]
    source = None if found.source is None else str(found.source)
    return {"kind": found.kind, "label": found.label, "unit": found.measure, "source": source, "claims": claims}


def _summarise(rows: list[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        lines.append(f"{row['kind']} {row['label']} {row['unit']} {row['source'] or ''}".rstrip())
        lines += [f"  {claim['report']}: {claim['passage']}" for claim in row["claims"]]
    return "\n".join(lines)
