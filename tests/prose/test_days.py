from datetime import date

import pytest

from reports.prose.days import parse_day


@pytest.mark.parametrize(
    "text",
    [
        "2026.3.8",
        "2026-03-08",
        "2026/3/8",
        "2026年3月8日",
        "2026年3月8号",
        "2026 年 3 月 8 日",
        "３月８日",
        "3月8日",
        "3.8",
        "20260308",
        "46089",
        "2026-03-08 00:00:00",
        "2026-03-08T00:00:00",
        "2026-03-08 16:20:05",
        "2026/3/8 9:05",
        "2026年3月8日 9：05",
        "２０２６．３．８",
    ],
)
def test_days(text):
    assert parse_day(text, year=2026) == date(2026, 3, 8)


def test_a_month_is_its_first_or_its_last_day():
    assert parse_day("2028年2月", year=2026) == date(2028, 2, 1)
    assert parse_day("2028.2", year=2026, is_end=True) == date(2028, 2, 29)
    assert parse_day("2月", year=2028, is_end=True) == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今年",
        "2026",
        "3",
        "2026.13.1",
        "2026.2.30",
        "2026年13月",
        "13月",
        "0",
        "-1",
        "999999",
        "20261301",
        "２月３０日",
    ],
)
def test_what_is_no_day(text):
    assert parse_day(text, year=2026, is_end=True) is None
