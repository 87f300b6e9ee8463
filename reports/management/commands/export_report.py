"""Writes one report to a file."""

from argparse import ArgumentParser
from getpass import getuser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.documents.files import FileKind, make_file
from reports.documents.whole_files import write_whole
from reports.models import Report
from reports.models.content import content_for
from reports.problems import Problem

from ..file_errors import explain

# What was said about a report depends on who asks, so those files are only on the site.
KINDS = [kind for kind in FileKind if not kind.is_of_remarks]
VARIANTS = [kind for kind in KINDS if kind.is_pdf]
FORMATS = ["pdf", *(kind.value for kind in KINDS if not kind.is_pdf)]


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Writes a report to a file.")
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
        kind = _kind(options["format"], options["variant"])
        if kind is FileKind.FINAL and not report.is_final:
            refusal = _("A final copy is made of an approved report. This one is not: %(state)s.")
            raise CommandError(refusal % {"state": report.get_state_display()})
        try:
            content = content_for(report, writes=True)
            data = make_file(content, kind, cycle=report.cycle, reader=getuser(), at=timezone.now())
            write_whole(Path(options["output"]), [data])
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        except OSError as error:
            raise CommandError(explain(error)) from error
        self.stdout.write(_("%(file)s: %(size)s bytes") % {"file": options["output"], "size": len(data)})


def _kind(chosen: str, variant: str | None) -> FileKind:
    if chosen == "pdf":
        return FileKind(variant or FileKind.DRAFT)
    if variant:
        raise CommandError(_("Only a PDF has variants: leave --variant or --format out."))
    return FileKind(chosen)
