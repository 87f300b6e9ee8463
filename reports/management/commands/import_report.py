"""Reads a text, a Word file or one of our own PDFs in as a report."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.errors import Refused
from reports.actions.manuscript import Manuscript, ask_of, start_report
from reports.actions.participant import enrol
from reports.documents.uploads import read_upload
from reports.models import Cycle, Participant, Report, User
from reports.problems import Problem
from reports.prose.blanks import find_blanks
from reports.prose.content import ReportContent, SectionContent, SectionKind
from reports.prose.counting import count_characters
from reports.prose.parsing import ParsedReport, read_report
from reports.prose.placing import divide_report

from ..file_errors import explain

CONTEXT = 20


class Command(BaseCommand):
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Reads a file in as an author’s report.")
        parser.add_argument("file", metavar="FILE", help=_("a text, a Word document, or a PDF that was exported here"))
        parser.add_argument("--author", metavar="NAME", help=_("the author’s sign-in name"))
        parser.add_argument("--cycle", metavar="YEAR", type=int, help=_("the year of the cycle"))
        parser.add_argument(
            "--open-figures",
            action="store_true",
            help=_("figures become blanks, with what stands there as last year’s"),
        )
        parser.add_argument("--json", action="store_true", help=_("print the whole reading as JSON"))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("only show what is recognised; needs no author, cycle or database")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        opens: bool = options["open_figures"]
        found = self._read(Path(options["file"]), opens_figures=opens)
        report = None
        if not options["dry_run"]:
            report = self._save(found, options["author"], options["cycle"], opens_figures=opens)
        told = found.to_json() if isinstance(found, ParsedReport) else content_to_json(found, opens_figures=opens)
        data = {"id": report and report.pk, **told}
        if report:
            empty = report.sections.filter(heading="", body="").select_related("outline_section")
            data["empty"] = [section.name for section in empty.order_by("position")]
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) if options["json"] else summarise(data))

    def _read(self, path: Path, *, opens_figures: bool) -> ParsedReport | ReportContent:
        """The content that one of our own files carries, or what is recognised in the text of any other file."""
        try:
            found = read_upload(path.name, path.read_bytes())
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        except OSError as error:
            raise CommandError(explain(error)) from error
        return read_report(found, opens_numbers=opens_figures) if isinstance(found, str) else found

    def _save(
        self, found: ParsedReport | ReportContent, username: str | None, year: int | None, *, opens_figures: bool
    ) -> Report:
        if not (username and year):
            raise CommandError(_("Give --author and --cycle, or --dry-run."))
        author = User.objects.filter(username=username).select_related("unit").first()
        if author is None:
            raise CommandError(_("Nobody has the sign-in name “%(name)s”.") % {"name": username})
        cycle = Cycle.objects.open_at(timezone.now()).for_person(author).filter(year=year).first()
        if cycle is None:
            raise CommandError(_("There is no open cycle of %(year)s for this author.") % {"year": year})
        try:
            participant = _participation(cycle, author)
            manuscript = _manuscript(found, cycle, opens_figures=opens_figures)
            return start_report(participant=participant, by=author, at=timezone.now(), manuscript=manuscript)
        except Refused as refused:
            raise CommandError(str(refused)) from refused


def _participation(cycle: Cycle, author: User) -> Participant:
    """The first entry without a report, or any entry. An author who is not on the roll is put on it."""
    mine = Participant.objects.filter(cycle=cycle, person=author)
    return mine.not_begun().first() or mine.first() or enrol(cycle=cycle, person=author, by=author, at=timezone.now())


def _manuscript(found: ParsedReport | ReportContent, cycle: Cycle, *, opens_figures: bool) -> Manuscript:
    if isinstance(found, ReportContent):
        return Manuscript.from_content(found, opens_figures=opens_figures)
    asked = [ask_of(section) for section in cycle.outline.sections.order_by("position")]
    return Manuscript.from_parsed(divide_report(found, asked))


def content_to_json(content: ReportContent, *, opens_figures: bool = False) -> dict[str, Any]:
    """The content of one of our own files, with its values, in the structure of `ParsedReport.to_json`."""
    if opens_figures:
        content = replace(content, figures=tuple(Manuscript.from_content(content, opens_figures=True).figures.values()))
    openings = [section.body for section in content.sections if section.kind == SectionKind.OPENING]
    others = [section for section in content.sections if section.kind != SectionKind.OPENING]
    return {
        "title": content.title,
        "salutation": content.salutation,
        "opening": "\n".join(openings),
        "sections": [
            {**asdict(section), "characters": count_characters(content.filled(section.words.text))}
            for section in others
        ],
        "blanks": [blank for number, section in enumerate(others) for blank in _blanks_of(content, section, number)],
        "removed": [],
        "warnings": [],
    }


def _blanks_of(content: ReportContent, section: SectionContent, number: int) -> Iterator[dict[str, Any]]:
    figures = {figure.label: figure for figure in content.figures}
    text = section.words.text
    for blank in find_blanks(text):
        if figure := figures.get(blank.label):
            context = text[max(0, blank.start - CONTEXT) : blank.end + CONTEXT]
            yield {**asdict(figure), "section": number, "context": context}


def summarise(data: Mapping[str, Any]) -> str:
    lines = [_("Report %(id)s") % data] if data["id"] else []
    lines.append(data["title"])
    lines += [f"  {s['kind']:<10} {s['numeral']} {s['heading'] or s['body'][:20]}" for s in data["sections"]]
    counts = {"blanks": len(data["blanks"]), "removed": len(data["removed"]), "repaired": data.get("repaired", 0)}
    lines.append(_("Blanks: %(blanks)s. Removed: %(removed)s. Punctuation repaired: %(repaired)s.") % counts)
    if data.get("empty"):
        lines.append(_("Nothing goes into: %(titles)s.") % {"titles": "、".join(data["empty"])})
    return "\n".join([*lines, *data["warnings"]])
