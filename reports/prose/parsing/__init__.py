"""A pasted text read as a duty report: its parts, its blanks, and what was not the author's own."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..attachment_note import split_attachments
from ..content import SectionKind
from ..counting import count_characters
from ..tables import trim_lines
from .frame import Frame, take_frame
from .junk import remove_junk
from .marked_headings import number_markdown
from .naming import BlankContext, name_blanks
from .punctuation import repair_punctuation
from .result import ParsedBlank, ParsedReport, ParsedSection, ParsingWarning, Removed
from .sections import Division, divide
from .units import guess_figure
from .wrapping import join_wrapped

__all__ = ["ParsedBlank", "ParsedReport", "ParsedSection", "ParsingWarning", "Removed", "guess_figure", "read_report"]

_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")


def read_report(text: str, *, opens_numbers: bool = False) -> ParsedReport:
    """The text as title, opening, sections and the rest, with its open places as 【label】. With `opens_numbers` the
    figures of an old report are open places too, which remember what stood there.

    Never raises, whatever the text; every word of it that is not in `removed` is in one of the parts.
    """
    clean, removed = remove_junk(text)
    whole, joined = join_wrapped("\n".join(_LINE_END.split(number_markdown(clean, text))))
    repaired_text, repaired = repair_punctuation(whole)
    parted = split_attachments([line for line in trim_lines(repaired_text) if line])
    frame = take_frame(parted.lines)
    division = divide("\n".join(frame.lines))
    sections = division.sections + _closing(frame)
    parts = _parts(frame, division.opening, sections)
    (title, salutation, opening, *texts, signature, date), blanks = name_blanks(parts, opens_numbers=opens_numbers)
    filled = zip(sections, texts[::2], texts[1::2], strict=True)
    return ParsedReport(
        title=title,
        salutation=salutation,
        opening=opening,
        sections=tuple(replace(section, heading=heading, body=body) for section, heading, body in filled),
        signature=signature,
        date=date,
        blanks=tuple(blanks),
        removed=removed,
        repaired=repaired,
        joined=joined,
        left_over="\n".join(frame.left_over),
        attachments=parted.attachments,
        numbering=division.numbering,
        warnings=tuple(_warnings(frame, division)),
    )


def _closing(frame: Frame) -> list[ParsedSection]:
    return [ParsedSection(SectionKind.CLOSING, "", "", "\n".join(frame.closing))] if frame.closing else []


def _parts(frame: Frame, opening: str, sections: list[ParsedSection]) -> list[BlankContext]:
    """All text in which blanks are named, in the order of the paper; of each section the heading, then the body."""
    parts = [
        BlankContext(frame.title, heading="标题"),
        BlankContext(frame.salutation),
        BlankContext(opening, heading="导语", is_prose=True),
    ]
    for index, section in enumerate(sections):
        parts += [
            BlankContext(section.heading, index, is_prose=True),
            BlankContext(section.body, index, section.heading, is_prose=True),
        ]
    return [*parts, BlankContext("\n".join(frame.signature), heading="署名"), BlankContext(frame.date, heading="述职")]


def _warnings(frame: Frame, division: Division) -> Iterator[ParsingWarning]:
    if not (frame.title or division.opening or division.sections):
        yield ParsingWarning("empty")
        return
    if not frame.title:
        yield ParsingWarning("no_title")
    yield from division.warnings
    if frame.left_over:
        yield ParsingWarning("left_over", (("characters", str(count_characters("".join(frame.left_over)))),))
