from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ledgers.cells import CellRefused, parse_cell, parse_row, print_number
from reports.ledgers.columns import ColumnType, LedgerColumn
from reports.ledgers.ready_made import ready_made_kinds


def read(type_, text, **column):
    return parse_cell(LedgerColumn("列", ColumnType(type_), **column), text, year=2026)


@pytest.mark.parametrize(
    ("type_", "text", "stored"),
    [
        ("date", "2026.3.8", "2026-03-08"),
        ("date", "3月8日", "2026-03-08"),
        ("date", "45000", "2023-03-15"),
        ("date", " ２０２６年３月８日 ", "2026-03-08"),
        ("whole", "1,234", "1234"),
        ("whole", "１２３４", "1234"),
        ("whole", "1 234", "1234"),
        ("whole", "１，２３４", "1234"),
        ("whole", "12.0", "12"),
        ("decimal", "3.50", "3.5"),
        ("decimal", "-0.0", "0"),
        ("decimal", "0.000001", "0.000001"),
        ("choice", " 已 化解", "已化解"),
        ("person", "林  晓峰", "林 晓峰"),
        ("text", "一\r\n二", "一\n二"),
        ("reference", "#12", "12"),
        ("text", "   ", ""),
    ],
)
def test_what_offices_write(type_, text, stored):
    assert read(type_, text, choices=("已化解", "未结") if type_ == "choice" else ()) == stored


def test_the_unit_of_the_column_may_stand_behind_a_number():
    assert read("decimal", "3.2 亿元", unit="亿元") == "3.2"
    with pytest.raises(CellRefused):
        read("decimal", "3.2万元", unit="亿元")  # four digits would be lost


@pytest.mark.parametrize("text", ["10m³", "10 m3", "１０ｍ³", "10ｍ3"])
def test_a_power_in_the_unit_is_no_digit(text):
    assert read("decimal", text, unit="m³") == "10"
    with pytest.raises(CellRefused):
        read("decimal", text, unit="m")


def test_a_count_is_not_negative_and_an_amount_may_be():
    assert read("decimal", "-3.2", unit="亿元") == "-3.2"
    with pytest.raises(CellRefused) as refused:
        read("whole", "-3件", unit="件")
    assert (refused.value.code, refused.value.params) == ("negative", {"text": "-3件", "unit": "件"})


@pytest.mark.parametrize(
    ("type_", "text", "code"),
    [
        ("date", "去年冬天", "date"),
        ("date", "2026.2.30", "date"),
        ("date", "0001-01-01", "date"),
        ("date", "9999-12-31", "date"),
        ("date", "9" * 5000, "long"),
        ("whole", "12.5", "whole"),
        ("whole", "十二", "number"),
        ("whole", "1,23", "number"),
        ("whole", "约12", "number"),
        ("whole", "③", "number"),
        ("whole", "10³", "number"),
        ("decimal", "1e5", "number"),
        ("decimal", "NaN", "number"),
        ("decimal", "9" * 16, "large"),
        ("choice", "化解", "choice"),
        ("reference", "第三条", "reference"),
        ("text", "长" * 2001, "long"),
        ("whole", "\ufdd0", "formula"),
    ],
)
def test_what_is_refused(type_, text, code):
    with pytest.raises(CellRefused) as refused:
        read(type_, text, choices=("已化解",) if type_ == "choice" else ())
    assert refused.value.code == code


def test_a_required_cell_is_not_empty():
    with pytest.raises(CellRefused) as refused:
        read("text", " ", is_required=True)
    assert refused.value.code == "required"


def test_all_that_is_wrong_in_a_row_is_said():
    shape = ready_made_kinds()["reception"].shape
    cells, refused = parse_row(shape, {"日期": "哪天", "批次": "1", "人次": "x", "事项": "土地流转"}, year=2026)
    assert cells == {"批次": "1", "事项": "土地流转"}
    assert [(one.column.name, one.code) for one in refused] == [("日期", "date"), ("人次", "number")]


@pytest.mark.parametrize("closer", ["石海涛", "石 海涛"])
def test_who_has_done_it_does_not_find_it_done(closer):
    shape = ready_made_kinds()["rectification"].shape
    row = {"发现日期": "3月8日", "问题": "渠道渗漏", "责任人": "石海涛", "状态": "已销号"}
    assert [one.code for one in parse_row(shape, row | {"销号人": closer}, year=2026)[1]] == ["same_person"]
    assert parse_row(shape, row | {"销号人": "林晓峰"}, year=2026)[1] == []


@given(
    st.dates(date(1950, 1, 1), date(2199, 12, 31)), st.sampled_from(["{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}-{1}-{2}"])
)
def test_every_day_is_read_as_it_was_written(day, style):
    assert read("date", style.format(day.year, day.month, day.day)) == day.isoformat()


@given(st.integers(18264, 109574))
def test_every_serial_number_is_the_day_that_excel_means(serial):
    assert read("date", str(serial)) == (date(1899, 12, 30) + timedelta(days=serial)).isoformat()


@given(st.decimals(-(10**12), 10**12, places=4, allow_nan=False))
def test_every_number_is_read_as_it_was_written(number):
    written = f"{number:,f}"
    assert Decimal(read("decimal", written)) == number
    assert read("decimal", print_number(number)) == print_number(number)


@given(st.text(max_size=300), st.sampled_from(list(ColumnType)))
def test_any_text_is_read_or_refused_and_what_was_read_is_read_again(text, type_):
    choices = ("甲",) if type_ == ColumnType.CHOICE else ()
    try:
        stored = read(type_, text, choices=choices)
    except CellRefused:
        return
    assert read(type_, stored, choices=choices) == stored


@pytest.mark.parametrize("sign", [*map(chr, range(9)), "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x80", "\x9f"])
def test_signs_that_nobody_sees_and_no_page_can_print_are_left_out(sign):
    column = LedgerColumn("事项", ColumnType.TEXT, is_required=True)
    assert parse_cell(column, f"{sign}修渠{sign}\t引水\n二{sign}", year=2026) == "修渠\t引水\n二"
    with pytest.raises(CellRefused):
        parse_cell(column, sign * 3, year=2026)
