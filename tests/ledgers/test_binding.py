from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ledgers.binding import Binding, LedgerCells, Measure, Operator, RowCondition, WrongBinding
from reports.ledgers.ready_made import ready_made_kinds

SHAPE = ready_made_kinds()["reception"].shape
YEAR = date(2026, 1, 1), date(2026, 11, 30)
ROWS = [
    LedgerCells(1, date(2026, 1, 1), {"人次": "3", "事项": "土地流转", "办理结果": "已化解"}),
    LedgerCells(2, date(2026, 11, 30), {"人次": "5", "事项": "灌溉用水", "办理结果": "未结"}),
    LedgerCells(3, date(2026, 12, 1), {"人次": "100", "事项": "土地流转", "办理结果": "已化解"}),
    LedgerCells(4, date(2025, 12, 31), {"人次": "100"}),
    LedgerCells(5, date(2026, 5, 5), {"事项": "土地流转", "办理结果": "已化解"}),
]


@pytest.mark.parametrize(
    ("measure", "column", "conditions", "value", "keys"),
    [
        ("count", "", (), "3", (1, 2, 5)),
        ("count", "", (("办理结果", "is", "已化解"),), "2", (1, 5)),
        ("count", "", (("办理结果", "is", "已化解"), ("人次", "at_least", "1")), "1", (1,)),
        ("count", "", (("事项", "contains", "用水"),), "1", (2,)),
        ("count", "", (("人次", "at_most", "3"),), "1", (1,)),
        ("count", "", (("责任单位", "is", ""),), "3", (1, 2, 5)),
        ("sum", "人次", (), "8", (1, 2, 5)),
        ("largest", "人次", (), "5", (1, 2, 5)),
        ("largest", "人次", (("办理结果", "is", "督办中"),), "", ()),
        ("sum", "人次", (("办理结果", "is", "督办中"),), "0", ()),
        ("distinct", "事项", (), "2", (1, 2, 5)),
    ],
)
def test_what_is_taken_from_the_rows(measure, column, conditions, value, keys):
    held = tuple(RowCondition(name, Operator(operator), bound) for name, operator, bound in conditions)
    binding = Binding(*YEAR, Measure(measure), column, held)
    binding.check(SHAPE)
    assert binding.evaluate(ROWS) == (value, keys)
    assert Binding.from_dict(binding.to_dict()) == binding


@pytest.mark.parametrize(
    ("why", "binding"),
    [
        ("period", Binding(*reversed(YEAR), Measure.COUNT)),
        ("column", Binding(*YEAR, Measure.SUM)),
        ("column", Binding(*YEAR, Measure.SUM, "事项")),
        ("column", Binding(*YEAR, Measure.DISTINCT, "没有")),
        ("column", Binding(*YEAR, Measure.COUNT, "人次")),
        ("condition", Binding(*YEAR, Measure.COUNT, "", (RowCondition("没有", Operator.IS, "1"),))),
        ("condition", Binding(*YEAR, Measure.COUNT, "", (RowCondition("事项", Operator.AT_LEAST, "1"),))),
        ("condition", Binding(*YEAR, Measure.COUNT, "", (RowCondition("人次", Operator.AT_LEAST, "many"),))),
        ("condition", Binding(*YEAR, Measure.COUNT, "", (RowCondition("人次", Operator.AT_LEAST, "NaN"),))),
    ],
)
def test_what_the_rows_cannot_answer_is_no_binding(why, binding):
    with pytest.raises(WrongBinding) as refused:
        binding.check(SHAPE)
    assert refused.value.args == (why,)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"since": "2026-01-01"},
        {"since": 1, "until": 2, "measure": "count", "column": "", "conditions": []},
        {"since": "2026-01-01", "until": "2026-01-02", "measure": "__import__", "column": "", "conditions": []},
        {"since": "2026-01-01", "until": "2026-01-02", "measure": "count", "column": "", "conditions": [["a", "b"]]},
    ],
)
def test_what_is_stored_is_data_and_nothing_else(data):
    with pytest.raises(WrongBinding):
        Binding.from_dict(data)


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
rows = st.lists(st.tuples(days, st.integers(-(10**9), 10**9)), max_size=30).map(
    lambda pairs: [LedgerCells(n, day, {"人次": str(value)}) for n, (day, value) in enumerate(pairs)]
)


@given(rows, st.randoms())
def test_the_order_of_the_rows_does_not_matter(some, random):
    mixed = random.sample(some, len(some))
    for measure in Measure:
        binding = Binding(*YEAR, measure, "" if measure == Measure.COUNT else "人次")
        assert binding.evaluate(some).value == binding.evaluate(mixed).value


