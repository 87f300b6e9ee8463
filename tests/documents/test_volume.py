"""A bound volume is read back: its contents against its pages, its numbers, bookmarks, links, and what it claims."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from reports.documents import volume
from reports.documents.archive import ArchivedFile, Unstored
from reports.documents.volume import BoundReport, Unbindable, VolumeCover, bind, count_pages
from reports.gongwen.conformance.archive_rules import ARCHIVE
from reports.gongwen.pdf import PageStyle, Variant

from ..gongwen.pages import read_pages, render
from ..gongwen.sample_report import short_report, write_report
from .disks import small_disk

COVER = VolumeCover("云溪县2026年度述职报告汇编", "中共云溪县委组织部", "2026年11月")


def stored(name, data):
    default_storage.save(name, ContentFile(data))
    return ArchivedFile(name, name, hashlib.sha256(data).hexdigest())


def texts(data):
    return [[line.text for line in page] for page in read_pages(data)]


@pytest.fixture
def reports(on_disk):
    """Four pages, one, four; one is a draft."""
    made = [
        ("林晓", render(write_report())),
        ("赵桥", render(replace(short_report(), name="赵桥"))),
        ("陈一", render(replace(write_report(), name="陈一"), variant=Variant.DRAFT)),
    ]
    return [BoundReport(f"水务局　{name}", stored(f"{name}.pdf", data), count_pages(data)) for name, data in made]


def bound(reports, *, centred=False):
    with bind(reports, COVER, centred=centred) as file:
        return file.read()


def test_the_contents_say_on_which_page_each_begins(reports):
    pages = texts(bound(reports))
    front, body = pages[:4], pages[4:]
    assert [report.pages for report in reports] == [4, 1, 4]
    assert front[0] == ["云溪县2026年度述职报告汇编", "中共云溪县委组织部", "2026年11月"]
    assert (front[1], front[3]) == ([], [])  # so that contents and reports begin on a right-hand page
    title, *entries, number = front[2]
    assert (title, number) == ("目　录", "— I —")
    found = {entry.partition("…")[0].strip(): int(entry.rpartition("…")[2]) for entry in entries}
    assert found == {"水务局　林晓": 1, "水务局　赵桥": 5, "水务局　陈一": 6}
    for whose, first in found.items():
        report = next(report for report in reports if report.whose == whose)
        with default_storage.open(report.file.path) as file:
            alone = texts(file.read())
        assert [page[:-1] for page in body[first - 1 : first - 1 + report.pages]] == [page[:-1] for page in alone]


@pytest.mark.parametrize("centred", [False, True])
def test_each_page_has_one_number_where_the_standard_has_it(reports, centred):
    body = read_pages(bound(reports, centred=centred))[4:]
    numbers = [page[-1] for page in body]
    assert [number.text for number in numbers] == [f"— {count} —" for count in range(1, 10)]
    alone = [page[-1] for page in read_pages(render(write_report(), style=PageStyle(page_numbers_centred=centred)))]
    for ours, theirs in zip(numbers, alone, strict=False):  # the same four figures, on pages of the same side
        assert (ours.left, ours.baseline) == pytest.approx((theirs.left, theirs.baseline), abs=0.01)
    lowest = [page[-2].baseline for page in body]
    assert all(number.baseline > line + 10 for number, line in zip(numbers, lowest, strict=True))  # and no other


def test_bookmarks_links_and_labels_lead_to_the_page(reports):
    with pikepdf.open(BytesIO(bound(reports))) as pdf, pdf.open_outline() as outline:
        pages = [page.obj.objgen for page in pdf.pages]
        marks = {item.title: pages.index(item.destination[0].objgen) for item in outline.root}
        assert marks == {"目录": 2, "水务局　林晓": 4, "水务局　赵桥": 8, "水务局　陈一": 9}
        assert [pages.index(link.Dest[0].objgen) for link in pdf.pages[2].Annots] == [4, 8, 9]
        assert [page.label for page in pdf.pages][:6] == ["封面", "封面", "I", "II", "1", "2"]


def test_fields_to_be_signed_stay_in_the_reports(on_disk):
    data = render(write_report(), style=PageStyle("end", seal_field=True))
    asked = [BoundReport(whose, stored(f"{whose}.pdf", data), count_pages(data)) for whose in ("林晓", "赵桥")]
    with pikepdf.open(BytesIO(bound(asked))) as pdf:
        kinds = {str(note.Subtype) for page in pdf.pages for note in page.obj.get("/Annots", [])}
        assert (kinds, "/AcroForm" in pdf.Root) == ({"/Link"}, False)


def test_it_keeps_the_rules_of_the_archive(reports):
    with pikepdf.open(BytesIO(bound(reports))) as pdf:
        assert {rule: kept(pdf) for rule, kept in ARCHIVE.items()} == dict.fromkeys(ARCHIVE, True)
        with pdf.open_metadata() as metadata:
            assert (metadata.pdfa_status, metadata["dc:title"]) == ("2U", COVER.title)
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert "/AF" not in pdf.Root  # level 2 has no attached files
        fonts = [found for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and "/FontName" in found]
        assert fonts != []
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_widths_that_are_left_out_are_the_usual_ones():
    listed = [1, pikepdf.Array([1000]), 2, pikepdf.Array([333, 1000]), 7, 9, 500]
    assert list(volume._unusual_widths(listed)) == [2, pikepdf.Array([333, 1000]), 7, 9, 500]


def test_a_pdf_whose_numbers_cannot_be_told_is_not_bound(reports):
    with pikepdf.open(BytesIO(render(short_report()))) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b"q Q")
        pdf.save(changed := BytesIO())
    with pytest.raises(Unbindable) as numbers:
        count_pages(changed.getvalue())
    assert numbers.value.code == "numbers"
    with pytest.raises(Unbindable) as damaged:
        count_pages(b"%PDF-1.7 cut short")
    assert damaged.value.code == "damaged"


def test_a_file_that_was_changed_since_is_not_bound(reports, on_disk):
    (on_disk / reports[1].file.path).write_bytes(render(write_report()))
    with pytest.raises(Unstored):
        bound(reports)


def test_a_disk_that_is_full_says_so(reports, tmp_path, monkeypatch):
    with small_disk(tmp_path / "small", size="128k") as folder:
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        with pytest.raises(Unstored) as full:
            bound(reports)
        assert (full.value.code, list(folder.iterdir())) == ("full", [])
