from reports.charts.month_bars import BOTTOM, TOP, WIDTH, draw_months


def test_the_largest_month_is_as_high_as_the_picture_and_an_empty_one_has_no_height():
    bars = draw_months([("1", 0), ("2", 3), ("3", 6)])
    assert [(bar.height, bar.y) for bar in bars] == [(0, BOTTOM), (30, BOTTOM - 30), (BOTTOM - TOP, TOP)]
    assert [(bar.x, bar.middle) for bar in bars] == [(4, 60), (124, 180), (244, 300)]


def test_nothing_and_a_year_of_nothing_are_pictures_too():
    assert draw_months([]) == []
    assert {bar.height for bar in draw_months([(str(month), 0) for month in range(12)])} == {0}


def test_many_months_stay_within_the_picture():
    bars = draw_months([(str(month), 1) for month in range(300)])
    assert bars[-1].x + bars[-1].width <= WIDTH
