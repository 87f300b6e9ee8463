"""What the checks on the words find in a report or in a file."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.uploads import read_upload
from reports.forms.finding import describe_words
from reports.models import Report
from reports.models.content import content_for
from reports.problems import Problem
from reports.prose.plain import print_plain
from reports.prose.proofreading import CheckedText, Headings, MarkedWords, Severity, find_own_year, proofread

from ..file_errors import explain

MOST = 1_000  # of one check: a page shows fewer


class Command(BaseCommand):
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Lists what the checks on the words find in a report, or in a file without a database.")
        parser.add_argument(
            "source",
            metavar="ID|FILE",
            help=_("the number in the report’s address, read as `export_report --format txt` writes it; or a file"),
        )
        parser.add_argument("--year", type=int, help=_("of a file: the round’s year; that of its title unless given"))
        parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        checked = _read(options["source"], options["year"])
        headings = Headings.of(checked.text)
        findings = [_to_json(words, headings) for words in proofread(checked, most=MOST)]
        counted = Counter(finding["severity"] for finding in findings)
        data = {"findings": findings, "counts": {str(severity): counted[severity] for severity in Severity}}
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) if options["json"] else _summarise(data))


def _read(source: str, year: int | None) -> CheckedText:
    """Digits alone are a report's number, unless a file has that name."""
    path = Path(source)
    if source.isdecimal() and not path.exists():
        return _read_report(int(source))
    try:
        found = read_upload(path.name, path.read_bytes())
    except Problem as problem:
        raise CommandError(str(problem)) from problem
    except OSError as error:
        raise CommandError(explain(error)) from error
    text = found if isinstance(found, str) else print_plain(found)
    return CheckedText(text, year or find_own_year(text), is_filled=True)


def _read_report(pk: int) -> CheckedText:
    report = Report.objects.select_related("cycle", "author", "unit").filter(pk=pk).first()
    if report is None:
        raise CommandError(_("There is no report with the number %(id)s.") % {"id": pk})
    return CheckedText(print_plain(content_for(report, writes=True)), report.cycle.year, is_filled=True)


def _to_json(words: MarkedWords, headings: Headings) -> dict[str, Any]:
    return {
        "check": words.check,
        "severity": str(words.severity),
        "section": headings.at(words.start),
        "start": words.start,
        "end": words.end,
        "text": words.text,
        "message": describe_words(words),
        "suggestion": words.suggestion,
    }


def _summarise(data: dict[str, Any]) -> str:
    lines = [f"{one['severity']:<6} {one['section'] or '—'}: {one['message']}" for one in data["findings"]]
    total = ngettext("%(count)s finding.", "%(count)s findings.", len(lines)) % {"count": len(lines)}
    return "\n".join([*lines, total])
