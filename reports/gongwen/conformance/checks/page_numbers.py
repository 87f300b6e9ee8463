"""Page numbers: form, face, size and place."""

import re
from collections.abc import Iterator

from ..extraction import ExtractedLine, ExtractedPage
from ..faces import StandardFace, face_of
from ..glyphs import Glyph
from ..layout import Layout
from ..phrases import listed, on_page
from ..registry import check
from ..sheet import Outcome
from ..standard import (
    AREA_BOTTOM,
    AREA_LEFT,
    AREA_RIGHT,
    BODY_SIZES,
    MARGIN_TOLERANCE,
    NUMBER_DROP,
    NUMBER_SIZE,
    SIZE_TOLERANCE,
    millimetres,
)
from ..translation import gettext_lazy as _
from .typography import fonts_in, sizes_in

_FORM = re.compile(r"[—―─](\d{1,4})[—―─]")
_DASHES = "—―─–-−－"


def _found(layout: Layout) -> list[tuple[ExtractedPage, ExtractedLine]]:
    return [(page, line) for page, line in layout.numbers if line]


def _glyphs(layout: Layout) -> list[Glyph]:
    return [glyph for _page, line in _found(layout) for glyph in line.glyphs]


@check("page_number", _("Page numbers"), clause="7.5")
def page_number(layout: Layout) -> Outcome:
    shown = [(page.number, line.text if line else "") for page, line in layout.numbers]
    before = next((value - number for number, text in shown if (value := _value(text))), 0)
    wrong = [on_page(number, text or str(_("none"))) for number, text in shown if _value(text) != number + before]
    return Outcome(
        required="— 1 —",
        found=listed(wrong) or listed([text for _number, text in shown]),
        passed=not wrong,
        reading=_("On every page, counted on; blanks between dash and figure are not judged."),
    )


def _value(text: str) -> int | None:
    match = _FORM.fullmatch(text)
    return int(match[1]) if match else None


@check("page_number_face", _("Face of page numbers"), clause="7.5")
def page_number_face(layout: Layout) -> Outcome:
    digits = [glyph for glyph in _glyphs(layout) if glyph.text.isdigit()]
    return Outcome(
        required=StandardFace.SONG.value,
        found=fonts_in(digits) or _("no page number"),
        passed=all(face_of(glyph.style.font) is StandardFace.SONG for glyph in digits),
        reading=_("The figures are judged, the dashes may come from another font."),
    )


@check("page_number_size", _("Size of page numbers"), clause="7.5")
def page_number_size(layout: Layout) -> Outcome:
    glyphs = _glyphs(layout)
    return Outcome(
        required=_("4号, 14 pt"),
        found=sizes_in(glyphs) or _("no page number"),
        passed=all(abs(glyph.style.size - NUMBER_SIZE) <= SIZE_TOLERANCE for glyph in glyphs),
    )


@check("page_number_height", _("Height of page numbers"), clause="7.5")
def page_number_height(layout: Layout) -> Outcome:
    drops = [(page, _dash_top(line) - AREA_BOTTOM) for page, line in _found(layout)]
    wrong = [drop for drop in drops if abs(drop[1] - NUMBER_DROP) > MARGIN_TOLERANCE]
    return Outcome(
        required=_("7 mm below the type area"),
        found=listed([on_page(page.number, millimetres(drop)) for page, drop in wrong or drops]) or _("no page number"),
        passed=not wrong,
        reading=_(
            "From 262 mm below the paper's upper edge to the dash's ink, ± 1 mm; without dash to the figure's middle."
        ),
    )


def _dash_top(line: ExtractedLine) -> float:
    """Where the dash is, or where it would be: at half the height of the figures."""
    dashes = [glyph.ink_top for glyph in line.glyphs if glyph.text in _DASHES]
    return min(dashes, default=(line.ink_top + line.ink_bottom) / 2)


@check("page_number_place", _("Place of page numbers"), clause="7.5")
def page_number_place(layout: Layout) -> Outcome:
    return _centred(layout) if layout.centred_page_numbers else _outside(layout)


def _outside(layout: Layout) -> Outcome:
    wrong = [(page, line) for page, line in _found(layout) if not _is_outside(page, line)]
    shown = [on_page(page.number, _edges(line)) for page, line in wrong or _found(layout)]
    return Outcome(
        required=_("odd pages right, even pages left, 1 character in"),
        found=listed(shown) or _("no page number"),
        passed=not wrong,
        reading=_("The character is one of 4号 or of 3号: 14 to 16 pt from the type area's edge, ± a quarter of it."),
    )


def _is_outside(page: ExtractedPage, line: ExtractedLine) -> bool:
    inset = AREA_RIGHT - line.right if page.number % 2 else line.left - AREA_LEFT
    tolerance = NUMBER_SIZE / 4
    return NUMBER_SIZE - tolerance <= inset <= max(BODY_SIZES) + tolerance


def _centred(layout: Layout) -> Outcome:
    wrong = [(page, line) for page, line in _found(layout) if not _is_centred(page, line)]
    shown = [on_page(page.number, _edges(line)) for page, line in wrong or _found(layout)]
    return Outcome(
        required=_("centred"),
        found=listed(shown) or _("no page number"),
        passed=not wrong,
        reading=_("Centred by the site's setting, not by the standard; in the middle of the type area or the paper."),
    )


def _is_centred(page: ExtractedPage, line: ExtractedLine) -> bool:
    middle = (line.left + line.right) / 2
    return any(abs(middle - centre) <= MARGIN_TOLERANCE for centre in _centres(page))


def _centres(page: ExtractedPage) -> Iterator[float]:
    yield page.width / 2
    yield (AREA_LEFT + AREA_RIGHT) / 2


def _edges(line: ExtractedLine) -> str:
    return str(_("%(left)s to %(right)s") % {"left": millimetres(line.left), "right": millimetres(line.right)})
