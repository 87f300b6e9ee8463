"""Problems with cause and measure (问题清单) as prose, and the sentences of a text that may be marked as such."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from .numbering import CHINESE_NUMBER, chinese_number

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?[”’）]*")
_MARKER = re.compile(
    rf"[ \u3000]*(?:{CHINESE_NUMBER}(?:是(?![否非])|、(?!{CHINESE_NUMBER}))|[（(](?:{CHINESE_NUMBER}|\d{{1,2}})[)）]"
    r"|\d{1,2}[.．、](?!\d))"
)
_LISTING = re.compile(rf"(?<=[：:])(?=[ \u3000]*{CHINESE_NUMBER}是(?![否非]))")  # what only leads to a list
_ENDS = " \u3000。；;，,"


class ShortcomingPart(StrEnum):
    """What a sentence says of a problem."""

    PROBLEM = "problem"
    CAUSE = "cause"
    MEASURE = "measure"


class ShortcomingContent(NamedTuple):
    """One problem; `due` is by when, None for no day."""

    problem: str
    cause: str = ""
    measure: str = ""
    person: str = ""
    due: date | None = None

    def with_words(self, part: ShortcomingPart, words: str) -> "ShortcomingContent":
        said = {one: words if one == part else getattr(self, one) for one in ShortcomingPart}
        return self._replace(
            problem=said[ShortcomingPart.PROBLEM],
            cause=said[ShortcomingPart.CAUSE],
            measure=said[ShortcomingPart.MEASURE],
        )

    @property
    def lacking(self) -> list[ShortcomingPart]:
        return [part for part in (ShortcomingPart.CAUSE, ShortcomingPart.MEASURE) if not getattr(self, part).strip()]


def find_sentences(text: str) -> list[str]:
    """Each once, without its number (一是) and its last mark: what is left stands so in the text."""
    pieces = (match[0] for part in _LISTING.split(text) for match in _SENTENCE.finditer(part))
    found = (_MARKER.sub("", piece, count=1).strip(_ENDS) for piece in pieces)
    return list(dict.fromkeys(words for words in found if words and not words.endswith(("：", ":"))))


def tidy_words(text: str) -> str:
    """Words that were chosen in a text, as they are listed: no empty lines, no numbers before lines, no marks at their
    ends.
    """
    return "\n".join(_bare_lines(text.replace("\r", "\n")))


def _bare_lines(text: str) -> list[str]:
    lines = (_MARKER.sub("", line, count=1).strip(_ENDS) for line in text.split("\n"))
    return [line for line in lines if line]


def stands_in(words: str, texts: Iterable[str]) -> bool:
    """Whether every line of it stands in one of the texts."""
    said = "\n".join(texts)
    lines = _bare_lines(words)
    return bool(lines) and all(line in said for line in lines)


def are_listed(words: str, listed: Iterable[str]) -> bool:
    """Whether every line of it is listed as it stands; a part of what is listed may be listed too, as its cause."""
    lines = set(_bare_lines(words))
    return bool(lines) and lines <= set(_bare_lines("\n".join(listed)))


def compose_shortcomings(items: Iterable[ShortcomingContent], parts: Iterable[ShortcomingPart]) -> str:
    """A paragraph each, numbered 一是, with the parts that are asked for; what an item lacks is left out."""
    chosen = set(parts)
    told = ["".join(_tell(item, chosen)) for item in items]
    return "\n".join(f"{chinese_number(number)}是{said}" for number, said in enumerate(filter(None, told), start=1))


def _tell(item: ShortcomingContent, parts: set[ShortcomingPart]) -> Iterator[str]:
    if ShortcomingPart.PROBLEM in parts:
        yield f"{_line(item.problem)}。"
    if ShortcomingPart.CAUSE in parts and item.cause.strip():
        yield f"{'原因是' if ShortcomingPart.PROBLEM in parts else ''}{_line(item.cause)}。"
    if ShortcomingPart.MEASURE in parts and item.measure.strip():
        lead = "整改措施：" if len(parts) > 1 else ""
        yield f"{lead}{_line(item.measure)}{_who_and_when(item)}。"


def _line(words: str) -> str:
    return "；".join(_bare_lines(words))


def _who_and_when(item: ShortcomingContent) -> str:
    who = f"责任人：{item.person.strip()}" if item.person.strip() else ""
    told = "，".join(filter(None, [who, f"{say_due(item.due)}完成" if item.due else ""]))
    return f"（{told}）" if told else ""


def say_due(day: date) -> str:
    """2027年6月底前; 2027年6月15日前."""
    is_end = (day + timedelta(days=1)).day == 1
    return f"{day.year}年{day.month}月{'底' if is_end else f'{day.day}日'}前"
