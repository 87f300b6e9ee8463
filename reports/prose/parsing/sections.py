"""The body of a report divided into its sections."""

import re
from dataclasses import dataclass, replace

from ..content import Numbering, SectionKind
from ..tables import trim_lines
from .kinds import kind_announced, kind_of_heading, kind_of_lead
from .markers import Marker, outermost_series
from .passages import split_passages
from .result import ParsedSection, ParsingWarning

_HEADING_LENGTH = 60
_LEAD_LENGTH = 400
_OPENER = re.compile(  # where the prose begins in 经济工作再上新水平今年以来，镇政府…
    r"今年以来|一年来|近年来|年初以来|过去的?一年|[（(][一1][）)]|[一1][、.．](?!\d)|20\d\d年(?:以来|度?，)"
)
_OPENING_WORDS = re.compile(
    r"现将|现就|根据|按照|我叫|我是|我于|我自|我任|本人|一年来|今年|大家好|下面|\d{4}年|[一二两三]年"
)
_OPENING_END = re.compile(r"(?:如下|汇报|报告|述职)[^。！？\n]{0,24}[：:。]")
_OPENING_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Division:
    opening: str
    sections: list[ParsedSection]
    numbering: Numbering
    warnings: list[ParsingWarning]


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a section begins, and its words after the numeral; `kind` where what stands before announced it."""

    start: int
    end: int
    numeral: str
    kind: SectionKind | None = None


def divide(text: str) -> Division:
    r"""Opening and sections of a report's body, whose paragraphs are parted by \n. Every word goes into one of them."""
    markers = outermost_series(text)
    heads, warnings = _heads(text, markers)
    if not heads:
        return _divide_without_numbers(text)
    ends = [head.start for head in heads[1:]] + [len(text)]
    read = [_read_section(head, text[head.end : end]) for head, end in zip(heads, ends, strict=True)]
    run_in = sum(not own_line for _, own_line in read) * 2 > len(read)
    numbered = any(head.numeral for head in heads)
    numbering = Numbering.NONE if not numbered else Numbering.RUN_IN if run_in else Numbering.HEADED
    sections = split_passages(_without_early_plans(_with_last_plans([section for section, _ in read])))
    return Division(_tidy(text[: heads[0].start]), sections, numbering, warnings)


_YEARS_WORK = re.compile(r"^\d{4}年度?(?:的|[一-鿿]{2,4})?工作$")  # 2025年主要工作
_LATER = {SectionKind.PROBLEMS, SectionKind.CAUSES, SectionKind.NEXT_STEPS}
_TO_COME = re.compile(r"将|明年|今后|来年|力争|争取|[年月]底?前|每[年月周季]|年内|新的篇章|新篇章|新征程")


def _without_early_plans(sections: list[ParsedSection]) -> list[ParsedSection]:
    """2025年主要工作 is what was done where problems or plans stand below it."""
    return [
        replace(section, kind=SectionKind.DUTY)
        if section.kind is SectionKind.NEXT_STEPS
        and _YEARS_WORK.match(section.heading)
        and any(later.kind in _LATER for later in sections[place + 1 :])
        else section
        for place, section in enumerate(sections)
    ]


def _with_last_plans(sections: list[ParsedSection]) -> list[ParsedSection]:
    """What ends a report below its problems and speaks of what is to come is the plan, whatever it is called."""
    *before, last = sections
    is_plan = (
        last.kind is SectionKind.DUTY
        and SectionKind.NEXT_STEPS not in {section.kind for section in before}
        and before
        and before[-1].kind in {SectionKind.PROBLEMS, SectionKind.CAUSES}
        and _TO_COME.search(f"{last.heading}\n{last.body}")
    )
    return [*before, replace(last, kind=SectionKind.NEXT_STEPS)] if is_plan else sections


