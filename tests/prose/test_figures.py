from decimal import Decimal

import pytest

from reports.prose.figures import (
    is_negative_count,
    is_valid,
    parse_date,
    parse_number,
    print_change,
    print_value,
)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", "12"),
        ("1,234.5", "1234.5"),
        ("－３．５", "-3.5"),
        ("+4", "4"),
        ("\u22127", "-7"),
        (" 1 000 ", "1000"),
        ("1\u00a0000", "1000"),
    ],
)
def test_numbers(value, number):
    assert parse_number(value) == Decimal(number)


@pytest.mark.parametrize("value", ["", "十", "1,23", "1.", ".5", "12个", "1e3", "10³", "③", "1½", "٣"])
def test_no_numbers(value):
    with pytest.raises(ValueError, match=r".*"):
        parse_number(value)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("2026年", (2026, None, None)),
        ("2026", (2026, None, None)),
        ("2026年4月", (2026, 4, None)),
        ("2026-04-05", (2026, 4, 5)),
        ("4月5日", (None, 4, 5)),
        ("4月", (None, 4, None)),
    ],
)
def test_dates(value, parts):
    assert parse_date(value) == parts


@pytest.mark.parametrize("value", ["2026年13月", "2026-02-30", "昨天", ""])
def test_no_dates(value):
    with pytest.raises(ValueError, match=r".*"):
        parse_date(value)


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        ("number", "１２", "12"),
        ("number", "1,234", "1,234"),
        ("date", "2026-04-05", "2026年4月5日"),
        ("date", "明年", "明年"),
        ("text", " 甲 ", "甲"),
    ],
)
def test_printing(kind, value, printed):
    assert print_value(kind, value) == printed


def test_valid_for_its_kind():
    assert [is_valid("number", "3"), is_valid("number", "三"), is_valid("date", "3月"), is_valid("text", "三")] == [
        True,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("unit", "value", "previous", "change"),
    [
        ("个", "15", "10", "+50.0%"),
        ("％", "7.5", "3", "+4.5个百分点"),
        ("个", "15", "0", ""),
        ("个", "十五", "10", ""),
    ],
)
def test_change(unit, value, previous, change):
    assert print_change(unit, value, previous) == change


@pytest.mark.parametrize(
    ("unit", "value", "is_negative"),
    [
        ("件", "-3", True),
        ("人次", "－３", True),
        ("件", "0", False),
        ("件", "", False),
        ("件", "若干", False),
        ("万元", "-3", False),
        ("％", "-3", False),
        ("", "-3", False),
    ],
)
def test_a_count_is_not_negative_and_an_amount_may_be(unit, value, is_negative):
    assert is_negative_count(unit, value) is is_negative
