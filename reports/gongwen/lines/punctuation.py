"""What may stand at the start and the end of a line (GB/T 15834-2011, 5.1) and what stays together."""

import re
from collections.abc import Iterator

OPENING = frozenset("“‘（《〈【〖〔［｛「『")
CLOSING = frozenset("”’）》〉】〗〕］｝」』，。、；：？！")
_NEVER_FIRST = CLOSING | frozenset("％‰℃°′″·・～…／々,.;:?!)]}%/")
_NEVER_LAST = OPENING | frozenset("([{/／￥＄$№＃#")

_UNITS = (
    "个百分点|百分点|个工作日|平方公里|平方千米|平方米|立方米|公顷|公里|千米|公斤|千瓦时|千瓦|美元|亿元|万元|元|人次|家次|"
    "小时|分钟|个月|年度|周年|年|月|日|号|天|周|季度|时|分|秒|岁|个|条|项|名|位|人|户|家|次|件|起|场|期|届|批|座|处|所|"
    "台|辆|套|只|亩|吨|斤|克|米|倍|成|层|级|类|种|篇|本|册|页|份|张|支|块|片|段|组|班|村|镇|岗|章|款"
)
_WORD = re.compile(
    r"(?:[+\-±＋－]?\d[\d.,:/\-]*(?:[%％‰℃]|[多余]?[十百千万亿]*(?:" + _UNITS + r")?))"  # a number and its unit
    r"|[!-~\u00a1-\u00b6\u00b8-\u02ff\u0370-\u052f]+"  # a run of Latin, Greek or Cyrillic letters
)
# A single dash joins (北京—上海) and never starts a line; a double one may.
_PAIRS = re.compile(r"—{2,}|…+|＿+|\u3000{2,}|[^—]—(?!—)")
_LETTER = re.compile(r"[^\W\d\u2000-\uffff]")
_ADDRESS = re.compile(r"://|@|^www\.|[^\W\d]\.[^\W\d]+[./]|[/\\][\w.\-]+[/\\]")
# Not after a hyphen, but before it: readers of a PDF take one at a line's end for their own and drop it.
_JOINT = re.compile(r"(?<=[^\W\d][_/.])(?=[^\W\d])|(?<=[^\W\d])(?=-[^\W\d])")
_JOINT_OF_LONG = re.compile(r"(?<=[/\\_?&=@#])(?=\w)|(?<=\.)(?=[^\W\d])|(?<=[^\W\d]\.)(?=\d)|(?<=\w)(?=-\w)")
_LONG = 20  # characters
LEAST = 4  # characters of a word before and after the place where it is divided: TCP/IP stays whole


def find_unbroken(text: str) -> Iterator[tuple[int, int]]:
    """Spans (end exclusive) that stay on one line: words, numbers with their unit, dashes, ellipses, gaps."""
    position = 0
    while match := _WORD.search(text, position):
        end = match.end()
        while (longer := _WORD.match(text, end)) and text[end - 1].isascii():  # 3D打印, A4纸: letters then a number
            end = longer.end()
        yield match.start(), end
        position = end
    yield from (match.span() for match in _PAIRS.finditer(text))


def is_address(word: str) -> bool:
    """Whether the word is an address of the Internet or the path of a file: no reader looks for syllables in it."""
    return bool(_ADDRESS.search(word) and _LETTER.search(word))


def is_long(word: str) -> bool:
    """Whether the word is so long that the line before it would have wide gaps, and no number."""
    return len(word) >= _LONG and bool(_LETTER.search(word))


def find_joints(word: str) -> list[int]:
    """Where a word may be divided: after a slash, dot, underscore or sign of an address, before a hyphen."""
    joints = _JOINT_OF_LONG if is_address(word) or is_long(word) else _JOINT
    return [match.start() for match in joints.finditer(word) if LEAST <= match.start() <= len(word) - LEAST]


def is_doubled(first: str, second: str) -> bool:
    """Whether two marks side by side take an em and a half instead of two: 》《 or ），"""
    before_opening = second in OPENING and (first in OPENING or first in CLOSING)
    return before_opening or (first in CLOSING and second in CLOSING)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end with the character `before` and the next one start with `after`."""
    return before not in _NEVER_LAST and after not in _NEVER_FIRST
