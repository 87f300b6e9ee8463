"""`manage.py prune_documents`: takes away stored files that nothing refers to, and lists that nobody imports."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.batch import old_batches, prune_batches
from reports.actions.leftover import find_leftovers, prune_documents
from reports.models import LedgerImport, RollImport
from reports.models.uploaded_list import UploadedListQuerySet


class Command(BaseCommand):
    """Published files are never touched while a publication names them."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Deletes stored documents that nothing refers to, and lists of people that nobody has imported; published "
            "files stay for ever."
        )
        parser.add_argument("--dry-run", action="store_true", help=_("only says what would be deleted"))

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        leftovers = list(find_leftovers(at=now)) if dry_run else prune_documents(at=now)
        for leftover in leftovers:
            self.stdout.write(leftover.path)
        said = _("Deleted: %(count)s files, %(size)s bytes")
        if dry_run:
            said = _("Would be deleted: %(count)s files, %(size)s bytes")
        self.stdout.write(said % {"count": len(leftovers), "size": sum(leftover.size for leftover in leftovers)})
        for model in (RollImport, LedgerImport):
            self._prune_lists(model.objects.abandoned(now), dry_run=dry_run)
        said = _("Would be deleted: %(count)s collected files") if dry_run else _("Deleted: %(count)s collected files")
        if count := old_batches(at=now).count() if dry_run else prune_batches(at=now):
            self.stdout.write(said % {"count": count})

    def _prune_lists(self, abandoned: UploadedListQuerySet, *, dry_run: bool) -> None:
        said = _("Would be deleted: %(count)s lists") if dry_run else _("Deleted: %(count)s lists")
        count = abandoned.count() if dry_run else abandoned.delete()[0]
        if count:
            self.stdout.write(said % {"count": count})
