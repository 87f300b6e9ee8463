"""What is seen is what is read: nothing is drawn that is no text, nothing covers it, and it is plain black text."""

from collections.abc import Iterator
from itertools import pairwise

from ..drawing import Box
from ..extraction import ExtractedPage
from ..glyphs import Glyph
from ..layout import Layout, ParagraphRole
from ..lines import HAN
from ..phrases import listed, on_page
from ..registry import check
from ..sheet import Outcome
from ..standard import millimetres
from ..translation import gettext_lazy as _
from ..word_processors import is_of_word_processor

_LEAST_STEP = 0.6  # of an em, from one Han character to the next
_CUT = 0.3  # points of a character that a clipping path may take: its smoothed edge
_ROUND_TABLE = 48.0  # points above and below the text of a table, where its rules are


@check("foreign_ink", _("Nothing but text"), clause="5.2.4", of_text=False)
def foreign_ink(layout: Layout) -> Outcome:
    wrong = [on_page(page.number, fault) for page in layout.extracted.pages for fault in _foreign(page, layout)]
    return Outcome(
        required=_("no pictures, frames, bars or underlines"),
        found=listed(wrong) or _("nothing else is drawn"),
        passed=not wrong,
        reading=_(
            "Each page is drawn with and without its text and the two compared. The rules of a table and a watermark "
            "in pale grey outlines below the text may be there; annotations are judged on their own."
        ),
    )


def _foreign(page: ExtractedPage, layout: Layout) -> Iterator[str]:
    yield from page.drawing.foreign
    if any(not _is_of_table(box, page, layout) for box in _spare_rules(page, layout)):
        yield str(_("a line that belongs to no table"))
    if page.drawing.stray:
        yield str(_("ink without text at %(place)s")) % {"place": _place(page.drawing.stray)}


def _spare_rules(page: ExtractedPage, layout: Layout) -> list[Box]:
    """Those that belong to no full grid. Word processors merge cells, and leave rules out."""
    return layout.spare_rules.get(page.number, []) if page.portrait else []


def _is_of_table(box: Box, page: ExtractedPage, layout: Layout) -> bool:
    if not is_of_word_processor(layout):
        return False
    rows = [
        placed.line
        for paragraph in layout.of(ParagraphRole.TABLE)
        for placed in paragraph.lines
        if placed.page == page.number
    ]
    if not rows:
        return False
    top, bottom = min(row.ink_top for row in rows), max(row.ink_bottom for row in rows)
    return top - _ROUND_TABLE <= box[1] and box[3] <= bottom + _ROUND_TABLE


def _place(box: Box) -> str:
    left, top, _right, _bottom = box
    return f"{millimetres(left)}, {millimetres(top)}"


@check("hidden_text", _("All text is seen"), clause="5.2.4")
def hidden_text(layout: Layout) -> Outcome:
    wrong = [on_page(page.number, fault) for page in layout.extracted.pages for fault in _hidden(page, layout)]
    return Outcome(
        required=_("no text is covered or invisible"),
        found=listed(wrong) or _("all text is seen"),
        passed=not wrong,
    )


def _hidden(page: ExtractedPage, layout: Layout) -> Iterator[str]:
    if page.outside:
        yield str(_("beside the paper: %(text)s")) % {"text": page.outside[:8]}
    if over := "".join(after.text for line in page.lines for before, after in pairwise(line.glyphs)
                       if _covers(before, after)):  # fmt: skip
        yield str(_("one over another: %(text)s")) % {"text": over[:8]}
    if cut := "".join(glyph.text for line in page.lines for glyph in line.glyphs if _is_cut(glyph)):
        yield str(_("cut off: %(text)s")) % {"text": cut[:8]}
    if page.drawing.hidden:
        yield str(_("covered at %(place)s")) % {"place": _place(page.drawing.hidden)}
    if page.drawing.unseen and not layout.extracted.facts.missing_fonts:  # drawn with whatever is at hand
        yield str(_("without ink: %(text)s")) % {"text": page.drawing.unseen[:8]}


def _is_cut(glyph: Glyph) -> bool:
    if glyph.style.clip is None:
        return False
    left, top, right, bottom = glyph.style.clip
    beyond = (left - glyph.ink_left, top - glyph.ink_top, glyph.ink_right - right, glyph.ink_bottom - bottom)
    return max(beyond) > _CUT


def _covers(before: Glyph, after: Glyph) -> bool:
    """Of two Han characters, whose boxes are full: marks lend their blank halves."""
    is_han = bool(HAN.match(before.text) and HAN.match(after.text))
    return is_han and after.left - before.left < _LEAST_STEP * after.style.size


@check("plain_text", _("Drawing of the text"), clause="5.2.2")
def plain_text(layout: Layout) -> Outcome:
    wrong = [
        on_page(page.number, "".join(glyph.text for glyph in line.glyphs if not _is_plain(glyph))[:8])
        for page in layout.extracted.pages
        for line in page.lines
        if not all(_is_plain(glyph) for glyph in line.glyphs)
    ]
    return Outcome(
        required=_("upright, filled outlines, neither narrowed nor slanted"),
        found=listed(wrong) or _("all text is upright and filled"),
        passed=not wrong,
        reading=_("Text thickened by an outline (rendering mode 2), hidden (3) or turned is not text of a report."),
    )


def _is_plain(glyph: Glyph) -> bool:
    return glyph.style.mode == 0 and glyph.style.upright
