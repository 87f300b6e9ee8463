"""Where ink and page set-up differ by a font's metrics, a word processor's file is judged by both."""

import pytest
from django.conf import settings

from reports.gongwen.conformance import judge

from .edited_pdfs import edit_pdf
from .wrong_pdfs import FACES, MM, SONG, Report, make_pdf

pytestmark = pytest.mark.skipif(
    not any((folder / f"{FACES[0]}.otf").exists() for folder in settings.FONT_DIRS),
    reason="the fonts are not installed",
)
SET_UP = 37 * MM + 0.8 * 28.95 - 0.86 * 16  # the baseline at four fifths of the first line, as programs set it


def made_by(program, **changes):
    def name(pdf):
        pdf.docinfo["/Producer"] = program

    return judge(edit_pdf(make_pdf(Report(**changes)), name), font_folders=settings.FONT_DIRS)


def failed(sheet):
    return {check.id for check in sheet.checks if not check.passed}


def notes(sheet):
    return {check.id: str(check.note) for check in sheet.checks if "Two readings" in str(check.note)}


def test_a_page_set_up_as_the_standard_asks_passes_with_both_readings():
    sheet = made_by("LibreOffice 7.4", top=SET_UP)
    assert failed(sheet) == set()
    assert notes(sheet) == {"top_margin": "Two readings, page 2: 40.6 mm by the ink, 37.0 mm by the page set-up."}


@pytest.mark.parametrize("more", [-5, 5, 10])
def test_another_set_up_fails(more):
    assert "top_margin" in failed(made_by("Microsoft Word 2019", top=SET_UP + more * MM))


def test_the_same_ink_from_another_program_fails():
    assert failed(made_by("a printer", top=SET_UP)) == {"top_margin"}


def test_lines_that_a_program_rounds_end_together():
    rounded = {"ragged": 1 / 8, "top": SET_UP}
    assert set(notes(made_by("WPS", **rounded))) == {"top_margin", "flush_ends"}
    assert failed(made_by("WPS", **rounded)) == set()
    assert failed(made_by("WPS", **rounded | {"ragged": 0.5})) == {"flush_ends"}


def test_what_the_pages_say_is_told_apart_from_what_the_file_lacks():
    sheet = made_by("LibreOffice 7.4", top=SET_UP, pdfa=False, tagged=False)
    assert (sheet.passed, sheet.page_passed) == (False, True)
    assert not made_by("LibreOffice 7.4", top=SET_UP, pdfa=False, body_font=SONG).page_passed
