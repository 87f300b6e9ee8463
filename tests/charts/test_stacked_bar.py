from hypothesis import given
from hypothesis import strategies as st

from reports.charts.stacked_bar import NARROWEST, WIDTH, BarSegment, stack


def test_in_proportion_side_by_side():
    assert stack([("draft", 1), ("submitted", 0), ("published", 3)]) == [
        BarSegment("draft", 1, 0, 250),
        BarSegment("published", 3, 250, 750),
    ]


def test_nobody_is_no_bar():
    assert (stack([]), stack([("draft", 0)])) == ([], [])


def test_one_among_thousands_is_seen():
    assert [segment.width for segment in stack([("draft", 1), ("published", 19_999)])] == [NARROWEST, WIDTH - NARROWEST]


@given(st.lists(st.integers(0, 100_000), max_size=9))
def test_every_bar_is_as_long_as_the_others_and_hides_nobody(values):
    segments = stack([(str(number), value) for number, value in enumerate(values)])
    assert [segment.value for segment in segments] == [value for value in values if value]
    assert sum(segment.width for segment in segments) == (WIDTH if segments else 0)
    assert [segment for segment in segments if segment.width < NARROWEST] == []
    edges = [0, *(segment.x + segment.width for segment in segments)]
    assert [segment.x for segment in segments] == edges[: len(segments)]
