import os
from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override

from reports.documents.published import path_of, store_published
from reports.models import RollImport


def run(**options):
    out = StringIO()
    with override("en"):
        call_command("prune_documents", stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_names_it_and_a_run_deletes_it(on_disk, db):
    path = path_of(store_published(b"%PDF nobody published"))
    days_ago = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(on_disk / path, (days_ago, days_ago))

    assert run(dry_run=True) == f"{path}\nWould be deleted: 1 files, 21 bytes\n"
    assert (on_disk / path).is_file()
    assert run() == f"{path}\nDeleted: 1 files, 21 bytes\n"
    assert not (on_disk / path).exists()


def test_lists_that_nobody_imported_go_after_some_days(on_disk, cycle, organiser, settings):
    """Those that were imported stay, with the rows that were refused."""
    settings.UPLOADED_LIST_DAYS = 5
    now = timezone.now()
    for name, days, imported_at in (("young", 4, None), ("old", 6, None), ("done", 6, now)):
        uploaded = RollImport(cycle=cycle, uploaded_by=organiser, uploaded_at=now - timedelta(days=days), name=name)
        uploaded.table, uploaded.imported_at = {}, imported_at
        uploaded.save()
    assert run(dry_run=True).endswith("\nWould be deleted: 1 lists\n")
    assert RollImport.objects.count() == 3
    assert run().endswith("\nDeleted: 1 lists\n")
    assert sorted(RollImport.objects.values_list("name", flat=True)) == ["done", "young"]
    assert "lists" not in run()
