"""Where a text leaves a place open: *, ××, XX, 某市, ____, （ ）, 【待补】, and the labels a person wrote."""

import re
from dataclasses import dataclass
from enum import Enum

from ..blanks import LABEL_LENGTH


class Shape(Enum):
    """How much of a value a placeholder stands for."""

    VALUE = "value"
    YEAR = "year"
    DATE = "date"
    LABEL = "label"  # 【标签】 written by a person


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`start` and `end` are offsets in the text; `label` is what a person wrote, empty for all but labels.

    `value` is the number that stands there in an old report.
    """

    start: int
    end: int
    shape: Shape
    label: str = ""
    value: str = ""


_LETTERS = "XxＸｘ"
_CROSSES = "×✕✖╳＊*"
_TODO = "待补充?|待填写?|待定|待完善|待核实?|空白?|略|填写|请填写|请补充|数字|数据|具体数字|\\.{2,6}|…{1,2}"
_RUN = rf"(?:[{_LETTERS}]{{1,12}}|[{_CROSSES}]{{1,12}}|[○〇]{{2,8}}|[△□▲■]{{2,8}}|[_＿]{{2,40}}|＿|某{{2,6}})"
_INSIDE = rf"[ \u3000]*(?:{_TODO}|{_RUN}|[ \u3000])?[ \u3000]*"
_BEGUN_YEAR = rf"(?:19|20)\d?[{_LETTERS}{_CROSSES}_＿○〇]{{1,4}}"
_YEAR = rf"(?:{_BEGUN_YEAR}|{_RUN})"
_MONTH = rf"{_RUN}[ ]?月(?!份)"
_DAY = rf"{_RUN}[ ]?日"
_YEAR_FOLLOWS = r"[ ]?(?:年|学年|届|级|[-—－～~至〕\]］])"
_PLACEHOLDER = re.compile(
    rf"(?P<label>【[^【】\n]{{1,{LABEL_LENGTH}}}】)"
    rf"|(?P<empty>【[ \u3000]*】|[（(](?:[ \u3000]{{1,20}}|{_TODO})[）)]|[〔\[［{{](?:{_INSIDE})[〕\]］}}])"
    rf"|(?P<date>{_YEAR}[ ]?年[ ]?{_MONTH}(?:[ ]?{_DAY})?|{_MONTH}[ ]?{_DAY}|某年某月(?:某日)?)"
    rf"|(?P<year>{_BEGUN_YEAR}(?={_YEAR_FOLLOWS})|(?:{_RUN})(?=[ ]?年度?))"
    rf"|(?P<value>{_RUN}(?:[.．,]{_RUN}){{0,2}}|某)"
)
_EMPTY_LABEL = re.compile(rf"【{_INSIDE}】")
_LATIN = re.compile(r"[A-Za-z0-9._@#&'’-]")
_SCIENCE = re.compile(r"光|射线|染色体|轴|线(?![路上下])|片|型|形|战警|档案|[ ]?[A-Za-z0-9]")
_WORD_BEFORE = re.compile(r"[A-Za-z]{2,20}[ ]$")
_CONCEALED = re.compile(
    r"[省市县区州旗镇乡村局委厅科](?![级])|街道|社区|公司|集团|企业|单位|学校|学院|大学|中学|小学|医院|银行|支行|同志|"
    r"书记|主任|局长|县长|市长|镇长|乡长|处长|科长|党[委组支]|支队|大队|中心|年|月|日"
)
_INDEFINITE = re.compile(r"一|些|种|个|项|类|方面|段|处|时|天|人|次|位|件|部分|程度")
_SURNAMES = frozenset(
    "张王李赵刘陈杨黄周吴徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘蔡杜叶苏魏吕沈卢姜崔谭陆汪范廖贾夏韦付邹孟熊秦邱"
    "尹薛阎段侯龙陶贺顾毛郝龚邵钱覃"
)


def find_placeholders(text: str) -> list[Placeholder]:
    return [found for match in _PLACEHOLDER.finditer(text) if (found := _read_match(match, text))]


def _read_match(match: re.Match[str], text: str) -> Placeholder | None:
    group = match.lastgroup or ""
    start, end = match.span()
    if group == "label" and not _EMPTY_LABEL.fullmatch(match[0]):
        label = match[0][1:-1].strip()
        return Placeholder(start, end, Shape.LABEL, label) if label else None
    if group in {"label", "empty"}:
        return Placeholder(start, end, Shape.VALUE)
    if not _IS_OPEN[_alphabet(match[0])](match, text):
        return None
    return Placeholder(start, end, {"date": Shape.DATE, "year": Shape.YEAR}.get(group, Shape.VALUE))


def _alphabet(found: str) -> str:
    if "某" in found:
        return "some"
    if any(character in _LETTERS for character in found):
        return "letters"
    return "crosses" if any(character in _CROSSES for character in found) else "other"


def _is_open_some(match: re.Match[str], text: str) -> bool:
    """某市, 某某 conceal a name; 某些, 某种 do not, and 张某, 李某某 are people not to be named at all."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 4]
    if before in _SURNAMES:
        return False
    if match[0] != "某":
        return True
    return bool(_CONCEALED.match(after)) and not _INDEFINITE.match(after)


def _is_open_letters(match: re.Match[str], text: str) -> bool:
    """XX, X; not X光, iPhone X, Excel, “1+X” or a variable between Latin letters."""
    start, end = match.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 3]
    if _LATIN.match(before) or re.match(r"[A-Za-z0-9@_]", after) or before in _PLUS or after[:1] in _PLUS:
        return False
    if _WORD_BEFORE.search(text[max(0, start - 22) : start]):
        return False
    return not (_SCIENCE.match(after) and len(match[0]) <= 2)


def _is_open_cross(match: re.Match[str], text: str) -> bool:
    """*, ××; not 3×4, A×B, 4.2×10, 长*宽, 带*号, nor a mark of Markdown at the start of a line."""
    start, end = match.span()
    before, after = text[max(0, start - 2) : start].strip()[-1:], text[end : end + 2].strip()[:1]
    if len(match[0]) == 1 and ((before in _SIDES and after in _SIDES) or after.isdecimal()):
        return False
    if match[0] in "*＊" and before in _ASTERISK and after == "号":
        return False
    return not (_LATIN.match(before) and _LATIN.match(after))


def _is_open_other(match: re.Match[str], text: str) -> bool:
    """____, ○○; not snake_case, nor 二〇〇八年."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if match[0][0] in "○〇" and (before in _NUMERALS or after in _NUMERALS):
        return False
    return not (re.match(r"[A-Za-z]", before) and re.match(r"[A-Za-z]", after))


_SIDES = ("长", "宽", "高", "厚", "深")
_ASTERISK = ("带", "标", "注", "加", "打")
_PLUS = ("+", "＋")
_NUMERALS = tuple("一二三四五六七八九十百千")
_IS_OPEN = {"some": _is_open_some, "letters": _is_open_letters, "crosses": _is_open_cross, "other": _is_open_other}
