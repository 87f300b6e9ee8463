"""Reads a spreadsheet into a ledger."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.errors import Refused
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_import import import_rows
from reports.actions.ledger_plan import LedgerPlan, known_heads
from reports.documents.spreadsheets import SpreadsheetTable
from reports.documents.uploads import read_spreadsheet
from reports.ledgers.ready_made import ready_made_kinds
from reports.models import Ledger, LedgerKind, Unit, User
from reports.problems import Problem

from ..file_errors import explain

_SHOWN = 50


class _LookedAt(Exception):
    """Takes back what a dry run has written."""


class Command(BaseCommand):
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Reads a spreadsheet into a ledger.")
        parser.add_argument("file", metavar="FILE", help=_("an .xlsx or .csv file"))
        parser.add_argument(
            "--kind", metavar="KIND", required=True, help=_("the name of the ledger, 接访下访 for example")
        )
        owner = parser.add_mutually_exclusive_group(required=True)
        owner.add_argument("--author", metavar="NAME", help=_("sign-in name or staff number of the official"))
        owner.add_argument("--unit", metavar="CODE", help=_("name or number of the unit"))
        parser.add_argument("--cycle", metavar="YEAR", type=int, required=True, help=_("the year of days without one"))
        parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
        parser.add_argument("--json", action="store_true", help=_("print what is done as JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1949 <= options["cycle"] <= 2199:
            raise CommandError(_("There is no cycle of %(year)s.") % {"year": options["cycle"]})
        slug = _slug(options["kind"])
        owner: dict[str, Any] = {"unit": _unit(options["unit"])} if options["unit"] else {}
        author = None if owner else _author(options["author"])
        by = author or _responsible(owner["unit"])
        said = _run(Path(options["file"]), slug, owner or {"person": author}, by, options).to_json()
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2) if options["json"] else _summarise(said))


def _run(path: Path, slug: str, owner: dict[str, Any], by: User, options: dict[str, Any]) -> LedgerPlan:
    """A dry run does it all and takes it back."""
    now, plan = timezone.now(), None
    try:
        with transaction.atomic():
            ledger = begin_ledger(slug=slug, **owner, by=by, at=now)
            table = _read(path, ledger)
            plan = import_rows(ledger=ledger, table=table, year=options["cycle"], name=path.name, by=by, at=now)
            if options["dry_run"]:
                raise _LookedAt
    except Refused as refused:
        raise CommandError(str(refused)) from refused
    except _LookedAt:
        pass
    return plan or LedgerPlan([], [])


def _slug(kind: str) -> str:
    for slug, ready in ready_made_kinds().items():
        if kind in {slug, ready.name}:
            return slug
    made = LedgerKind.objects.exclude(unit=None).filter(Q(slug=kind) | Q(name=kind)).values_list("slug", flat=True)
    if len(made) == 1:
        return made[0]
    known = "、".join(ready.name for ready in ready_made_kinds().values())
    raise CommandError(_("There is no ledger “%(kind)s”. There are: %(known)s.") % {"kind": kind, "known": known})


def _author(name: str) -> User:
    person = User.objects.named(name)
    if person is None:
        raise CommandError(_("Nobody has the sign-in name “%(name)s”.") % {"name": name})
    return person


def _unit(code: str) -> Unit:
    found = list(Unit.objects.filter(name=code))
    if not found and code.isascii() and code.isdecimal() and len(code) < 10:
        found = list(Unit.objects.filter(pk=int(code)))
    if len(found) != 1:
        raise CommandError(_("There is not exactly one unit “%(code)s”.") % {"code": code})
    return found[0]


def _responsible(unit: Unit) -> User:
    """In whose name the log has it: who runs commands on the server keeps the site."""
    administrators = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    person = administrators.first() or unit.organisers.filter(is_active=True).order_by("pk").first()
    if person is None:
        raise CommandError(_("There is no administrator and no organiser in whose name to do it."))
    return person


def _read(path: Path, ledger: Ledger) -> SpreadsheetTable:
    try:
        return read_spreadsheet(path.name, path.read_bytes(), known_heads(ledger.kind.newest.shape))
    except Problem as problem:
        raise CommandError(str(problem)) from problem
    except OSError as error:
        raise CommandError(explain(error)) from error


def _summarise(said: dict[str, Any]) -> str:
    """A few lines for a person."""
    lines = [_("Rows: %(rows)s; %(created)s new, %(changed)s changed, %(unchanged)s unchanged") % said]
    for title, problems in ((_("Refused"), said["refused"]), (_("To be checked"), said["warnings"])):
        lines.append(f"{title} {len(problems)}")
        lines += [f"  {one['row']} {one['column']}: {one['reason']}" for one in problems[:_SHOWN]]
    return "\n".join(lines)
