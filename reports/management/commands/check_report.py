"""What the checks on the words find in a report or in a file."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.uploads import read_spreadsheet, read_upload
from reports.documents.word_list import HEADS, read_word_list
from reports.forms.finding import describe_words
from reports.models import Report
from reports.models.content import content_for
from reports.problems import Problem
from reports.prose.checking import list_figures
from reports.prose.plain import print_plain
from reports.prose.proofreading import (
    NO_WORDS,
    CheckedText,
    Headings,
    MarkedWords,
    Severity,
    WordList,
    find_own_year,
    proofread,
)

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
        parser.add_argument(
            "--words",
            metavar="FILE",
            help=_("of a file: an organisation’s word list (.csv, .xlsx), as its page has it"),
        )
        parser.add_argument(
            "--longest-sentence",
            type=_not_negative,
            metavar="CHARACTERS",
            help=_("longer ones are pointed out, 0: none; the round’s own rule, and of a file 150, unless given"),
        )
        parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        checked = _read(options["source"], options["year"], options["words"])
        longest = options["longest_sentence"]
        if longest is not None:
            checked = replace(checked, longest_sentence=longest)
        headings = Headings.of(checked.text)
        findings = [_to_json(words, headings) for words in proofread(checked, most=MOST)]
        counted = Counter(finding["severity"] for finding in findings)
        data = {"findings": findings, "counts": {str(severity): counted[severity] for severity in Severity}}
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) if options["json"] else _summarise(data))


def _not_negative(number: str) -> int:
    if not number.isdecimal():
        raise ArgumentTypeError(_("“%(number)s” is no number of characters.") % {"number": number})
    return int(number)


def _read(source: str, year: int | None, words: str | None) -> CheckedText:
    """Digits alone are a report's number, unless a file has that name."""
    path = Path(source)
    if source.isdecimal() and not path.exists():
        return _read_report(int(source))
    try:
        found = read_upload(path.name, path.read_bytes())
        listed = _read_words(Path(words)) if words else NO_WORDS
    except Problem as problem:
        raise CommandError(str(problem)) from problem
    except OSError as error:
        raise CommandError(explain(error)) from error
    text = found if isinstance(found, str) else print_plain(found)
    return CheckedText(text, year or find_own_year(text), is_filled=True, words=listed)


def _read_words(path: Path) -> WordList:
    """Raises CommandError where a row is refused: what a list leaves out is not found."""
    read = read_word_list(read_spreadsheet(path.name, path.read_bytes(), HEADS))
    if read.refused:
        said = [_("Row %(number)s, “%(words)s”: %(reason)s") % row._asdict() for row in read.refused]
        raise CommandError("\n".join(said))
    return WordList.of(read.entries)


def _read_report(pk: int) -> CheckedText:
    report = Report.objects.select_related("cycle", "author", "unit").filter(pk=pk).first()
    if report is None:
        raise CommandError(_("There is no report with the number %(id)s.") % {"id": pk})
    content = content_for(report, writes=True)
    return CheckedText(
        print_plain(content),
        report.cycle.year,
        is_filled=True,
        longest_sentence=report.cycle.longest_sentence,
        words=report.word_list,
        documents=report.documents,
        annex=list_figures(content.figures),
    )


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
