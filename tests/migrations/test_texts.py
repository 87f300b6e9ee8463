"""The words of versions made by earlier releases: they are found as if this release had made them."""

from importlib import import_module

from django.apps import apps
from django.db import connection

from reports.actions.report import submit_report, withdraw_report
from reports.models import Report, RevisionText

from ..factories import MOMENT

MIGRATION = import_module("reports.migrations.0022_texts_of_existing_revisions")


def found():
    """What organisers may read, with all that is kept of it."""
    texts = RevisionText.objects.read_by_organisers().order_by("pk")
    return list(texts.values_list("revision__number", "title", "text", "pairs"))


def keep_texts_again():
    RevisionText.objects.all().delete()
    MIGRATION.keep_texts(apps, connection.schema_editor())


def test_a_submitted_report(submitted):
    before = found()
    keep_texts_again()
    assert (found(), [number for number, *_text in before]) == (before, [1])


def test_what_was_withdrawn_stays_unread(returned, author):
    """Versions: submitted, returned, withdrawn, submitted again and withdrawn too."""
    for _time in range(2):
        submit_report(report=Report.objects.get(pk=returned.pk), by=author, at=MOMENT)
        withdraw_report(report=Report.objects.get(pk=returned.pk), by=author, at=MOMENT)
    before = found()
    keep_texts_again()
    assert (found(), [number for number, *_text in before]) == (before, [2])


def test_a_draft_has_none(report):
    keep_texts_again()
    assert RevisionText.objects.count() == 0
