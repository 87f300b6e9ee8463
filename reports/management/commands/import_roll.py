"""Reads a spreadsheet in as the roll of a round."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.errors import Refused
from reports.actions.roll.columns import KNOWN_HEADS, MatchedColumns, RollColumn, match_columns
from reports.actions.roll.existing import RollScope
from reports.actions.roll.plan import RollPlan
from reports.actions.roll.planning import plan_import
from reports.actions.roll_import import import_table
from reports.documents.spreadsheets import SpreadsheetTable
from reports.documents.spreadsheets.problems import HIDDEN_COLUMN
from reports.documents.uploads import read_spreadsheet
from reports.models import Cycle, User
from reports.problems import Problem

from ..file_errors import explain

_SHOWN = 50


class Command(BaseCommand):
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Reads a spreadsheet in as the roll of a round.")
        parser.add_argument("file", metavar="FILE", help=_("an .xlsx or .csv file"))
        parser.add_argument("--cycle", metavar="YEAR", type=int, required=True, help=_("the year of the cycle"))
        parser.add_argument("--name", metavar="NAME", help=_("the name of the cycle, where a year has several"))
        parser.add_argument(
            "--by",
            metavar="NAME",
            help=_("sign-in name of the organiser for whose units it is read; without it, for all units of the cycle"),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
        parser.add_argument("--json", action="store_true", help=_("print what is done as JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        cycle = _cycle(options["cycle"], options["name"])
        by = _person(options["by"])
        path = Path(options["file"])
        table = _read(path)
        matched = match_columns(table.heads, {})
        if RollColumn.NAME not in matched.columns:
            raise CommandError(
                _("No column with names was found. The heads are: %(heads)s.") % {"heads": " ".join(table.heads)}
            )
        if options["dry_run"]:
            plan = plan_import(table, matched.columns, RollScope(cycle, by))
        else:
            plan = _import(path.name, table, matched, cycle, by)
        said = plan.to_json()
        said["warnings"] = _of_heads(table, matched) + said["warnings"]
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2) if options["json"] else summarise(said))


def _cycle(year: int, name: str | None) -> Cycle:
    cycles = Cycle.objects.filter(year=year, **({"name": name} if name else {})).select_related("unit")
    found = list(cycles.filter(closed_at=None)) or list(cycles)
    if not found:
        raise CommandError(_("There is no cycle of %(year)s.") % {"year": year})
    if len(found) > 1:
        names = "、".join(f"{cycle.name} ({cycle.unit})" for cycle in found)
        raise CommandError(
            _("There are several cycles of %(year)s; give --name: %(names)s.") % {"year": year, "names": names}
        )
    return found[0]


def _person(username: str | None) -> User | None:
    if username is None:
        return None
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(_("Nobody has the sign-in name “%(name)s”.") % {"name": username})
    return person


def _read(path: Path) -> SpreadsheetTable:
    try:
        return read_spreadsheet(path.name, path.read_bytes(), KNOWN_HEADS)
    except Problem as problem:
        raise CommandError(str(problem)) from problem
    except OSError as error:
        raise CommandError(explain(error)) from error


def _import(name: str, table: SpreadsheetTable, matched: MatchedColumns, cycle: Cycle, by: User | None) -> RollPlan:
    actor = by or _responsible(cycle)
    try:
        return import_table(
            cycle=cycle, name=name, table=table, columns=matched.columns, scope=by, by=actor, at=timezone.now()
        )
    except Refused as refused:
        raise CommandError(str(refused)) from refused


def _responsible(cycle: Cycle) -> User:
    """In whose name the import is logged: an administrator, as who runs commands is, or else an organiser."""
    administrators = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    person = administrators.first() or cycle.unit.organisers.filter(is_active=True).order_by("pk").first()
    if person is None:
        raise CommandError(_("There is no administrator in whose name to do it. Give --by, with the sign-in name."))
    return person


def _of_heads(table: SpreadsheetTable, matched: MatchedColumns) -> list[dict[str, Any]]:
    unread = _("This column is not known and was not read.")
    reasons = [(table.heads[place], unread) for place in matched.doubtful]
    read = [table.heads[place] for place in matched.columns.values()]
    reasons += [(head, str(HIDDEN_COLUMN)) for head in table.hidden_columns if head in read]
    return [{"row": table.head_row, "column": head, "reason": reason} for head, reason in reasons]


def summarise(said: dict[str, Any]) -> str:
    lines = [
        _("Rows: %(rows)s") % said,
        _("Units created: %(created)s") % said["units"],
        _("People: %(created)s created, %(changed)s changed, %(unchanged)s unchanged") % said["people"],
        _("Roll: %(created)s created, %(changed)s changed, %(unchanged)s unchanged") % said["participants"],
    ]
    for title, problems in ((_("Refused"), said["refused"]), (_("To be checked"), said["warnings"])):
        lines.append(f"{title} {len(problems)}")
        lines += [f"  {one['row']} {one['column']}: {one['reason']}" for one in problems[:_SHOWN]]
    return "\n".join(lines)