def _heads(text: str, markers: list[Marker]) -> tuple[list[_Head], list[ParsingWarning]]:
    """A head for each marker, and one for a whole second series that its lead sentence announces."""
    heads: list[_Head] = []
    warnings: list[ParsingWarning] = []
    announced = False
    for before, marker in zip([None, *markers], markers, strict=False):
        if before and marker.value == 1:
            lead = text.rfind("\n", before.end, marker.start - 1) + 1
            kind = (
                kind_announced(text[lead : marker.start]) if 0 < marker.start - lead <= _LEAD_LENGTH and lead else None
            )
            announced = kind is not None
            if announced:
                heads.append(_Head(lead, lead, "", kind))
            else:
                warnings.append(ParsingWarning("second_series", (("numeral", marker.numeral),)))
        elif before and marker.value > before.value + 1 and not announced and marker.numeral != "最后":
            gap = (("before", before.numeral), ("after", marker.numeral))
            warnings.append(ParsingWarning("numbering_gap", gap))
        if not announced:
            heads.append(_Head(marker.start, marker.end, marker.numeral))
    return heads, warnings


def _read_section(head: _Head, text: str) -> tuple[ParsedSection, bool]:
    """The section of a head, and whether its heading has a line to itself."""
    if head.kind:
        return ParsedSection(head.kind, "", "", _tidy(text)), True
    heading, prose, rest = _head_lines(text)
    if kind_of_lead(heading) and ("我" in heading or not kind_of_heading(heading)):  # 最后，我也看到自己还存在不足。
        heading, prose = "", text.lstrip(" \u3000、").partition("\n")[0]
    body = _tidy(f"{prose}\n{rest}")
    kind = kind_of_heading(heading) if heading else kind_of_lead(body)
    return ParsedSection(kind or SectionKind.DUTY, head.numeral, heading, body), not prose


def read_heading(text: str) -> tuple[str, str]:
    """The heading of a numbered part, without its final mark, and its body. A sentence with commas is no heading."""
    whole = _tidy(text)
    if "\n" not in whole and re.search(r"[，、；\d]", whole) and whole.find("。") == len(whole) - 1:
        return "", whole
    heading, prose, rest = _head_lines(text)
    return heading, _tidy(f"{prose}\n{rest}")


def _head_lines(text: str) -> tuple[str, str, str]:
    """Heading, prose run into its line, and the lines below."""
    line, _, rest = text.lstrip(" \u3000、").partition("\n")
    heading, prose = _split_heading(line, at_once=bool(rest.strip()))
    return heading, prose, rest


def _split_heading(line: str, *, at_once: bool) -> tuple[str, str]:
    """The heading a section's first line begins with, without its final mark, and the prose run into it."""
    stop = line.find("。")
    if (stop < 0 or stop >= len(line.rstrip()) - 1) and len(line) <= _HEADING_LENGTH and (at_once or stop < 0):
        return line.strip(" \u3000").rstrip("。：:；;，,"), ""
    opener = _OPENER.search(line, 4, _HEADING_LENGTH)
    if opener and not re.search(r"[。，、；（“：\s]$", line[: opener.start()]) and not 0 <= stop < opener.start():
        return line[: opener.start()].rstrip("：:"), line[opener.start() :]
    if 0 <= stop <= _HEADING_LENGTH:
        return line[:stop].strip(" \u3000"), line[stop + 1 :]
    return "", line


def _divide_without_numbers(text: str) -> Division:
    opening, body = _split_opening(text)
    sections = split_passages([ParsedSection(SectionKind.DUTY, "", "", body)]) if body else []
    warnings = [ParsingWarning("undivided")] if len(sections) == 1 else []
    return Division(opening, sections, Numbering.NONE, warnings)


def _split_opening(text: str) -> tuple[str, str]:
    """The opening of a text without numbers: as far as …报告如下, or a short first paragraph about the author."""
    first, _, rest = text.partition("\n")
    end = _OPENING_END.search(text, 0, _OPENING_LENGTH)
    if end and (end.end() <= len(first) or text.count("\n", 0, end.end()) < 3) and text[end.end() :].strip():
        return _tidy(text[: end.end()]), _tidy(text[end.end() :])
    if rest.strip() and len(first) <= _OPENING_LENGTH and _OPENING_WORDS.search(first[:40]) and "\n" in rest:
        return first, _tidy(rest)
    return "", _tidy(text)


def _tidy(text: str) -> str:
    return "\n".join(line for line in trim_lines(text) if line)
