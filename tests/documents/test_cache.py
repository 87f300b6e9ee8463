import json
import shutil
from functools import partial

import pytest
from django.core.files.storage import default_storage

from reports.documents import cache
from reports.documents.cache import stored_pdf, stored_sheets
from reports.documents.rendering import render_pdf, site_faces
from reports.gongwen.fonts import FontRole
from reports.gongwen.pdf import PageStyle, Unprintable, Variant

from ..gongwen.sample_report import short_report
from .disks import files_in


@pytest.fixture(autouse=True)
def _documents(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "reports.documents.whole_files.WholeFileStorage"},
    }


def kept(tmp_path):
    return sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_an_unchanged_report_is_rendered_once(tmp_path):
    first = stored_pdf(short_report())
    (path,) = kept(tmp_path)
    path.write_bytes(b"%PDF marked %%EOF\n")  # what comes back now comes from the store
    assert first == render_pdf(short_report())
    assert stored_pdf(short_report()) == b"%PDF marked %%EOF\n"


def test_other_words_variants_and_styles_are_other_files(tmp_path):
    stored_pdf(short_report())
    stored_pdf(short_report("另一段。"))
    stored_pdf(short_report(), variant=Variant.FINAL)
    stored_pdf(short_report(), style=PageStyle(page_numbers_centred=True))
    assert len(kept(tmp_path)) == 4


def test_a_replaced_font_makes_another_file(tmp_path, settings):
    folder = tmp_path / "fonts"
    folder.mkdir()
    stored_pdf(short_report())
    body = site_faces()[FontRole.BODY].place.path
    shutil.copy(body, folder / body.name)  # as a site that puts a newer FandolFang first
    settings.FONT_DIRS = [folder, *settings.FONT_DIRS]
    stored_pdf(short_report())
    assert len([path for path in kept(tmp_path) if path.suffix == ".pdf"]) == 2


def test_a_file_cut_short_is_written_again(tmp_path):
    whole = stored_pdf(short_report())
    (path,) = kept(tmp_path)
    path.write_bytes(whole[:1000])
    assert stored_pdf(short_report()) == whole
    assert path.read_bytes() == whole


@pytest.mark.parametrize("length", [0, 1000])
def test_a_sheet_cut_short_is_written_again(tmp_path, length):
    ask = partial(stored_sheets, stored_pdf(short_report()), path="pdf/x.pdf", style=PageStyle())
    sheets = ask()
    (path,) = (path for path in kept(tmp_path) if path.suffix == ".json")
    whole = path.read_bytes()
    path.write_bytes(whole[:length])
    assert ask() == sheets == whole
    assert {code: sheet["pass"] for code, sheet in json.loads(whole).items()} == {"zh-hans": True, "en": True}
    assert path.read_bytes() == whole


def test_a_marked_copy_is_not_kept(tmp_path):
    stored_pdf(short_report(), style=PageStyle(mark_reader=True), reader="张三")
    assert kept(tmp_path) == []


def test_what_cannot_be_printed_is_not_kept(tmp_path):
    with pytest.raises(Unprintable):
        stored_pdf(short_report("【空】"), variant=Variant.FINAL)
    assert kept(tmp_path) == []


def test_a_slower_process_replaces_the_whole_file():
    cache.keep("pdf/x.pdf", b"one %%EOF\n")
    cache.keep("pdf/x.pdf", b"two %%EOF\n")
    assert default_storage.listdir("pdf")[1] == ["x.pdf"]
    assert cache.read_kept("pdf/x.pdf") == b"two %%EOF\n"


def test_on_a_full_disk_the_pdf_is_delivered_all_the_same(full_disk, settings, caplog):
    settings.MEDIA_ROOT = full_disk
    whole = stored_pdf(short_report())
    assert whole == render_pdf(short_report())
    assert json.loads(stored_sheets(whole, path="pdf/x.pdf", style=PageStyle()))["en"]["pass"] is True
    assert files_in(full_disk) == {"filling"}
    said = {record.message for record in caplog.records if record.name.startswith("reports.")}  # others of browsers
    assert said == {"A document could not be stored; it is made again each time until there is room."}
    (full_disk / "filling").unlink()
    assert stored_pdf(short_report()) == whole
    (path,) = kept(full_disk)
    assert path.read_bytes() == whole


def test_a_stored_document_that_cannot_be_read_is_made_anew(tmp_path, caplog):
    whole = stored_pdf(short_report())
    (path,) = kept(tmp_path)
    path.unlink()
    path.mkdir()
    assert stored_pdf(short_report()) == whole
    assert len(caplog.records) == 2
