"""The whole check of one file."""

from collections.abc import Iterable
from pathlib import Path

from ..fonts import named_fonts
from .checks import CHECKS, readability
from .extraction import UnreadablePDFError, read_pdf
from .faces import face_of, family, is_substitute
from .layout import Layout, lay_out
from .sheet import Sheet


def judge(data: bytes, *, centred_page_numbers: bool = False, font_folders: Iterable[str | Path] = ()) -> Sheet:
    """Judges the PDF `data`, whatever program made it, by GB/T 9704-2012. What its fonts draw is compared with the
    fonts in the folders. Raises FontError for a folder that holds a file which is no font.

    Never raises for what is in the file: one that cannot be read fails the check `readable`, alone.
    """
    try:
        extracted = read_pdf(data)
    except UnreadablePDFError as error:
        return Sheet((readability.unreadable(error),), pages=0)
    layout = lay_out(extracted, centred_page_numbers=centred_page_numbers, fonts=named_fonts(font_folders))
    has_text = any(page.lines for page in extracted.pages)
    checks = tuple(check(layout) for check in CHECKS if has_text or not check.of_text)
    return Sheet(checks, len(extracted.pages), _substitutes(layout))


def _substitutes(layout: Layout) -> tuple[tuple[str, str], ...]:
    """(face, family) pairs of the families in use that stand in for a face of the standard."""
    lines = [line for page in layout.extracted.pages for line in page.lines]
    fonts = {glyph.style.font for line in lines for glyph in line.glyphs}
    return tuple(sorted({(str(face_of(font)), family(font)) for font in fonts if is_substitute(font)}))
