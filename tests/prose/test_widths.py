import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.widths import to_half_width


@pytest.mark.parametrize(
    ("written", "narrow"),
    [("２４．５％", "24.5%"), ("１\u00a0０００", "1 000"), ("（Ａ）", "(A)"), ("10m³ ③ ½ ㎡ 二〇", "10m³ ③ ½ ㎡ 二〇")],
)
def test_what_is_wide_becomes_narrow_and_nothing_else_changes(written, narrow):
    assert to_half_width(written) == narrow


@given(st.text())
def test_each_character_stays_one(text):
    assert len(to_half_width(text)) == len(text)
