"""The note that lists a report's attachments (附件说明), and the mark at the head of each one's page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .content import AttachmentContent

NOTE = "附件："
_FINAL_MARKS = "。；，、：,;:."
_TITLE_LENGTH = 120
_ENDING_LINES = 6  # signature and date, each of several lines, stand below the note
_ENDING_LENGTH = 48
_NUMBERED = r"(?P<number>\d{1,2})[.．、]\s*(?P<title>\S.*)"
_FIRST = re.compile(rf"附件[：:]\s*(?:{_NUMBERED}|(?P<only>(?!\d{1, 2}[.．、])\S.*))")
_NEXT = re.compile(_NUMBERED)
_MARK = re.compile(r"附件[ \u3000]*(?P<number>\d{0,2})[：:]?")


def number_note(attachments: Sequence[AttachmentContent]) -> list[tuple[str, str]]:
    """What stands before each name in the note, and the name without a final mark (GB/T 9704-2012, 7.3.4).

    A single attachment has no number: 附件：名称. Several have: 附件：1. 名称, then 2. 名称 below it.
    """
    titles = [attachment.title.strip().rstrip(_FINAL_MARKS) for attachment in attachments]
    if len(titles) < 2:
        return [(NOTE, title) for title in titles]
    return [(f"{NOTE if number == 1 else ''}{number}. ", title) for number, title in enumerate(titles, start=1)]


def print_mark(number: int, count: int) -> str:
    """The mark at the head of an attachment's page: 附件1, or 附件 for the only one."""
    return f"附件{number}" if count > 1 else "附件"


@dataclass(frozen=True, slots=True)
class SplitAttachments:
    """A text's paragraphs without its attachments, and these."""

    lines: list[str]
    attachments: tuple[AttachmentContent, ...]


def split_attachments(lines: Sequence[str]) -> SplitAttachments:
    """Takes the note and the pages it announces from the end of a text, and nothing if either is in doubt.

    Only a signature and a date may stand between note and pages, or below a note without pages.
    """
    for start in range(len(lines) - 1, 0, -1):
        titles = _read_note(lines, start)
        if titles:
            return _part(lines, start, titles) or SplitAttachments([*lines], ())
    return SplitAttachments([*lines], ())


def _read_note(lines: Sequence[str], start: int) -> list[str]:
    """The names in the note that begins on this line; none where it is no note."""
    first = _FIRST.fullmatch(lines[start])
    if first is None or first["only"]:
        return [first["only"]] if first and _is_title(first["only"]) else []
    titles: list[str] = []
    for line, match in zip(lines[start:], [first, *map(_NEXT.fullmatch, lines[start + 1 :])], strict=True):
        if not match or int(match["number"]) != len(titles) + 1 or not _is_title(line):
            break
        titles.append(match["title"])
    return titles


def _is_title(text: str) -> bool:
    return len(text) <= _TITLE_LENGTH and not text.endswith(("。", "；", "，", "："))


def _part(lines: Sequence[str], start: int, titles: list[str]) -> SplitAttachments | None:
    below = lines[start + len(titles) :]
    numbers = {place: int(mark["number"] or 1) for place, line in enumerate(below) if (mark := _MARK.fullmatch(line))}
    marks = [*numbers]
    ending = below[: marks[0]] if marks else below
    if len(ending) > _ENDING_LINES or any(len(line) > _ENDING_LENGTH or line.endswith("。") for line in ending):
        return None
    bodies = dict.fromkeys(range(1, len(titles) + 1), "")
    for place, after in pairwise([*marks, len(below)]):
        number = numbers[place]
        if bodies.get(number) != "":
            return None
        bodies[number] = "\n".join(_without_title(below[place + 1 : after], titles[number - 1]))
    attachments = (AttachmentContent(title, bodies[number]) for number, title in enumerate(titles, start=1))
    return SplitAttachments([*lines[:start], *ending], tuple(attachments))


def _without_title(lines: Sequence[str], title: str) -> Sequence[str]:
    """A page's lines below its title, which may take several. A title that is not in the note stays."""
    for count in range(1, min(4, len(lines)) + 1):
        if _plain("".join(lines[:count])) == _plain(title):
            return lines[count:]
    return lines


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)
