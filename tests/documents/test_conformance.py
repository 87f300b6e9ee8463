import io
from dataclasses import replace

import pikepdf
import pytest
from django.conf import settings
from django.utils import translation

from reports.documents.conformance import check_conformance

from . import wrong_pdfs
from .wrong_pdfs import BOLD, FACES, FANG, HEI, KAI, LETTER, MM, SONG, Paragraph, Report, make_pdf

pytestmark = pytest.mark.skipif(
    not any((folder / f"{FACES[0]}.otf").exists() for folder in settings.FONT_DIRS),
    reason="the fonts are not installed",
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def failed(result):
    return {check.id for check in result.checks if not check.passed}


def found(result, check_id):
    return str(next(check.found for check in result.checks if check.id == check_id))


def pushed_to_the_page_end(paragraph):
    """`paragraph` on line 22 of the first page, under four lines at its head and 17 of prose."""
    return (Paragraph(26 + 28 * 16), paragraph, Paragraph(26 + 28 * 25))


def test_right_report_passes_every_check():
    result = check_conformance(make_pdf(Report()))

    assert failed(result) == set()
    assert result.passed
    assert result.pages == 4


WRONG = {
    "another paper": ({"paper": LETTER}, "paper"),
    "left margin": ({"left": 23 * MM}, "left_margin"),
    "top margin": ({"top": 32 * MM}, "top_margin"),
    "low top margin": ({"top": 39.5 * MM}, "top_margin"),
    "a line beyond the edge": ({"overhang": 8}, "type_area"),
    "21 lines": ({"lines": 21, "line_pitch": 30}, "lines_per_page"),
    "23 lines": ({"lines": 23, "line_pitch": 27.8}, "lines_per_page"),
    "27 characters": ({"characters": 27}, "characters_per_line"),
    "29 characters": ({"characters": 29, "body_size": 15.75}, "characters_per_line"),
    "ragged ends": ({"ragged": 0.5}, "flush_ends"),
    "ends 1 pt short": ({"ragged": 1 / 16}, "flush_ends"),
    "no indent to speak of": ({"indent": 1}, "indent"),
    "indent of 4": ({"indent": 4}, "indent"),
    "red text": ({"colour": "1 0 0 rg"}, "colour"),
    "grey text": ({"colour": "0.6 g"}, "colour"),
    "title in Hei": ({"title_font": HEI}, "title_face"),
    "title of 18 pt": ({"title_size": 18}, "title_size"),
    "title of 16 pt": ({"title_size": 16}, "title_size"),
    "title at the left": ({"title_left": 28 * MM}, "title_centred"),
    "body in Song": ({"body_font": SONG}, "body_face"),
    "body of 15 pt": ({"body_size": 15}, "body_size"),
    "一、 in Fang": ({"heading_fonts": (FANG, KAI, FANG, FANG)}, "heading_1"),
    "（一） in Hei": ({"heading_fonts": (HEI, HEI, FANG, FANG)}, "heading_2"),
    "1. in Kai": ({"heading_fonts": (HEI, KAI, KAI, FANG)}, "heading_3"),
    "（1） in bold Song": ({"heading_fonts": (HEI, KAI, FANG, BOLD)}, "heading_4"),
    "skipped level": (
        {"content": (Paragraph(level=1, heading="一、走访"), Paragraph(80, level=3, heading="1.修路。"))},
        "heading_order",
    ),
    "no page number": ({"number": ""}, "page_number"),
    "page number with hyphens": ({"number": "-{}-"}, "page_number"),
    "page number without dashes": ({"number": "{}"}, "page_number"),
    "every page is 7": ({"number": "—7—"}, "page_number"),
    "page number in Hei": ({"number_font": HEI}, "page_number_face"),
    "page number of 12 pt": ({"number_size": 12}, "page_number_size"),
    "page number too low": ({"number_drop": 11 * MM}, "page_number_height"),
    "page number centred": ({"number_centred": True}, "page_number_place"),
    "date with zeros": ({"date": "2024年02月05日"}, "date_form"),
    "short year": ({"date_under_title": "（24年12月5日）"}, "date_form"),
    "date in Chinese figures": ({"date": "二〇二四年十二月五日"}, "date_form"),
    "no such day": ({"date": "2024年2月30日"}, "date_form"),
    "date with points": ({"date": "2024.12.5"}, "date_form"),
    "signature moved": ({"signature_shift": 20}, "signature"),
    "heading at the page's end": (
        {"content": pushed_to_the_page_end(Paragraph(level=1, heading="一、走访"))},
        "lone_heading",
    ),
    "signature on a page of its own": (
        {"content": (Paragraph(26 + 28 * 17),), "signature_page": True},
        "lone_signature",
    ),
    "fonts not in the file": ({"embedded": False}, "fonts_embedded"),
    "no PDF/A claim": ({"pdfa": False}, "pdfa"),
    "not tagged": ({"tagged": False}, "tagged"),
    "no language": ({"language": ""}, "language"),
    "English": ({"language": "en-GB"}, "language"),
    "no title in the properties": ({"properties_title": ""}, "document_title"),
}


@pytest.mark.parametrize(("changes", "check_id"), WRONG.values(), ids=WRONG.keys())
def test_each_fault_fails_its_own_check_alone(changes, check_id):
    result = check_conformance(make_pdf(replace(Report(), **changes)))

    assert failed(result) == {check_id}
