from decimal import Decimal

from reports.charts.sparkline import Sparkline, draw_sparkline


def test_up_and_down_with_a_year_missing():
    values = [(2022, Decimal(10)), (2023, Decimal("31.5")), (2026, Decimal(20))]
    assert draw_sparkline(values) == Sparkline("4,28 32,4 116,17", 116, 17)


def test_the_same_every_year_is_a_level_line():
    assert draw_sparkline([(2025, Decimal(7)), (2026, Decimal(7))]).points == "4,16 116,16"


def test_one_year_is_a_point():
    assert draw_sparkline([(2026, Decimal(-3))]) == Sparkline("60,16", 60, 16)
