from datetime import date

import pytest

from reports.documents.spreadsheets.cells import number_text, parse_day
from reports.documents.spreadsheets.table import fold_head


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


@pytest.mark.parametrize(
    ("value", "zeros", "text"),
    [
        ("13800000000", 0, "13800000000"),
        ("1.38E+10", 0, "13800000000"),
        ("12", 5, "00012"),
        ("12.0", 0, "12"),
        ("0.1", 0, "0.1"),
        ("2.5000000000000004", 0, "2.5"),
        ("-3", 0, "-3"),
        ("1E+400", 0, "1E+400"),
        ("NaN", 0, "NaN"),
        ("x", 0, "x"),
    ],
)
def test_numbers(value, zeros, text):
    assert number_text(value, zeros) == text


@pytest.mark.parametrize("head", ["姓名", "姓 名", "*姓名", "姓\u3000名：", "姓名（必填）", "姓名(必填)", "姓名*"])
def test_heads_are_compared_without_what_is_around_them(head):
    assert fold_head(head) == "姓名"
