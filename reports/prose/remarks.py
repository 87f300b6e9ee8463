"""What was said about a report, as a file shows it beside or after the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .content import ReportContent

_BRACKETS = re.compile(r"【[^【】\n]*】")  # also empty ones, which a mark would make a blank


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment, suggestion or opinion, every field ready to be printed.

    `passage` are the words it is about, `verdict` and `reason` what the author's side made of it, `changed` whether
    the words have changed since; all may be empty. `is_apart` is what reviewers tell one another.
    `place` is (index of the section, offset in its text) where the passage ends; None for what has no place in it.
    """

    number: int
    section: str
    passage: str
    says: str
    by: str
    at: str
    verdict: str = ""
    reason: str = ""
    answered_by: str = ""
    answered_at: str = ""
    place: tuple[int, int] | None = None
    changed: str = ""
    is_apart: bool = False


def note_apart(remarks: Iterable[Remark]) -> str:
    """What a file and its name say of themselves where they hold what is for reviewers only."""
    return "（含仅审阅人可见意见）" if any(remark.is_apart for remark in remarks) else ""


def note_table(remarks: Iterable[Remark], *, is_late: bool) -> str:
    """What the table of remarks says of itself in its title."""
    return ("（迟交）" if is_late else "") + note_apart(remarks)


def mark_remarks(content: ReportContent, remarks: Iterable[Remark]) -> ReportContent:
    """The content with 〔number〕 after each passage; a mark that would stand in brackets stands behind them."""
    marks: dict[int, list[tuple[int, str]]] = {}
    for remark in remarks:
        if remark.place is not None:
            index, offset = remark.place
            marks.setdefault(index, []).append((offset, f"〔{remark.number}〕"))
    sections = [
        replace(section, body=_insert(section.body, marks.get(index, [])))
        for index, section in enumerate(content.sections)
    ]
    return replace(content, sections=tuple(sections))


def _insert(body: str, marks: Sequence[tuple[int, str]]) -> str:
    brackets = [match.span() for match in _BRACKETS.finditer(body)]
    for offset, mark in sorted(((_outside(offset, brackets), mark) for offset, mark in marks), reverse=True):
        body = body[:offset] + mark + body[offset:]
    return body


def _outside(offset: int, brackets: Iterable[tuple[int, int]]) -> int:
    return next((end for start, end in brackets if start < offset < end), offset)
