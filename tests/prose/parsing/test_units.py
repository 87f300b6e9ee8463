import pytest

from reports.prose.figures import FigureKind
from reports.prose.parsing import guess_figure
from reports.prose.parsing.units import find_unit, name_measure


@pytest.mark.parametrize(
    ("after", "unit"),
    [
        ("个问题", "个"),
        ("余个", "个"),
        ("项，", "项"),
        ("项目", ""),
        ("名网格员", "名"),
        ("名称", ""),
        ("人次", "人次"),
        ("人大", ""),
        ("万平方米任务", "万平方米"),
        ("亿元，", "亿元"),
        ("％", "％"),
        ("个百分点", "个百分点"),
        ("万人次", "万人次"),
        ("支部", ""),
        ("年三季度", "年"),
        ("多万元", "万元"),
        ("亿以上", "亿"),
        ("同志", ""),
    ],
)
def test_units(after, unit):
    assert find_unit(after)[0] == unit


@pytest.mark.parametrize(
    ("unit", "measure"),
    [
        ("名", "人数"),
        ("件", "件数"),
        ("万平方米", "面积"),
        ("亿元", "金额"),
        ("万人次", "人次"),
        ("批", "批次"),
        ("％", ""),
    ],
)
def test_measures(unit, measure):
    assert name_measure(unit) == measure


@pytest.mark.parametrize(
    ("label", "before", "after", "guess"),
    [
        ("接访", "领导接访", "人次", (FigureKind.NUMBER, "人次")),
        ("书记姓名", "书记", "同志", (FigureKind.TEXT, "")),
        ("任职日期", "自", "起", (FigureKind.DATE, "")),
        ("增长", "同比增长", "，", (FigureKind.NUMBER, "")),
        ("品牌", "打造", "品牌", (FigureKind.TEXT, "")),
    ],
)
def test_guess(label, before, after, guess):
    assert guess_figure(label, before, after) == guess
