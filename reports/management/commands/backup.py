"""`manage.py backup TARGET`: the database and its documents, encrypted, into a folder of backups."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.backups.folder import find_backup
from reports.backups.keys import read_identities
from reports.backups.making import back_up
from reports.backups.problems import BackupProblem
from reports.backups.restoring import open_backup


class Command(BaseCommand):
    """Ends with 1 where nothing was backed up, and where documents are missing in the store."""

    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Backs up the database and its documents, encrypted for BACKUP_RECIPIENTS.")
        parser.add_argument("target", type=Path, metavar="TARGET", help=_("a folder for backups, on another disk"))
        parser.add_argument("--verify", action="store_true", help=_("only look whether the newest backup is whole"))
        parser.add_argument("--key", type=Path, metavar="FILE", help=_("with --verify: look into it with this key too"))

    def handle(self, *, target: Path, verify: bool, key: Path | None, **options: Any) -> None:
        try:
            if verify:
                self._verify(target, key)
            else:
                self._back_up(target)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem

    def _verify(self, target: Path, key: Path | None) -> None:
        backup = find_backup(target)
        count = backup.verify()
        if key:
            open_backup(backup, read_identities(key))
        said = _("%(folder)s is whole: %(count)s files.")
        self.stdout.write(said % {"folder": backup.folder, "count": count})

    def _back_up(self, target: Path) -> None:
        made = back_up(target, at=timezone.now())
        said = _(
            "%(folder)s: the database and %(documents)s documents, %(added)s of them new. Older ones deleted: %(old)s"
        )
        count = len(made.manifest.documents)
        values = {"folder": made.backup.folder, "documents": count, "added": made.added, "old": made.pruned}
        self.stdout.write(said % values)
        if missing := made.manifest.missing:
            said = _("Not in the store, or changed there, and so not backed up: %(paths)s")
            raise CommandError(said % {"paths": ", ".join(missing)})
        if settings.BACKUP_MARK:
            _mark(Path(settings.BACKUP_MARK))


def _mark(path: Path) -> None:
    try:
        path.touch()
    except OSError as error:
        said = _("The backup is whole, but BACKUP_MARK, which says so, could not be written: %s")
        raise CommandError(said % error) from error
