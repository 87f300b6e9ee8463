from datetime import date

import pytest

from reports.ledgers.binding import LedgerCells, Measure
from reports.ledgers.proposal import MATTERS, AskedFigure, OfferedLedger, propose_bindings
from reports.ledgers.ready_made import ready_made_kinds

LEDGERS = [OfferedLedger(slug, kind.name, kind.shape) for slug, kind in ready_made_kinds().items()]


def best(label, unit="", before=""):
    """Kind, measure, column, conditions of the first proposal."""
    found = propose_bindings(AskedFigure(label, unit, before, 2026), LEDGERS)
    if not found:
        return None
    one = found[0].binding
    conditions = {condition.column: condition.value for condition in one.conditions}
    return LEDGERS[found[0].ledger].slug, one.measure, one.column, conditions


@pytest.mark.parametrize(
    ("label", "unit", "before", "expected"),
    [
        ("接访人次", "人次", "", ("reception", Measure.SUM, "人次", {})),
        ("接待群众批次", "批", "", ("reception", Measure.SUM, "批次", {})),
        ("化解信访事项", "件", "", ("reception", Measure.COUNT, "", {"办理结果": "已化解"})),
        ("化解数", "件", "全年接访", ("reception", Measure.COUNT, "", {"办理结果": "已化解"})),
        ("调研次数", "次", "", ("research", Measure.COUNT, "", {})),
        ("调研发现问题", "个", "", ("research", Measure.SUM, "发现问题", {})),
        ("整改措施条数", "条", "", ("rectification", Measure.SUM, "措施条数", {})),
        ("已销号问题数", "个", "", ("rectification", Measure.COUNT, "", {"状态": "已销号"})),
        ("项目协议投资额", "亿元", "", ("projects", Measure.SUM, "协议投资额", {})),
        ("签约项目数", "个", "", ("projects", Measure.COUNT, "", {"状态": "已签约"})),
        ("制定制度数", "项", "", ("rules", Measure.COUNT, "", {"方式": "制定"})),
    ],
)
def test_by_label_unit_and_the_words_before(label, unit, before, expected):
    assert best(label, unit, before) == expected


@pytest.mark.parametrize(
    ("label", "unit"),
    [("管网长度", "公里"), ("粮食产量", "万吨"), ("姓名", ""), ("", ""), ("项目协议投资额", "万元")],
)
def test_nothing_is_proposed_where_nothing_says_so(label, unit):
    assert best(label, unit) is None


def test_a_kind_that_was_made_is_known_by_its_name():
    made = OfferedLedger("made-x", "安全检查", LEDGERS[0].shape)
    found = propose_bindings(AskedFigure("安全检查次数", "次", "", 2026), [made])
    assert [(one.ledger, one.binding.measure) for one in found] == [(0, Measure.COUNT)]


def test_every_proposal_fits_its_ledger_and_is_of_the_year():
    for words in MATTERS.values():
        for unit in ("", "件", "人次", "亿元"):
            for one in propose_bindings(AskedFigure("".join(words), unit, "", 2026), LEDGERS):
                one.binding.check(LEDGERS[one.ledger].shape)
                assert (one.binding.since.year, one.binding.until.year) == (2026, 2026)


def test_at_most_three_and_each_ledger_once():
    alike = [OfferedLedger(f"made-{number}", "安全检查", LEDGERS[0].shape) for number in range(5)]
    found = propose_bindings(AskedFigure("安全检查次数", "次", "", 2026), alike)
    assert len(found) == 3
    assert len({one.ledger for one in found}) == 3


def with_rows(slug, **cells):
    kind = ready_made_kinds()[slug]
    rows = [LedgerCells(number, date(2026, 3, 8), one) for number, one in enumerate(cells["rows"], start=1)]
    return OfferedLedger(slug, kind.name, kind.shape, rows)


INDICATOR = {"指标名称": "粮食总产量", "数值": "17.25", "计量单位": "万吨"}


@pytest.mark.parametrize(
    ("label", "unit", "expected"),
    [
        ("粮食总产量", "万吨", [(Measure.LATEST, "数值", "粮食总产量")]),
        ("粮食总产量", "吨", []),
        ("粮食产量", "万吨", []),
    ],
)
def test_an_indicator_is_known_by_its_whole_name_and_its_unit(label, unit, expected):
    found = propose_bindings(AskedFigure(label, unit, "", 2026), [with_rows("indicators", rows=[INDICATOR])])
    assert [(one.binding.measure, one.binding.column, one.binding.conditions[0].value) for one in found] == expected


def test_what_else_the_label_says_must_stand_in_the_rows():
    rows = [{"会议": "党组会议", "议题": "第一议题：中央一号文件"}, {"会议": "党组会议", "议题": "秋粮收购"}]
    ledger = with_rows("meetings", rows=rows)
    (first,) = propose_bindings(AskedFigure("第一议题学习次数", "次", "", 2026), [ledger])
    assert [(one.column, one.operator, one.value) for one in first.binding.conditions] == [
        ("议题", "contains", "第一议题")
    ]
    assert propose_bindings(AskedFigure("英语学习次数", "次", "", 2026), [ledger]) == []


def test_what_has_no_value_is_not_proposed():
    ledger = with_rows("rectification", rows=[{"问题": "补写记录", "问题来源": "自查", "状态": "整改中"}])
    assert propose_bindings(AskedFigure("已销号问题数", "个", "", 2026), [ledger]) == []
