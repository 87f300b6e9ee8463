"""What a text promises for the year to come, item by item; and answers to it as a passage."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from .numbering import CHINESE_NUMBER, chinese_number, read_chinese_number
from .parsing.markers import MarkerStyle, outermost_series

_LISTED = re.compile(rf"(?:^|(?<=[：:，,。；;！？”）]))[ \u3000]*(?P<number>{CHINESE_NUMBER})是(?![否非])")
_AGREES = re.compile(r"同意[\u4e00-\u9fff]{0,4}|无(?:不同)?意见|无异议|已阅")
_CLAUSE_END = re.compile(r"[，,；;。.！!]")
_PRAISES = re.compile(
    "完整|齐全|清[楚晰]|[翔详]实|[属真扎]实|准确|无误|全面|具体|明确|到位|充分|规范|较好|良好|有(?:来源|依据)|符合"
)
_ASKS = re.compile("[不未没无欠缺少但望请应要需须宜再多更改]|建议|加强|补充|完善|注意|进一步|继续|尽快|抓紧|有待")
_ENDS = " \u3000\n；;，,、"


def find_promises(text: str) -> list[str]:
    """The items of its enumeration without their numbers, each once; without one its paragraphs.

    What only leads to an enumeration (下一步，我将做好以下工作：) promises nothing.
    """
    series = outermost_series(text)
    if series and series[0].style is not MarkerStyle.LISTED:
        starts = [*(marker.start for marker in series), len(text)]
        pairs = zip(series, pairwise(starts), strict=True)
        found: Iterable[str] = (text[marker.end : end] for marker, (_start, end) in pairs)
    else:
        found = (item for paragraph in text.split("\n") for item in _of_paragraph(paragraph))
    items = ("".join(line.strip() for line in item.split("\n")).strip(_ENDS) for item in found)
    return list(dict.fromkeys(item for item in items if item))


def bare_promise(text: str) -> str:
    """For comparing: without the marks around it."""
    return text.strip(f"{_ENDS}。")


def _of_paragraph(paragraph: str) -> Iterator[str]:
    """What stands after 一是, 二是 …, whichever number comes first; between ； behind a colon; else all of it."""
    markers = [match for match in _LISTED.finditer(paragraph) if read_chinese_number(match["number"])]
    if markers and _go_on(paragraph, markers):
        starts = [*(match.start() for match in markers), len(paragraph)]
        yield from (paragraph[match.end() : end] for match, end in zip(markers, starts[1:], strict=True))
    else:
        _lead, colon, rest = paragraph.partition("：")
        parts = rest.rstrip(f"{_ENDS}。").split("；")
        is_listed = bool(colon) and len(parts) > 1 and "。" not in "".join(parts)
        yield from parts if is_listed else [] if paragraph.rstrip().endswith(("：", ":")) else [paragraph]


def _go_on(paragraph: str, markers: list[re.Match[str]]) -> bool:
    """A number that begins a paragraph, or numbers that go on from one another."""
    numbers = [read_chinese_number(match["number"]) for match in markers]
    goes_on = all(two == one + 1 for one, two in pairwise(numbers))
    return goes_on and (len(numbers) > 1 or not paragraph[: markers[0].start()].strip())


def only_agrees(opinion: str) -> bool:
    """同意。无意见。内容完整，数据有来源，同意。A clause that neither agrees nor clearly praises asks for something."""
    clauses = [clause for part in _CLAUSE_END.split(opinion) if (clause := part.strip())]
    return bool(clauses) and all(map(_agrees_or_praises, clauses)) and any(map(_AGREES.fullmatch, clauses))


def _agrees_or_praises(clause: str) -> bool:
    return bool(_AGREES.fullmatch(clause) or (_PRAISES.search(clause) and not _ASKS.search(clause.replace("无误", ""))))


class AnsweredPromise(NamedTuple):
    """`state` and `text` in words. `blank` is the place of a figure with its unit, empty for none."""

    promise: str
    state: str
    text: str = ""
    blank: str = ""


def compose_answers(answers: Iterable[AnsweredPromise]) -> str:
    """One paragraph, 一是 …，已完成。"""
    items = [_sentence(number, answer) for number, answer in enumerate(answers, start=1)]
    return "".join(["上年度承诺事项办理情况：", *items]) if items else ""


def _sentence(number: int, answer: AnsweredPromise) -> str:
    told = "，".join(filter(None, [answer.text.strip().rstrip("。；;"), answer.blank]))
    said = answer.promise.rstrip("。；;：:")
    return f"{chinese_number(number)}是“{said}”，{answer.state}{f'：{told}' if told else ''}。"
