"""What a text promises for the year to come, item by item; and answers to it as a passage."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from .numbering import CHINESE_NUMBER, chinese_number, read_chinese_number
from .parsing.markers import MarkerStyle, outermost_series

_LISTED = re.compile(rf"(?:^|(?<=[：:，,。；;！？”）]))[ \u3000]*(?P<number>{CHINESE_NUMBER})是(?![否非])")
_AGREES = re.compile(r"(?:(?:已阅[，,；;。]?)?同意[\u4e00-\u9fff]{0,4}|无(?:不同)?意见|无异议|已阅)[。.！!]?")
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
    """同意。同意印发。无意见。"""
    return _AGREES.fullmatch(opinion.strip()) is not None


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
