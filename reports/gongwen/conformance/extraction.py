"""A PDF read back: its pages, their lines, and what the file says of itself."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from . import glyphs
from .drawing import Drawing, read_drawing
from .glyphs import Glyph
from .metadata import FileFacts, read_facts

MAXIMUM_BYTES = 64 * 1024 * 1024
# Of the largest report that is accepted: 200,000 characters in 2,000 paragraphs with what is set around them.
MAXIMUM_PAGES = 500
MAXIMUM_GLYPHS = 250_000
_PALE, _WHITE, _OPAQUE = 200, 245, 255
# Points and degrees of a watermark's type: one larger than half of the paper's width is a shade over the page.
_SMALLEST_MARK, _LARGEST_MARK, _FLATTEST = 20.0, 300.0, 15.0
_BLACK = 8  # of 255: a grey of 6 % is seen
_INK_BLACK = (35, 31, 32)  # what PDFium makes of printers' black alone, without the other inks
_SAME_LINE = 0.35  # of an em: superscripts and mixed faces share a line, neighbouring lines never do


class UnreadablePDFError(Exception):
    """`reason` is damaged, encrypted, empty, large or long."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, eq=False)  # a line is itself alone: another page may hold its twin
class ExtractedLine:
    """Glyphs on one baseline, from left to right, never empty."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @cached_property
    def baseline(self) -> float:
        return Counter(glyph.baseline for glyph in self.glyphs).most_common(1)[0][0]

    @cached_property
    def size(self) -> float:
        return Counter(glyph.style.size for glyph in self.glyphs).most_common(1)[0][0]

    @cached_property
    def ink_top(self) -> float:
        return min(glyph.ink_top for glyph in self.glyphs)

    @cached_property
    def ink_bottom(self) -> float:
        return max(glyph.ink_bottom for glyph in self.glyphs)

    @property
    def ink_right(self) -> float:
        return max(glyph.ink_right for glyph in self.glyphs)


@dataclass(frozen=True)
class ExtractedPage:
    """`number` counts from 1. `watermark` is how many glyphs were left out because they belong to a watermark,
    `outside` what is read but lies beside the paper, `unseen` what is read and has no look at all.
    """

    number: int
    width: float
    height: float
    lines: tuple[ExtractedLine, ...]
    watermark: int = 0
    drawing: Drawing = field(default_factory=Drawing)
    outside: str = ""
    unseen: str = ""

    @property
    def portrait(self) -> bool:
        return self.width < self.height


@dataclass(frozen=True)
class ExtractedFile:
    pages: tuple[ExtractedPage, ...]
    facts: FileFacts


def read_pdf(data: bytes) -> ExtractedFile:
    """Raises UnreadablePDFError for data that is no PDF, needs a password, or is too large to judge."""
    if len(data) > MAXIMUM_BYTES:
        raise UnreadablePDFError("large")
    facts = read_facts(data)
    if isinstance(facts, str):
        raise UnreadablePDFError(facts)
    with glyphs.LOCK:
        return ExtractedFile(_read_pages(data), facts)


def _read_pages(data: bytes) -> tuple[ExtractedPage, ...]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePDFError("encrypted" if error.err_code == FPDF_ERR_PASSWORD else "damaged") from error
    try:
        if len(document) > MAXIMUM_PAGES:
            raise UnreadablePDFError("long")
        return tuple(_read_each(list(document)))  # all open: PDFium keeps a font only as long as a page uses it
    except pypdfium2.PdfiumError as error:
        raise UnreadablePDFError("damaged") from error
    finally:
        document.close()


def _read_each(pages: list[pypdfium2.PdfPage]) -> Iterator[ExtractedPage]:
    allowed = MAXIMUM_GLYPHS
    for number, page in enumerate(pages, 1):
        found = list(islice(glyphs.read_glyphs(page), allowed + 1))
        allowed -= len(found)
        if allowed < 0:
            raise UnreadablePDFError("large")
        width, height = page.get_size()
        seen, beside = _divide(found, width, height)
        kept = [glyph for glyph in seen if not is_watermark(glyph)]
        unseen = glyphs.read_unseen(page)
        drawing = read_drawing(page, seen)
        yield ExtractedPage(number, width, height, join_lines(kept), len(seen) - len(kept), drawing, beside, unseen)


def _divide(found: Iterable[Glyph], width: float, height: float) -> tuple[list[Glyph], str]:
    """The glyphs on the paper, and the text of those beside it."""
    seen: list[Glyph] = []
    beside: list[Glyph] = []
    for glyph in found:
        is_seen = 0 <= glyph.left <= width and 0 <= glyph.baseline <= height
        (seen if is_seen else beside).append(glyph)
    return seen, "".join(glyph.text for glyph in beside)


def is_watermark(glyph: Glyph) -> bool:
    """Large, pale grey and not white, slanting, inside what the file itself marks as an artifact: all of these."""
    *inks, alpha = glyph.style.colour
    is_pale = _PALE <= min(inks) == max(inks) <= _WHITE and alpha == _OPAQUE
    is_large = _SMALLEST_MARK <= glyph.style.size <= _LARGEST_MARK
    is_slanting = _FLATTEST <= glyph.style.turned % 90 <= 90 - _FLATTEST
    return is_pale and is_large and is_slanting and glyph.style.artifact


def is_black(glyph: Glyph) -> bool:
    """Black, printers' black or what no eye tells from it, and opaque."""
    *inks, alpha = glyph.style.colour
    return (max(inks) <= _BLACK or tuple(inks) == _INK_BLACK) and alpha == _OPAQUE


def join_lines(found: Iterable[Glyph]) -> tuple[ExtractedLine, ...]:
    """The lines of one page, from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(found, key=lambda glyph: glyph.baseline):
        if rows and glyph.baseline - rows[-1][0].baseline <= _SAME_LINE * max(glyph.style.size, 1):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return tuple(ExtractedLine(tuple(sorted(row, key=lambda glyph: glyph.left))) for row in rows)
