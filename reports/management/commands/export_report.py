"""Writes one report to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.access import records_to_archive
from reports.actions.outside import note_file_outside, operator
from reports.documents.archive_package import seal_of, write_package
from reports.documents.files import PACKAGE, FileKind, make_file
from reports.documents.whole_files import write_whole
from reports.models import Report
from reports.models.content import content_for
from reports.pages.archive_package import pack
from reports.problems import Problem

from ..file_errors import explain

# What was said about a report depends on who asks, so those files are only on the site.
KINDS = [kind for kind in FileKind if not kind.is_of_remarks]
VARIANTS = [kind for kind in KINDS if kind.is_pdf]
FORMATS = ["pdf", *(kind.value for kind in KINDS if not kind.is_pdf), PACKAGE]


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Writes a report to a file. The log says so, and who ran the command.")
        parser.add_argument("id", type=int, help=_("the number in the report’s address"))
        parser.add_argument("--format", choices=FORMATS, default="pdf", help=_("the kind of file; a PDF unless given"))
        parser.add_argument(
            "--variant",
            choices=[kind.value for kind in VARIANTS],
            help=_("of a PDF: a draft unless given, the final copy of an approved report, or the annex of figures"),
        )
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help=_("the file to write"))

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report.objects.select_related("cycle", "author", "unit").filter(pk=options["id"]).first()
        if report is None:
            raise CommandError(_("There is no report with the number %(id)s.") % {"id": options["id"]})
        if options["variant"] and options["format"] != "pdf":
            raise CommandError(_("Only a PDF has variants: leave --variant or --format out."))
        try:
            data = _pack(report) if options["format"] == PACKAGE else _make(report, options)
            name = options["variant"] or options["format"]
            # Before it is written: a row too many is better than a file without one.
            note_file_outside(name=name, of=report.author, at=timezone.now(), report=report)
            write_whole(Path(options["output"]), [data])
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        except OSError as error:
            raise CommandError(explain(error)) from error
        self.stdout.write(_("%(file)s: %(size)s bytes") % {"file": options["output"], "size": len(data)})
        if options["format"] == PACKAGE:
            self.stdout.write(_("Seal, to be kept apart from the package: %(seal)s") % {"seal": seal_of(data)})


def _make(report: Report, options: dict[str, Any]) -> bytes:
    asked = options["format"]
    kind = FileKind(options["variant"] or FileKind.DRAFT) if asked == "pdf" else FileKind(asked)
    if kind in {FileKind.FINAL, FileKind.OFD} and not report.is_final:
        refusal = _("A final copy is made of an approved report. This one is not: %(state)s.")
        raise CommandError(refusal % {"state": report.get_state_display()})
    content = content_for(report, writes=True)
    return make_file(content, kind, cycle=report.cycle, reader=operator(), at=timezone.now())


def _pack(report: Report) -> bytes:
    if not report.is_published:
        refusal = _("An archive package is made of a published report. This one is not: %(state)s.")
        raise CommandError(refusal % {"state": report.get_state_display()})
    records, now = records_to_archive(report), timezone.now()
    content = records.published.revision.content
    word = make_file(content, FileKind.DOCX, cycle=report.cycle, reader=operator(), at=now)
    return write_package(pack(report, records, word=word, at=now))
