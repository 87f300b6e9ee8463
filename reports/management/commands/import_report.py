"""Reads a text or Word file in as a report."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions.errors import Refused
from ...actions.starting import Manuscript, start_report
from ...documents.importing import UnreadableFile, read_file
from ...models import Cycle, User
from ...text.reading import Reading, read_report


class Command(BaseCommand):
    help = "Reads FILE (.txt or .docx) in as the report of an author; --dry-run only shows what is recognised."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--author", metavar="NAME", help="the author's sign-in name")
        parser.add_argument("--cycle", metavar="YEAR", type=int, help="the year of the cycle")
        parser.add_argument("--json", action="store_true", help="print the whole reading as JSON")
        parser.add_argument("--dry-run", action="store_true", help="save nothing; needs no author, cycle or database")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = read_report(self._read(Path(options["file"])))
        pk = None if options["dry_run"] else self._save(reading, options["author"], options["cycle"])
        self.stdout.write(as_json(reading, pk) if options["json"] else summarise(reading, pk))

    def _read(self, path: Path) -> str:
        try:
            return read_file(path.name, path.read_bytes())
        except (UnreadableFile, OSError) as error:
            raise CommandError(str(error)) from error

    def _save(self, reading: Reading, username: str | None, year: int | None) -> int:
        if not (username and year):
            raise CommandError(_("Give --author and --cycle, or --dry-run."))
        author = User.objects.filter(username=username).select_related("unit").first()
        if author is None:
            raise CommandError(_("Nobody has the sign-in name “%(name)s”.") % {"name": username})
        cycle = Cycle.objects.open_at(timezone.now()).for_person(author).filter(year=year).first()
        if cycle is None:
            raise CommandError(_("There is no open cycle of %(year)s for this author.") % {"year": year})
        try:
            return start_report(
                cycle=cycle, author=author, by=author, at=timezone.now(), manuscript=Manuscript.from_reading(reading)
            ).pk
        except Refused as refused:
            raise CommandError(str(refused)) from refused


def as_json(reading: Reading, pk: int | None) -> str:
    """The reading with the new report's number first."""
    return json.dumps({"id": pk, **reading.to_json()}, ensure_ascii=False, indent=2)


def summarise(reading: Reading, pk: int | None) -> str:
    """A few lines for a person."""
    lines = [_("Report %(id)s") % {"id": pk}] if pk else []
    lines += [reading.title, *(f"  {s.kind:<10} {s.numeral} {s.heading or s.body[:20]}" for s in reading.sections)]
    counts = {"blanks": len(reading.blanks), "removed": len(reading.removed), "repaired": reading.repaired}
    lines.append(_("Blanks: %(blanks)s. Removed: %(removed)s. Punctuation repaired: %(repaired)s.") % counts)
    return "\n".join([*lines, *(warning.message for warning in reading.warnings)])
