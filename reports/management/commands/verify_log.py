"""`manage.py verify_log`: whether the log is as it was sealed."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import LogSeal
from reports.pages.log_seal import LogVerdict, verify_log

_MOST = 20  # lines


class Command(BaseCommand):
    """Ends with 1 where something is broken."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Says whether the log is as it was sealed, and names the rows that are not.")
        parser.add_argument("--head", action="store_true", help=_("only prints the last seal, to be kept elsewhere"))
        parser.add_argument("--known", default="", metavar="SEAL", help=_("a seal that was kept: is it still there?"))
        parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))

    def handle(self, *, head: bool, known: str, **options: Any) -> None:
        if head:
            self.stdout.write(str(LogSeal.objects.last() or ""))
            return
        verdict = verify_log(at=timezone.now(), known=known.strip())
        self.stdout.write(json.dumps(_to_json(verdict), indent=2) if options["json"] else _summarise(verdict))
        if verdict.broken:
            raise CommandError("\n".join(str(one) for one in verdict.broken[:_MOST]))


def _to_json(verdict: LogVerdict) -> dict[str, Any]:
    return {
        "sealed": verdict.sealed,
        "deleted": verdict.deleted,
        "waiting": verdict.waiting,
        "late": verdict.late,
        "head": verdict.head and str(verdict.head),
        "broken": [{"by": one.by, "what": one.what} for one in verdict.broken],
    }


def _summarise(verdict: LogVerdict) -> str:
    said = _(
        "Sealed rows: %(sealed)s. Not sealed yet: %(waiting)s. Sealed late: %(late)s. Head: %(head)s. "
        "Broken: %(broken)s."
    )
    if verdict.deleted:
        said = _("Deleted, being older than the log is kept: %(deleted)s.") + " " + said
    late = ", ".join(map(str, verdict.late[:_MOST])) or "0"
    return said % {
        "sealed": verdict.sealed,
        "deleted": verdict.deleted,
        "waiting": verdict.waiting,
        "late": late,
        "head": verdict.head or "—",
        "broken": len(verdict.broken),
    }
