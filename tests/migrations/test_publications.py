"""Reports that an earlier release published get their Publication from the bytes it stored."""

import importlib
import os
from datetime import timedelta

import pytest
from django.apps import apps

from reports.documents.files import FileKind, conformance_sheet, make_file
from reports.documents.published import read_published
from reports.models import Event, Publication

from ..factories import MOMENT

adoption = importlib.import_module("reports.migrations.0006_publications_of_published_reports")
PUBLISHED_AT = MOMENT + timedelta(days=3)


def keep(report, kind, folder, *, stored_at, text=None):
    """A PDF and its sheets as earlier releases kept them, under a name that this release cannot compute."""
    content = report.revisions.latest("number").content
    data = text or make_file(content, kind, cycle=report.cycle, reader="", at=MOMENT)
    path = folder / "pdf" / "ab" / f"{kind}-{stored_at:%H%M}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (stored_at.timestamp(), stored_at.timestamp()))
    return path, data


@pytest.fixture
def early(on_disk, published):
    """As earlier releases left it: published, and nothing but the cache knows the bytes."""
    Publication.objects.all()._raw_delete(Publication.objects.db)
    for path in on_disk.rglob("*.*"):
        path.unlink()
    return published


def adopt():
    adoption.adopt(apps, None)
    return list(Publication.objects.values_list("report", "number", "published_at", "published_by__username", "size"))


def test_the_copy_of_that_day_is_adopted_byte_by_byte(early, on_disk, reviewer):
    keep(early, FileKind.DRAFT, on_disk, stored_at=PUBLISHED_AT)
    keep(early, FileKind.ANNEX, on_disk, stored_at=PUBLISHED_AT)
    early_copy = PUBLISHED_AT - timedelta(hours=2)
    keep(early, FileKind.FINAL, on_disk, stored_at=early_copy)
    path, data = keep(early, FileKind.FINAL, on_disk, stored_at=PUBLISHED_AT)
    of_that_day = data.replace(b"\n%\xf0\x9f\x96\xa4", b"\n%\xf0\x9f\x96\xa5", 1)  # a remark below the first line
    assert of_that_day != data
    path.write_bytes(of_that_day)
    os.utime(path, (PUBLISHED_AT.timestamp(), PUBLISHED_AT.timestamp()))
    keep(early, FileKind.FINAL, on_disk, stored_at=PUBLISHED_AT + timedelta(hours=5))

    assert adopt() == [(early.pk, 1, PUBLISHED_AT, "zhao", len(data))]
    stored = Publication.objects.get()
    assert read_published(stored.sha256) == of_that_day
    assert {code: sheet["pass"] for code, sheet in stored.sheets.items()} == {"zh-hans": True, "en": True}


def test_its_own_sheet_is_kept_where_there_is_one(early, on_disk):
    path, _data = keep(early, FileKind.FINAL, on_disk, stored_at=PUBLISHED_AT)
    content = early.revisions.latest("number").content
    sheet = conformance_sheet(content, FileKind.FINAL, cycle=early.cycle)
    path.with_name(f"{path.name}.en.json").write_text(__import__("json").dumps(sheet | {"pages": 99}))

    adopt()

    assert Publication.objects.get().sheets == {"en": sheet | {"pages": 99}}


@pytest.mark.parametrize("kept", ["nothing", "drafts", "rubbish", "another's"])
def test_what_is_not_there_is_named_and_not_made(early, on_disk, report, kept, capsys):
    if kept == "drafts":
        keep(early, FileKind.DRAFT, on_disk, stored_at=PUBLISHED_AT)
        keep(early, FileKind.ANNEX, on_disk, stored_at=PUBLISHED_AT)
    elif kept == "rubbish":
        keep(early, FileKind.FINAL, on_disk, stored_at=PUBLISHED_AT, text=b"%PDF-1.7\n%%EOF\n")
    elif kept == "another's":
        other = early.revisions.latest("number").content
        from dataclasses import replace

        from reports.documents.rendering import render_pdf
        from reports.gongwen.pdf import Variant

        data = render_pdf(replace(other, name="别人"), variant=Variant.FINAL)
        keep(early, FileKind.FINAL, on_disk, stored_at=PUBLISHED_AT, text=data)

    assert adopt() == []
    assert f"Report {early.pk} (2026年度述职报告, 林晓) was published, but no final copy" in capsys.readouterr().out


def test_run_again_it_changes_nothing(early, on_disk):
    keep(early, FileKind.FINAL, on_disk, stored_at=PUBLISHED_AT)
    assert adopt() == adopt()
    assert Event.objects.filter(verb="published").count() == 1
