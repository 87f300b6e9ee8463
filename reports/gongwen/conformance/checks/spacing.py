"""Where the characters of a line stand: one after the other, evenly, from where paragraphs and lines begin."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median

from ..extraction import ExtractedLine
from ..glyphs import Glyph
from ..layout import ExtractedParagraph, Layout, ParagraphRole, PlacedLine
from ..lines import HAN, OPENING
from ..phrases import listed, on_page
from ..registry import check
from ..sheet import Outcome
from ..standard import CHARACTER, FLUSH_TOLERANCE, INDENT
from ..translation import gettext_lazy as _
from ..word_processors import CROWDED, is_of_word_processor

_WIDEST_GAP = 0.75  # of an em
_NARROWEST_BLANK = 0.05  # of an em
_UNEVEN = 1.0  # points between the widest and the narrowest step of a line
_LOOSE = 0.4  # points by which a line that nothing stretches may be closer or wider than others of its kind
_FULL = 0.8  # by which it may be closer where it would else not end at the edge


@check("gaps", _("No gaps in lines"), clause="5.2.3")
def gaps(layout: Layout) -> Outcome:
    wrong = [on_page(placed.page, fault) for placed in _of_text(layout) for fault in _gaps_in(placed.line)]
    wrong += [on_page(placed.page, placed.line.text[:6]) for placed in _uneven(layout)]
    return Outcome(
        required=_("character after character, at one distance"),
        found=listed(wrong) or _("none"),
        passed=not wrong,
        reading=_(
            "A place of more than three quarters of a character where nothing, not even a blank, is read; a blank that "
            "is read where there is no place; Han characters of one line at distances that differ by more than 1 pt, "
            "or in a paragraph's last line other than in most of them."
        ),
    )


def _of_text(layout: Layout) -> Iterator[PlacedLine]:
    for paragraph in layout.of(ParagraphRole.BODY, ParagraphRole.SALUTATION):
        yield from paragraph.lines


def _gaps_in(line: ExtractedLine) -> Iterator[str]:
    for before, after in pairwise(line.glyphs):
        gap = (after.left - before.right) / before.style.size
        if not after.after_blank and gap > _WIDEST_GAP:
            yield f"{before.text}…{after.text}"
        if after.after_blank and _are_han(before, after) and gap < _NARROWEST_BLANK:
            yield f"{before.text} {after.text}"


def _are_han(before: Glyph, after: Glyph) -> bool:
    return bool(HAN.match(before.text) and HAN.match(after.text))


def _uneven(layout: Layout) -> Iterator[PlacedLine]:
    paragraphs = [*layout.of(ParagraphRole.BODY, ParagraphRole.SALUTATION)]
    loose = [step for paragraph in paragraphs for step in _steps(paragraph.lines[-1].line)]
    usual = median(loose) if loose else CHARACTER  # whether it is that of the grid is characters_per_line's to say
    for paragraph in paragraphs:
        for placed in paragraph.lines:
            steps = _steps(placed.line)
            is_off = placed is paragraph.lines[-1] and any(map(_off_pitch(placed.line, usual, layout), steps))
            if steps and (is_off or max(steps) - min(steps) > _UNEVEN):
                yield placed


def _off_pitch(line: ExtractedLine, usual: float, layout: Layout) -> Callable[[float], bool]:
    is_full = layout.right - line.right < CHARACTER
    closer = CROWDED if is_of_word_processor(layout) else _FULL if is_full else _LOOSE
    return lambda step: not -closer <= step - usual <= _LOOSE


def _steps(line: ExtractedLine) -> list[float]:
    """From one Han character to the next of the same type."""
    return [
        after.left - before.left
        for before, after in pairwise(line.glyphs)
        if _are_han(before, after) and not after.after_blank
        and (before.style.font, before.style.size) == (after.style.font, after.style.size)
    ]  # fmt: skip


@check("indent", _("Paragraph indent"), clause="7.3.3")
def indent(layout: Layout) -> Outcome:
    found = [(paragraph, _indent(paragraph, layout)) for paragraph in layout.of(ParagraphRole.BODY)]
    wrong = [on_page(paragraph.lines[0].page, f"{value:.1f} {paragraph.text[:6]}")
             for paragraph, value in found if abs(value - INDENT) > 0.15]  # fmt: skip
    wrong += [on_page(placed.page, f"{inset:.1f} {placed.line.text[:6]}") for placed, inset in _set_in(layout)]
    return Outcome(
        required=_("paragraphs begin 2 characters in, their turned lines at the edge"),
        found=listed(wrong) or _("%(count)s paragraphs, all 2") % {"count": len(found)},
        passed=not wrong,
        reading=_("In characters of the body's own pitch; an opening mark may begin with its box or its right half."),
    )


def _indent(paragraph: ExtractedParagraph, layout: Layout) -> float:
    return _inset(paragraph.first, layout, INDENT)


def _set_in(layout: Layout) -> Iterator[tuple[PlacedLine, float]]:
    for paragraph in layout.of(ParagraphRole.BODY, ParagraphRole.SALUTATION):
        for placed in paragraph.lines[1:]:
            if abs(inset := _inset(placed.line, layout, 0)) * CHARACTER > FLUSH_TOLERANCE:
                yield placed, inset


def _inset(line: ExtractedLine, layout: Layout, asked: float) -> float:
    inset = (line.left - layout.left) / CHARACTER
    if line.text[0] in OPENING:
        return min(inset, inset + 0.5, key=lambda value: abs(value - asked))
    return inset
