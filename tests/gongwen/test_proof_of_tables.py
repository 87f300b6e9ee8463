"""Wrong tables of every kind are found; right ones of any shape are not refused."""

import pytest
from django.conf import settings

from reports.gongwen.conformance import judge

from .edited_tables import TABLE_EDITS, edited, table_report


def failed(data):
    return {check.id for check in judge(data, font_folders=settings.FONT_DIRS).checks if not check.passed}


@pytest.mark.parametrize(("check_id", "edit"), TABLE_EDITS.values(), ids=TABLE_EDITS.keys())
def test_an_edit_is_found_by_its_check(check_id, edit):
    assert check_id in failed(edited(edit))


def test_the_file_they_are_made_from_passes():
    assert failed(table_report()) == set()
