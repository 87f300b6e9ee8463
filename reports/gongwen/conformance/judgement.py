"""The whole check of one file."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .checks import attachments, byline, ending, file, grid, page, page_numbers, typography
from .extraction import MAXIMUM_BYTES, MAXIMUM_PAGES, UnreadablePDFError, read_pdf
from .faces import face_of, family, is_substitute
from .layout import Layout, lay_out
from .sheet import Check, Message, Sheet

SHEET = 1  # rises with every change after which the same file is judged otherwise; published sheets stay as they are
_REASONS: dict[str, Message] = {
    "damaged": _("not a PDF, or a damaged one"),
    "encrypted": _("locked with a password"),
    "empty": _("no pages"),
    "large": format_lazy(
        _("too large to be judged: more than {size} MB or too many characters"), size=MAXIMUM_BYTES // 1024**2
    ),
    "long": format_lazy(_("too long to be judged: more than {pages} pages"), pages=MAXIMUM_PAGES),
}


def judge(data: bytes, *, centred_page_numbers: bool = False) -> Sheet:
    """Judge the PDF `data`, whatever program made it, by GB/T 9704-2012.

    Never raises for what is in the file: one that cannot be read fails the check `readable`, alone.
    """
    try:
        reading = read_pdf(data)
    except UnreadablePDFError as error:
        return Sheet((_readable(_REASONS[error.reason], passed=False),), pages=0)
    layout = lay_out(reading)
    glyphs = sum(len(line.glyphs) for page in reading.pages for line in page.lines)
    readable = _readable(_("%(count)s characters of text") % {"count": glyphs}, passed=bool(glyphs))
    place = page_numbers.page_number_centred if centred_page_numbers else page_numbers.page_number_place
    judged = (
        (
            *page.CHECKS,
            *grid.CHECKS,
            *typography.CHECKS,
            *byline.CHECKS,
            *page_numbers.CHECKS,
            place,
            *ending.CHECKS,
            *attachments.CHECKS,
        )
        if glyphs
        else ()
    )
    checks = (readable, *(check(layout) for check in (*judged, *file.CHECKS)))
    return Sheet(checks, len(reading.pages), _substitutes(layout))


def _readable(found: Message, *, passed: bool) -> Check:
    return Check("readable", "", _("a PDF whose text can be read"), found, passed)


def _substitutes(layout: Layout) -> tuple[tuple[str, str], ...]:
    """Families in use that stand in for a face of the standard."""
    lines = [line for page in layout.extracted.pages for line in page.lines]
    fonts = {glyph.style.font for line in lines for glyph in line.glyphs}
    return tuple(sorted({(str(face_of(font)), family(font)) for font in fonts if is_substitute(font)}))
