"""The page: paper, margins, type area, colour."""

from ..extraction import ExtractedLine, is_black
from ..layout import Layout, flush_left
from ..lines import HAN, OPENING
from ..phrases import listed, on_page
from ..registry import check
from ..sheet import Message, Outcome
from ..standard import (
    AREA_HEIGHT,
    AREA_LEFT,
    AREA_TOP,
    AREA_WIDTH,
    MARGIN_TOLERANCE,
    MM,
    PAPER,
    PAPER_TOLERANCE,
    millimetres,
)
from ..translation import gettext_lazy as _
from ..word_processors import is_set_up, set_up_top

_EM_ABOVE, _EM_BELOW = 0.88, 0.12  # of the size, from the baseline to the edges of a Han character's square
_A_FEW = 3  # characters: with fewer, one odd shape would speak for a whole page


@check("paper", _("Paper"), clause="5.1")
def paper(layout: Layout) -> Outcome:
    sizes = [(round(page.width / MM, 1), round(page.height / MM, 1)) for page in layout.extracted.pages]
    wrong = [size for size in sizes if not _is_a4(sorted(size))]
    return Outcome(
        required=_("A4, 210 × 297 mm"),
        found=listed([f"{width:g} × {height:g} mm" for width, height in dict.fromkeys(wrong or sizes)]),
        passed=not wrong,
        reading=_("A landscape page for a wide table is A4 too; what stands on it is not judged."),
    )


def _is_a4(size: list[float]) -> bool:
    return all(abs(side - standard) <= PAPER_TOLERANCE for side, standard in zip(size, PAPER, strict=True))


@check("left_margin", _("Left margin"), clause="5.2.1")
def left_margin(layout: Layout) -> Outcome:
    lines = [line for line in flush_left(layout) if line.text[0] not in OPENING]  # their ink is in the right half
    edges = [min(glyph.ink_left for glyph in line.glyphs) for line in lines]
    edge = min(edges, default=AREA_LEFT)
    return Outcome(
        required="28 mm ± 1 mm",
        found=millimetres(edge) if edges else _("no line reaches the left edge"),
        passed=abs(edge - AREA_LEFT) <= MARGIN_TOLERANCE,
        reading=_("From the paper's edge to the leftmost ink of the lines that begin at the left edge."),
    )


@check("top_margin", _("Top margin"), clause="5.2.1")
def top_margin(layout: Layout) -> Outcome:
    first = min(layout.pages, default=1)
    judged = {
        number: lines[0]
        for number, lines in layout.pages.items()
        if number == first or (layout.is_on_lines(number) and lines[0] not in layout.table_of)
    }
    tops = {number: line.ink_top for number, line in judged.items() if _has_height(line)}
    wrong = [
        number
        for number, top in tops.items()
        if top < AREA_TOP - MARGIN_TOLERANCE or (number != first and top > AREA_TOP + MARGIN_TOLERANCE)
    ]
    both = {number: top for number, top in tops.items() if number in wrong and is_set_up(judged[number], layout)}
    wrong = [number for number in wrong if number not in both]
    return Outcome(
        required="37 mm ± 1 mm",
        found=listed([on_page(number, millimetres(tops[number])) for number in wrong or tops]),
        passed=not wrong,
        reading=_(
            "From the paper's edge to the highest ink of a page's first line; the first page may begin lower. In a "
            "word processor's file the page set-up counts too: there the font's metrics set the ink lower."
        ),
        note=_two_readings(both, judged, layout),
    )


def _two_readings(tops: dict[int, float], lines: dict[int, ExtractedLine], layout: Layout) -> Message:
    """Of the first page on which they differ."""
    for number, top in tops.items():
        return _("Two readings, page %(page)s: %(ink)s by the ink, %(set_up)s by the page set-up.") % {
            "page": number,
            "ink": millimetres(top),
            "set_up": millimetres(set_up_top(lines[number], layout)),
        }
    return ""


def _has_height(line: ExtractedLine) -> bool:
    return len(HAN.findall(line.text)) >= _A_FEW


@check("type_area", _("Type area"), clause="5.2.1")
def type_area(layout: Layout) -> Outcome:
    lines = [line for page in layout.pages.values() for line in page]
    width = max((line.ink_right for line in lines), default=layout.left) - layout.left
    height = max((_foot(page[-1]) - _top(page[0]) for page in layout.pages.values()), default=0.0)
    return Outcome(
        required=_("nothing outside 156 × 225 mm"),
        found=f"{width / MM:.1f} × {height / MM:.1f} mm",
        passed=width <= AREA_WIDTH + MARGIN_TOLERANCE and height <= AREA_HEIGHT + MARGIN_TOLERANCE,
        reading=_(
            "The ink's greatest extent from the type area's left edge and from a page's first line, ± 1 mm; what hangs "
            "below a character's square, as brackets and the tails of Latin letters do, is left out."
        ),
    )


def _top(line: ExtractedLine) -> float:
    """The top of the ink. Brackets and strokes that overshoot the em square are cut at its edge."""
    return max(line.ink_top, line.baseline - _EM_ABOVE * line.size)


def _foot(line: ExtractedLine) -> float:
    return min(line.ink_bottom, line.baseline + _EM_BELOW * line.size)


@check("colour", _("Colour"), clause="5.2.4")
def colour(layout: Layout) -> Outcome:
    wrong = [
        on_page(page.number, "".join(glyph.text for glyph in line.glyphs if not is_black(glyph))[:8])
        for page in layout.extracted.pages
        for line in page.lines
        if not all(is_black(glyph) for glyph in line.glyphs)
    ]
    watermark = sum(page.watermark for page in layout.extracted.pages)
    return Outcome(
        required=_("black"),
        found=_("not black: %(text)s") % {"text": listed(wrong)} if wrong else _("black"),
        passed=not wrong,
        note=_("%(count)s characters of a watermark are not judged.") % {"count": watermark} if watermark else "",
        reading=_("Pale grey text that is turned and marked as an artifact is taken for a watermark."),
    )
