"""Wrong files of every kind are found; the right ones they were made from are not refused."""

import pytest
from django.conf import settings

from reports.gongwen.conformance import judge

from .all_edits import ALL_EDITS
from .edited_pdfs import edit_pdf
from .wrong_pdfs import FACES, Report, make_pdf

pytestmark = pytest.mark.skipif(
    not any((folder / f"{FACES[0]}.otf").exists() for folder in settings.FONT_DIRS),
    reason="the fonts are not installed",
)


def failed(data):
    return {check.id for check in judge(data, font_folders=settings.FONT_DIRS).checks if not check.passed}


@pytest.mark.parametrize(("check_id", "edit"), ALL_EDITS.values(), ids=ALL_EDITS.keys())
def test_an_edit_is_found_by_its_check(check_id, edit):
    assert check_id in failed(edit(make_pdf(Report())))


def test_a_file_saved_again_unchanged_passes():
    assert failed(edit_pdf(make_pdf(Report()), lambda pdf: None)) == set()


def test_an_encrypted_copy_is_refused():
    assert failed(make_pdf(Report(owner_password="other"))) == {"encryption"}
