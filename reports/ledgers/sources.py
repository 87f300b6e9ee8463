"""What a figure is taken from, in the words that stand on paper, which are Chinese."""

from datetime import date

from .binding import Binding, Measure, Operator
from .formula import Formula, Operation


def describe_binding(kind: str, binding: Binding) -> str:
    parts = [f"{kind}台账", f"{_day(binding.since)}至{_day(binding.until)}"]
    parts += [f"{one.column}{_OPERATORS[one.operator]}“{one.value}”" for one in binding.conditions]
    return " · ".join([*parts, describe_measure(binding.measure, binding.column)])


def describe_measure(measure: Measure, column: str) -> str:
    return _MEASURES[measure] % {"column": column}


_OPERATORS = {Operator.IS: "为", Operator.CONTAINS: "含", Operator.AT_LEAST: "不小于", Operator.AT_MOST: "不大于"}
_MEASURES = {
    Measure.COUNT: "行数",
    Measure.SUM: "“%(column)s”合计",
    Measure.LARGEST: "“%(column)s”最大值",
    Measure.DISTINCT: "“%(column)s”去重个数",
    Measure.LATEST: "“%(column)s”最新值",
}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def describe_formula(formula: Formula) -> str:
    words = [f"{'上年' if one.of_last_year else ''}【{one.label}】" for one in formula.operands]
    if formula.operation in _SIGNS:
        return _SIGNS[formula.operation].join(words)
    first, second = formula.operands
    is_last_year = second == first._replace(of_last_year=True)
    return _COMPARISONS[formula.operation] % {"this": words[0], "that": "上年" if is_last_year else words[1]}


_SIGNS = {Operation.SUM: "＋", Operation.DIFFERENCE: "－", Operation.PRODUCT: "×", Operation.QUOTIENT: "÷"}
_COMPARISONS = {
    Operation.SHARE: "%(this)s占%(that)s的比重（％）",
    Operation.RISE: "%(this)s比%(that)s增长（％）",
    Operation.FALL: "%(this)s比%(that)s下降（％）",
    Operation.POINTS_UP: "%(this)s比%(that)s提高（百分点）",
    Operation.POINTS_DOWN: "%(this)s比%(that)s降低（百分点）",
}


def describe_unit_file(source: str, file_name: str, row: int | None, column: str) -> str:
    place = f"第{row}行" if row else "没有此人或此单位的行"
    return f"{source} · {file_name} · {place} · “{column}”列"
