"""How pages and the report end: dates, signature, nothing left alone."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ...seal import seal_edges
from ..extraction import ExtractedLine
from ..layout import ExtractedParagraph, Layout, ParagraphRole, PlacedLine
from ..phrases import listed
from ..registry import check
from ..sheet import Outcome
from ..signatures import SealField
from ..standard import CHARACTER, millimetres
from ..translation import gettext_lazy as _

_NUMERAL = r"[\d０-９〇○零一二三四五六七八九十]"
_ANY_DATE = re.compile(
    rf"[（(]?(公元)?{_NUMERAL}{{2,4}}[年.\-/．]{_NUMERAL}{{1,3}}[月.\-/．]({_NUMERAL}{{1,3}}[日号]?)?[)）]?"
)
_DATE = re.compile(r"(（)?([0-9]{4})年([1-9][0-9]?)月([1-9][0-9]?)日(?(1)）)")
_TOLERANCE = 0.25  # of a character


@check("date_form", _("Form of dates"), clause="7.3.5.4")
def date_form(layout: Layout) -> Outcome:
    dates = [line.text for line in _lines(layout) if is_any_date(line.text)]
    wrong = [text for text in dates if not is_date(text)]
    return Outcome(
        required=_("2024年1月5日: Arabic figures, full year, no leading zero"),
        found=listed(wrong or dates) or _("no line holds a date"),
        passed=not wrong,
        reading=_("Lines that hold nothing but a date, in full-width brackets or without: signature or title."),
    )


def _lines(layout: Layout) -> Iterator[ExtractedLine]:
    yield from layout.title
    yield from (placed.line for paragraph in layout.paragraphs for placed in paragraph.lines)


def is_any_date(text: str) -> bool:
    """Whether the text is a date and nothing else, in whatever form."""
    return bool(_ANY_DATE.fullmatch(text))


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, written as the standard writes it."""
    match = _DATE.fullmatch(text)
    if not match:
        return False
    try:
        date(*map(int, match.group(2, 3, 4)))
    except ValueError:
        return False
    return True


@check("signature", _("Signature and date"), clause="7.3.5.2")
def signature(layout: Layout) -> Outcome:
    found = find_signature(layout)
    below = _below(found[1], layout) if found else ""
    return Outcome(
        required=_("signature 2 characters from the right edge, date 2 characters after its beginning"),
        found=_("text below it: %(text)s") % {"text": below[:8]}
        if below
        else _("%(name)s %(name_inset)s, date %(date_inset)s from the right edge, date begins %(shift)s after it")
        % _measures(*found, right=layout.right)
        if found
        else _("no signature at the end"),
        passed=found is None or (not below and is_placed(*found, right=layout.right)),
        reading=_(
            "Without a seal. A date longer than the signature keeps the 2 characters from the edge in its place, and "
            "the signature moves left with it. ± a quarter of a character."
        ),
    )


def find_signature(layout: Layout) -> tuple[list[ExtractedLine], ExtractedLine] | None:
    """The lines of the signature, and the date: the last line set to the right that is a date."""
    placed_right = (placed for paragraph in layout.of(ParagraphRole.RIGHT) for placed in paragraph.lines)
    right = [placed for placed in placed_right if placed.page <= layout.last]
    last = next((place for place in reversed(right) if is_any_date(place.line.text)), None)
    if last is None:
        return None
    before = [place for place in right[: right.index(last)] if place.page == last.page]
    names = [place.line for place in before if not is_any_date(place.line.text)]
    return (names, last.line) if names else None


def seal_place(layout: Layout) -> SealField | None:
    """Where the seal goes: where there is a signature with its date."""
    found = find_signature(layout)
    if found is None:
        return None
    lines = [*found[0], found[1]]
    page = next(number for number, on_page in layout.pages.items() if found[1] in on_page)
    baselines = min(line.baseline for line in lines), max(line.baseline for line in lines)
    edges = seal_edges(min(line.left for line in lines), max(line.right for line in lines), baselines)
    return SealField(page, edges)


def _below(day: ExtractedLine, layout: Layout) -> str:
    """What stands between the date and the attachments; a remark in brackets may (7.3.6)."""
    before = [paragraph for paragraph in layout.paragraphs if paragraph.lines[0].page <= layout.last]
    signed = next(place for place, paragraph in enumerate(before) if paragraph.lines[-1].line is day)
    return "".join(paragraph.text for paragraph in before[signed + 1 :] if paragraph.text[0] not in "（(")


def is_placed(names: list[ExtractedLine], day: ExtractedLine, *, right: float) -> bool:
    """Clause 7.3.5.2, for a signature without a seal. All lines of a signature begin at one edge."""
    shifts = [(day.left - name.left) / CHARACTER for name in names]
    longest = max([*names, day], key=lambda line: line.right - line.left)
    inset = (right - longest.right) / CHARACTER
    return all(abs(value - 2) <= _TOLERANCE for value in (*shifts, inset))


def _measures(names: list[ExtractedLine], day: ExtractedLine, *, right: float) -> dict[str, str]:
    return {
        "name": names[-1].text[:8],
        "name_inset": millimetres(right - max(name.right for name in names)),
        "date_inset": millimetres(right - day.right),
        "shift": millimetres(day.left - names[-1].left),
    }


def _company(paragraph: ExtractedParagraph, following: ExtractedParagraph) -> PlacedLine:
    """The first line after the heading, of the same paragraph or of the next."""
    return [*paragraph.lines, following.lines[0]][paragraph.lead_lines]


@check("lone_heading", _("No heading alone"), clause="7.3.3")
def lone_heading(layout: Layout) -> Outcome:
    lone = [
        f"{paragraph.lines[0].page}: {paragraph.text[:8]}"
        for paragraph, following in pairwise(layout.paragraphs)
        if paragraph.lead_lines and paragraph.lines[0].page != _company(paragraph, following).page
    ]
    return Outcome(
        required=_("no page ends with a heading"),
        found=listed(lone) or _("none does"),
        passed=not lone,
        reading=_("Good practice, not said by the standard."),
    )


@check("lone_signature", _("No signature alone"), clause="7.3.5.5")
def lone_signature(layout: Layout) -> Outcome:
    last = layout.last
    alone = last > 1 and all(_is_signature(paragraph) for paragraph in _on_page(layout, last))
    return Outcome(
        required=_("the signature shares its page with body text"),
        found=_("page %(number)s holds nothing else") % {"number": last} if alone else _("it does, or there is none"),
        passed=not alone,
    )


def _on_page(layout: Layout, number: int) -> list[ExtractedParagraph]:
    return [paragraph for paragraph in layout.paragraphs if any(line.page == number for line in paragraph.lines)]


def _is_signature(paragraph: ExtractedParagraph) -> bool:
    return paragraph.role is ParagraphRole.RIGHT
