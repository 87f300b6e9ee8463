import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts.line_chart import BOTTOM, LEFT, RIGHT, TOP, ChartPoint, plot, round_up


def test_two_years_on_one_scale():
    chart = plot([[(0, 0), (10, 4)], [(0, 0), (20, 8)]], days=(0, 20), mark=15)
    this_year, last_year = chart.lines
    assert this_year.path == f"M{LEFT} {BOTTOM} L{(LEFT + RIGHT) // 2} 111"
    assert last_year.end == ChartPoint(RIGHT, 52, 8)
    assert [point.value for point in chart.grid] == [0, 5, 10]
    assert chart.mark == 432


def test_nothing_yet():
    chart = plot([[], []], days=(3, 3), mark=3)
    assert [(line.path, line.end) for line in chart.lines] == [("", None)] * 2
    assert [point.value for point in chart.grid] == [0, 1]


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (3, 4), (10, 10), (11, 20), (128, 200), (20_000, 20_000)])
def test_the_top_of_the_scale_is_a_round_number(value, top):
    assert round_up(value) == top


@given(st.lists(st.tuples(st.integers(-400, 400), st.integers(0, 50_000)), min_size=1))
def test_all_days_within_the_drawing_stay_in_it(points):
    points = sorted(points)
    chart = plot([points], days=(points[0][0], points[-1][0]), mark=points[0][0])
    places = [tuple(map(int, place.split())) for place in chart.lines[0].path.replace("M", "").split("L")]
    assert [(x, y) for x, y in places if not (LEFT <= x <= RIGHT and TOP <= y <= BOTTOM)] == []
