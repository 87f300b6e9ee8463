"""Lines that a page broke, as they are copied out of a PDF or a mail, made paragraphs again."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .markers import MarkerStyle, leading_marker, leads_with_marker

_NARROWEST, _WIDEST = 16, 60  # characters in a line of a page; what is longer is a paragraph
_SLACK = 3  # a line ends so early for a number, or a mark that may not begin the next
_EVIDENCE = 3  # lines broken within a sentence before a text counts as broken by a page
_SHORT_EVIDENCE = 2  # where each breaks a sentence that ends below, and lines are so wide as headings seldom are
_WIDE = 24
_ENDS = re.compile(r"[。！？；：…!?;:][”’』）)]?$")
_SENTENCE_ENDS = re.compile(r"[。！？…!?][”’』）)]?$")
_MARK_INSIDE = re.compile(r"[，。、；：,;].")
_BULLET = re.compile(r"[—·●•■◆▪*＊-]|附件[0-9一二三四五六七八九十]{0,2}[：:]|\S{2,20}[：:]$")
_SET_OFF = re.compile(r"(?<=[\u4e00-\u9fff，。；：、]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%％]) (?=[\u4e00-\u9fff])")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Layout:
    """`width` of the page's lines, how the headings are numbered that stand alone, whether paragraphs are indented."""

    width: float
    headed: Collection[MarkerStyle]
    indents: bool

    def is_full(self, line: str) -> bool:
        return _width(line) >= self.width - _SLACK


def join_wrapped(text: str) -> tuple[str, int]:
    r"""The text with its broken paragraphs whole, and how many breaks were taken out; unchanged where no page broke it.

    Lines are parted by \n. A line is joined to the one above where that one is as wide as the page and goes on: no
    sentence ends with it, or paragraphs are indented and this line is not. Numbers, bullets and cells begin their own.
    Empty lines (of a page's end) are crossed within a clause only.
    """
    lines = text.split("\n")
    width = _page_width(lines)
    if not width:
        return text, 0
    page = _Layout(width, _headed_styles(lines, width), _uses_indents(lines))
    joined: list[str] = []
    above = ""
    for line in lines:
        is_apart = bool(joined) and not joined[-1].strip()
        if line.strip() and _goes_on(above, line, page, is_apart=is_apart):
            while not joined[-1].strip():
                joined.pop()
            joined[-1] = _glue(joined[-1], line)
        else:
            joined.append(line)
        above = line if line.strip() else above
    return "\n".join(joined), len(lines) - len(joined)


def _width(line: str) -> float:
    """In Han characters; a Latin letter or digit is half of one, a space that only sets them off from Han nothing."""
    words = _SET_OFF.sub("", line.rstrip())
    return sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in words)


def _page_width(lines: Sequence[str]) -> float:
    """That of the widest line, where many lines end there within a sentence; else 0."""
    widths = [(_width(line), line.rstrip()) for line in lines if line.strip() and "\t" not in line]
    width = max((wide for wide, _line in widths), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = [place for place, (wide, _line) in enumerate(widths) if wide >= width - _SLACK]
    broken = [place for place in full if _is_broken(widths[place][1])]
    is_telling = width >= _WIDE and _break_sentences(broken, [line for _wide, line in widths])
    least = _SHORT_EVIDENCE if is_telling else _EVIDENCE
    return width if len(broken) >= least and len(broken) * 2 >= len(full) else 0


def _is_broken(line: str) -> bool:
    return bool(not _ENDS.search(line) and _MARK_INSIDE.search(line))


def _break_sentences(broken: Sequence[int], lines: Sequence[str]) -> bool:
    """Whether each of them goes on in lines that end as a sentence does; headings below each other do not."""
    below = [lines[place + 1] if place + 1 < len(lines) else "" for place in broken if place + 1 not in broken]
    return all(_SENTENCE_ENDS.search(line) for line in below)


def _uses_indents(lines: Sequence[str]) -> bool:
    """Whether paragraphs begin further right than their other lines."""
    filled = [line for line in lines if line.strip()]
    indented = sum(_is_indented(line) for line in filled)
    return 2 <= indented <= 0.7 * len(filled)


def _is_indented(line: str) -> bool:
    return line.startswith(("\u3000", "  "))


def _goes_on(above: str, line: str, page: _Layout, *, is_apart: bool) -> bool:
    words, before = line.strip(), above.rstrip()
    if not page.is_full(above) or "\t" in above + line:
        return False
    if _is_indented(line) or leads_with_marker(words) or _BULLET.match(words):
        return False
    if _is_heading(before, page.headed):
        return not page.is_full(line) and not _MARK_INSIDE.search(words) and not _ENDS.search(words)
    if is_apart:
        return bool(_MARK_INSIDE.search(before)) and not _ENDS.search(before)
    return page.indents or not _SENTENCE_ENDS.search(before)


def _headed_styles(lines: Sequence[str], width: float) -> set[MarkerStyle]:
    """How the headings are numbered that have a line to themselves: short, and without a mark at the end."""
    short = [line.strip() for line in lines if _width(line) < width - _SLACK and not _ENDS.search(line.rstrip())]
    return {marker.style for line in short if (marker := leading_marker(line)) and "。" not in line}


def _is_heading(line: str, headed: Collection[MarkerStyle]) -> bool:
    """A numbered line, as far as it goes: numbered as those that stand alone, or without a mark inside."""
    words = line.strip()
    marker = leading_marker(words)
    if not marker or re.search(r"[。；：]", words):
        return False
    return marker.style in headed or "，" not in words


def _glue(above: str, line: str) -> str:
    before, after = above.rstrip(), line.strip()
    space = " " if _LATIN.match(before[-1:]) and _LATIN.match(after) else ""
    return before + space + after