@given(rows, days)
def test_two_periods_that_meet_add_up_to_the_whole(some, day):
    start, end = date(2024, 1, 1), date(2028, 12, 31)
    for measure, column in ((Measure.COUNT, ""), (Measure.SUM, "人次")):
        values = [
            Decimal(Binding(since, until, measure, column).evaluate(some).value)
            for since, until in ((start, day), (day + timedelta(days=1), end), (start, end))
        ]
        assert values[0] + values[1] == values[2]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2025-01-01", "2025-12-31", ("2026-01-01", "2026-12-31")),
        ("2023-03-08", "2023-02-28", ("2024-03-08", "2024-02-29")),
        ("2024-02-29", "2024-11-30", ("2025-02-28", "2025-11-30")),
    ],
)
def test_a_year_later_the_end_of_a_month_stays_one(since, until, expected):
    later = Binding(date.fromisoformat(since), date.fromisoformat(until), Measure.COUNT).later(1)
    assert (str(later.since), str(later.until)) == expected


def test_the_latest_is_that_of_the_last_day_in_which_it_stands():
    latest = Binding(*YEAR, Measure.LATEST, "人次")
    assert latest.evaluate(ROWS) == ("5", (2,))
    assert latest.evaluate([*ROWS, LedgerCells(9, date(2026, 11, 30), {"人次": "6"})]) == ("6", (9,))
    assert latest.evaluate([*ROWS, LedgerCells(9, date(2026, 11, 30), {"事项": "没有数"})]) == ("5", (2,))
    assert latest.evaluate([]) == ("", ())


def test_the_latest_is_of_numbers_only():
    with pytest.raises(WrongBinding):
        Binding(*YEAR, Measure.LATEST, "事项").check(SHAPE)


@pytest.mark.parametrize("measure", ["sum", "largest", "latest"])
@pytest.mark.parametrize(("unit", "is_refused"), [("亿元", False), ("", False), ("万元", True), ("元", True)])
def test_money_is_taken_in_its_own_unit_only(measure, unit, is_refused):
    binding = Binding(*YEAR, Measure(measure), "协议投资额")
    shape = ready_made_kinds()["projects"].shape
    if is_refused:
        with pytest.raises(WrongBinding, match="unit"):
            binding.check(shape, unit)
    else:
        binding.check(shape, unit)


def test_what_only_counts_asks_no_unit():
    Binding(*YEAR, Measure.COUNT).check(ready_made_kinds()["projects"].shape, "万元")
    Binding(*YEAR, Measure.DISTINCT, "协议投资额").check(ready_made_kinds()["projects"].shape, "万元")


INDICATORS = ready_made_kinds()["indicators"].shape


def indicators(*units):
    return [
        LedgerCells(n, date(2026, 5, n), {"指标名称": f"指标{n}", "数值": "5", "计量单位": unit})
        for n, unit in enumerate(units, start=1)
    ]


@pytest.mark.parametrize(
    ("measure", "units", "unit", "problem"),
    [
        ("sum", ["件", "％"], "件", ("units", "件", "％")),
        ("largest", ["万元", "亿元"], "", ("units", "万元", "亿元")),
        ("sum", ["％", "%"], "％", ("shares", "%", "％")),
        ("sum", ["万元", "万元"], "亿元", ("unit", "万元")),
        ("sum", ["人"], "万人", ("unit", "人")),
        ("sum", ["亩"], "公顷", ("unit", "亩")),
        ("largest", ["件"], "％", ("unit", "件")),
        ("latest", ["件"], "％", ("unit", "件")),
    ],
)
def test_rows_of_several_units_or_of_another_are_refused(measure, units, unit, problem):
    with pytest.raises(WrongBinding) as refused:
        Binding(*YEAR, Measure(measure), "数值").check_rows(INDICATORS, indicators(*units), unit)
    assert refused.value.args == problem


@pytest.mark.parametrize(
    ("measure", "units", "unit"),
    [
        ("sum", ["件", "件"], "件"),
        ("sum", ["件", "起"], "件"),  # they may count the same
        ("sum", ["公里", "千米"], "公里"),
        ("sum", ["件", ""], ""),
        ("sum", [], "件"),
        ("largest", ["％", "%"], "％"),
        ("latest", ["％"], "％"),
        ("count", ["件", "％"], "项"),
    ],
)
def test_rows_of_one_unit_are_taken(measure, units, unit):
    Binding(*YEAR, Measure(measure), "数值" if measure != "count" else "").check_rows(
        INDICATORS, indicators(*units), unit
    )
