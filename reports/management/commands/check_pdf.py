"""Judge a PDF file by the page standard from the command line."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from reports.gongwen.conformance import Check, Sheet, judge

from ..file_errors import explain


class Command(BaseCommand):
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.description = _("Read a PDF back and judge it by GB/T 9704-2012; ends with 1 where it does not conform.")
        parser.add_argument("file", type=Path, help=_("the PDF file"))
        parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))
        parser.add_argument("--centred", action="store_true", help=_("page numbers are centred by the site's setting"))

    def handle(self, *, file: Path, centred: bool, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(explain(error)) from error
        result = judge(data, centred_page_numbers=centred, font_folders=settings.FONT_DIRS)
        if options["json"]:
            self.stdout.write(json.dumps(result.to_json(), ensure_ascii=False, indent=2))
        elif not result.pages:
            raise CommandError(f"{file}: {result.checks[0].found}")
        else:
            self._write_table(result)
        if not result.passed:
            raise SystemExit(1)

    def _write_table(self, result: Sheet) -> None:
        for check in result.checks:
            self._write_check(check)
        for face, family in result.substitutes:
            self.stdout.write(_("%(family)s stands in for %(face)s.") % {"family": family, "face": face})
        failed = sum(not check.passed for check in result.checks)
        numbers = {"pages": result.pages, "checks": len(result.checks), "failed": failed}
        self.stdout.write(_("%(pages)s pages, %(checks)s checks, %(failed)s failed.") % numbers)
        if result.page_passed and failed:
            self.stdout.write(_("The pages conform to GB/T 9704; what fails is about the file as an archive."))
        self.stdout.write(_("Clauses of GB/T 9704-2012 are cited from secondary sources."))

    def _write_check(self, check: Check) -> None:
        style = self.style.SUCCESS if check.passed else self.style.ERROR
        verdict = style(_("pass") if check.passed else _("FAIL"))
        clause = f" ({check.clause})" if check.clause else ""
        self.stdout.write(f"{verdict}  {check.label}{clause}: {check.required} | {check.found}")
        for remark in (check.reading, check.note):
            if remark and not check.passed:
                self.stdout.write(f"      {remark}")
