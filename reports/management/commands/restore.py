"""`manage.py restore SOURCE --key FILE`: the database and its documents out of a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from reports.backups.folder import find_backup
from reports.backups.problems import BackupProblem
from reports.backups.restoring import restore


class Command(BaseCommand):
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Restores the database and its documents from a backup. Stop the site before.")
        parser.add_argument("source", type=Path, metavar="SOURCE", help=_("a folder of backups, or one of them"))
        parser.add_argument("--key", type=Path, required=True, metavar="FILE", help=_("the private key of age"))
        parser.add_argument("--replace", action="store_true", help=_("in place of what the database holds now"))

    def handle(self, *, source: Path, key: Path, replace: bool, **options: Any) -> None:
        try:
            backup = find_backup(source)
            manifest = restore(backup, key=key, replace=replace)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        said = _("Restored: the database of %(made_at)s and %(documents)s documents. Everybody signs in anew.")
        self.stdout.write(said % {"made_at": f"{backup.made_at:%F %T} UTC", "documents": len(manifest.documents)})
        if manifest.missing:
            said = _("Missing since before the backup: %(paths)s")
            self.stdout.write(said % {"paths": ", ".join(manifest.missing)})
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(_("The backup is of an earlier release: run migrate, then verify_log."))
        else:
            call_command("verify_log", known=manifest.log_head, stdout=self.stdout)
