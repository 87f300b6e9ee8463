import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.pairs import find_pairs, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ＧＤＰ　增长\n５％", "gdp 增长 5%"), ("  甲\t 乙 ", "甲 乙"), ("", ""), ("Straße", "strasse")],
)
def test_full_width_and_capitals_are_one(text, folded):
    assert fold(text) == folded


def test_each_pair_once_and_none_across_white_space():
    assert find_pairs("灌溉灌溉 2026年") == ["灌溉", "溉灌", "20", "02", "26", "6年"]
    assert find_pairs("") == find_pairs("甲 乙") == []


@given(st.text("灌溉工程ａB1 "), st.text("灌溉工程ａB1", min_size=2), st.text("灌溉工程ａB1 "))
def test_whatever_holds_a_text_holds_its_pairs(before, words, after):
    assert set(find_pairs(fold(words))) <= set(find_pairs(fold(before + words + after)))
