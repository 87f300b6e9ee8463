"""The numbers of a sentence with their units."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.prose.proofreading.quantities import read_quantities


def read(text):
    return [(one.value, one.unit, one.is_about) for sentence in read_quantities(text) for one in sentence]


def test_a_number_is_read_with_its_scale_and_its_unit():
    assert read("第3次普查，2026年投资1.26亿元、培训1,240名，约30％。") == [
        (Decimal("126000000"), "元", False),
        (Decimal(1240), "人", False),
        (Decimal(30), "%", True),
    ]


@given(st.integers(1, 10**6), st.sampled_from(["件", "人次", "个百分点", "平方公里"]))
def test_a_counted_number_is_exact(number, unit):
    one, other = read(f"甲{number}{unit}，乙{number}{unit}。")
    assert one == other
    assert one[0] == number


@given(st.text("1234567890.,万亿个元％第年月约余。，、；\n", max_size=200))
def test_any_text_is_read_in_its_order(text):
    for sentence in read_quantities(text):
        places = [place for one in sentence for place in (one.start, one.end)]
        assert places == sorted(places)
        assert len(sentence) > 1
