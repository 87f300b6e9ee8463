import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.widths import to_half_width

KINDS = {"<wide>", "<narrow>", "<small>", "<noBreak>"}


@pytest.mark.parametrize(
    ("written", "narrow"),
    [("２４．５％", "24.5%"), ("１\u00a0０００", "1 000"), ("（Ａ）", "(A)"), ("10m³ ③ ½ ㎡ 二〇", "10m³ ③ ½ ㎡ 二〇")],
)
def test_what_is_wide_becomes_narrow_and_nothing_else_changes(written, narrow):
    assert to_half_width(written) == narrow


@given(st.text())
def test_each_character_stays_one(text):
    assert len(to_half_width(text)) == len(text)


def test_no_other_character_has_such_a_form():
    forms = {chr(code): unicodedata.decomposition(chr(code)).split() for code in range(sys.maxunicode + 1)}
    narrow = {char: chr(int(form[1], 16)) for char, form in forms.items() if form and form[0] in KINDS}
    assert {char: to_half_width(char) for char in forms if to_half_width(char) != char} == narrow
