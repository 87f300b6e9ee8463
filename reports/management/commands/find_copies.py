"""What the reports of a round have from one another, from last years and from the sample."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reports.models import Cycle
from reports.pages.copies import Copied, RoundSearch


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Lists what submitted reports of a year have from other reports and from the sample.")
        parser.add_argument("--cycle", type=int, required=True, metavar="YEAR", help=_("the year of the rounds"))
        parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))

    def handle(self, *, cycle: int, **options: Any) -> None:
        cycles = list(Cycle.objects.filter(year=cycle).select_related("outline").order_by("pk"))
        if not cycles:
            raise CommandError(_("There is no cycle of %(year)s.") % {"year": cycle})
        rows = [row for one in cycles for row in _copies(one)]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) if options["json"] else _summarise(rows))


def _copies(cycle: Cycle) -> Iterator[dict[str, Any]]:
    for report, found in RoundSearch(cycle):
        for copied in found:
            yield _to_json(report.pk, copied, cycle)


def _to_json(report: int, copied: Copied, cycle: Cycle) -> dict[str, Any]:
    """`other` is a report; of a sample its outline."""
    other = copied.other.pk if copied.other else cycle.outline_id
    passages = [passage._asdict() for passage in copied.passages]
    return {"report": report, "other": other, "kind": copied.kind, "share": copied.share, "passages": passages}


def _summarise(rows: list[dict[str, Any]]) -> str:
    said = _("report %(report)s: %(share)s %% as in %(kind)s %(other)s, passages: %(count)s")
    return "\n".join(said % (row | {"count": len(row["passages"])}) for row in rows)
