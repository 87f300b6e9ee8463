"""Passages inside a section that begin another kind of section: 在总结工作的同时，我也认识到…"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..content import SectionKind
from .kinds import kind_of_lead
from .result import ParsedSection

_SENTENCE_START = re.compile(r"(?:(?<=^)|(?<=[\n。！？]))[^\n。！？]")
_LATER = {
    SectionKind.DUTY: (SectionKind.PROBLEMS, SectionKind.CAUSES, SectionKind.NEXT_STEPS),
    SectionKind.PROBLEMS: (SectionKind.CAUSES, SectionKind.NEXT_STEPS),
    SectionKind.CAUSES: (SectionKind.NEXT_STEPS,),
}
_NAMED_TOO = {  # what a combined heading calls it: 存在问题及原因 stays one section
    SectionKind.CAUSES: re.compile("原因|根源"),
    SectionKind.NEXT_STEPS: re.compile("打算|措施|下一?步|方向|计划|今后|改进|整改"),
}


def split_passages(sections: list[ParsedSection]) -> list[ParsedSection]:
    """The sections with the passages of another kind as sections of their own.

    A kind that has a section under its own heading is looked for nowhere else.
    """
    present = {section.kind for section in sections}
    divided: list[ParsedSection] = []
    last = max((index for index, section in enumerate(sections) if section.kind != SectionKind.CLOSING), default=0)
    for index, section in enumerate(sections):
        divided += _split(section, present, is_last=index >= last)
    return divided


def split_off(section: ParsedSection, kinds: set[str]) -> list[ParsedSection]:
    """The section, with the passages of these kinds apart, also where its heading names them."""
    divided, kind, start = [section], SectionKind(section.kind), 0
    for position, found in _leads(section.body):
        if position and found in kinds and found in _LATER.get(kind, ()):
            divided[-1] = replace(divided[-1], body=_cut(section.body, start, position))
            divided.append(ParsedSection(found, "", "", _cut(section.body, position, len(section.body))))
            kind, start = found, position
    return divided


def _split(section: ParsedSection, present: set[str], *, is_last: bool) -> Iterator[ParsedSection]:
    kind, start = SectionKind(section.kind), 0
    head = section
    for position, found in _leads(section.body):
        if not _may_follow(section, kind, found, present, is_last=is_last):
            continue
        if position or (head.heading and kind is not SectionKind.DUTY):  # a heading that names its kind keeps it
            yield replace(head, kind=kind, body=_cut(section.body, start, position))
            head, start = ParsedSection(found, "", "", ""), position
        kind = found
    yield replace(head, kind=kind, body=_cut(section.body, start, len(section.body)))


def _leads(body: str) -> Iterator[tuple[int, SectionKind]]:
    for match in _SENTENCE_START.finditer(body):
        if kind := kind_of_lead(body[match.start() : match.start() + 200]):
            yield match.start(), kind


def _may_follow(
    section: ParsedSection, kind: SectionKind, found: SectionKind, present: set[str], *, is_last: bool
) -> bool:
    if found in present or found not in _LATER.get(kind, ()):
        return False
    named_too = _NAMED_TOO.get(found)
    if section.kind != SectionKind.DUTY and named_too and named_too.search(section.heading):
        return False
    return found is not SectionKind.NEXT_STEPS or is_last or kind is not SectionKind.DUTY


def _cut(body: str, start: int, end: int) -> str:
    return body[start:end].strip("\n \u3000")
