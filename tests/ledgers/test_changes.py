import pytest

from reports.ledgers.changes import find_conflicts, former_columns
from reports.ledgers.columns import ColumnType, LedgerColumn, LedgerShape

DAY = LedgerColumn("日期", ColumnType.DATE, is_required=True)


def shape(*columns):
    return LedgerShape((DAY, *columns), "日期")


def money(unit="亿元", kind=ColumnType.DECIMAL, name="投资额"):
    return LedgerColumn(name, kind, unit=unit)


@pytest.mark.parametrize(
    ("new", "conflicts"),
    [
        (money(), []),
        (money(unit="万元"), ["投资额"]),
        (money(kind=ColumnType.TEXT), ["投资额"]),
        (money(kind=ColumnType.WHOLE), ["投资额"]),
        (money(unit="万元", name="投资额（万元）"), []),
    ],
)
def test_a_name_keeps_what_rows_have_under_it(new, conflicts):
    assert find_conflicts([shape(money())], shape(new)) == conflicts


def test_whole_numbers_may_become_decimal_ones():
    assert find_conflicts([shape(money(kind=ColumnType.WHOLE))], shape(money())) == []


def test_a_name_that_comes_back_after_two_versions_is_remembered():
    assert find_conflicts([shape(), shape(money())], shape(money(unit="万元"))) == ["投资额"]


def test_former_columns_each_once_in_the_order_of_the_newest_first():
    older = [shape(money(), money(name="税收")), shape(money(unit=""), money(name="面积"))]
    assert [column.name for column in former_columns(older, shape(money(name="税收")))] == ["投资额", "面积"]
