"""`manage.py export_person NAME TARGET`: what is held about a person, for that person, as a ZIP."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.access.personal_data import personal_data, personal_files
from reports.actions.outside import note_file_outside
from reports.documents.by_hash import read_path
from reports.documents.whole_files import write_whole
from reports.models import User

from ..file_errors import explain

_FOR_THE_OWNER = 0o600


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Writes what is held about a person into a ZIP: data as JSON, and files. What others have written in "
            "confidence is not in it. The log says so, and who ran the command."
        )
        parser.add_argument("name", help=_("the sign-in name, or the staff number"))
        parser.add_argument("target", type=Path, metavar="TARGET", help=_("the file to write"))

    def handle(self, *, name: str, target: Path, **options: Any) -> None:
        person = User.objects.named(name)
        if person is None:
            raise CommandError(_("Nobody has the sign-in name or staff number %(name)s.") % {"name": name})
        files = {name: read_path(path) for name, path in personal_files(person).items()}
        missing = [name for name, data in files.items() if data is None]
        data = personal_data(person) | {"files that are missing in the store": missing}
        note_file_outside(name="person.json", of=person, at=timezone.now())
        try:
            write_whole(target, [_zip(data, files)], mode=_FOR_THE_OWNER)
        except OSError as error:
            raise CommandError(explain(error)) from error
        said = _("%(file)s: %(count)s files, readable by you alone. Hand it to the person, to nobody else.")
        self.stdout.write(said % {"file": target, "count": 1 + len(files) - len(missing)})


def _zip(data: Mapping[str, Any], files: Mapping[str, bytes | None]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("person.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        for name, content in _there(files):
            archive.writestr(f"files/{name}", content)
    return made.getvalue()


def _there(files: Mapping[str, bytes | None]) -> Iterator[tuple[str, bytes]]:
    return ((name, content) for name, content in files.items() if content is not None)
