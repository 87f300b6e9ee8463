"""Signs a PDF of the site, with a key file or by the office's own seal command."""

import os
import shlex
from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.documents.signing import NotSigned, Token, seal_by_command, sign_with_key, sign_with_token
from reports.documents.whole_files import write_whole
from reports.gongwen.conformance import judge

from ..file_errors import explain

PASSPHRASE = "SIGNING_PASSPHRASE"  # noqa: S105 - where it is, not what it is


class Command(BaseCommand):
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.description = _("Adds an electronic signature (PAdES) to a PDF, whose pages stay as they are.")
        parser.add_argument("file", type=Path, help=_("the PDF file"))
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=_("the file to write"))
        parser.add_argument("--centred", action="store_true", help=_("page numbers are centred by the site's setting"))
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument(
            "--key",
            type=Path,
            metavar="FILE",
            help=_("certificate and key, PKCS#12; the passphrase is asked for unless %(name)s has it")
            % {"name": PASSPHRASE},
        )
        how.add_argument(
            "--token",
            nargs=3,
            metavar=("LIBRARY", "LABEL", "CERTIFICATE"),
            help=_("a device with the key (PKCS#11): its library, its label, the label of the certificate"),
        )
        how.add_argument("--seal", action="store_true", help=_("by the command in the setting SEAL_COMMAND"))

    def handle(self, *, file: Path, output: Path, centred: bool, **options: Any) -> None:
        try:
            data = file.read_bytes()
            signed = _sign(data, options)
            write_whole(output, [signed])
        except NotSigned as problem:
            raise CommandError(str(problem)) from problem
        except OSError as error:
            raise CommandError(explain(error)) from error
        self.stdout.write(_("%(file)s: %(size)s bytes") % {"file": output, "size": len(signed)})
        if missed := _failing(signed, centred) - _failing(data, centred):
            said = _("The signed file misses checks of the page that the file before kept: %(checks)s")
            raise CommandError(said % {"checks": "; ".join(sorted(missed))})


def _sign(data: bytes, options: dict[str, Any]) -> bytes:
    if options["key"]:
        return sign_with_key(data, options["key"].read_bytes(), _ask(), at=timezone.now())
    if options["token"]:
        return sign_with_token(data, Token(*options["token"]), _ask(), at=timezone.now())
    if not settings.SEAL_COMMAND:
        raise CommandError(_("No seal command is set: name it in SEAL_COMMAND, or sign with --key or --token."))
    return seal_by_command(data, shlex.split(settings.SEAL_COMMAND))


def _ask() -> str:
    given = os.environ.get(PASSPHRASE)
    return getpass(_("Passphrase or PIN: ")) if given is None else given


def _failing(data: bytes, centred: bool) -> set[str]:  # noqa: FBT001 - as the option is called
    sheet = judge(data, centred_page_numbers=centred, font_folders=settings.FONT_DIRS)
    return {str(check.label) for check in sheet.checks if not check.passed}
