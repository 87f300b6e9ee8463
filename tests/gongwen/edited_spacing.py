"""Right files made wrong in what is spaced, read or marked otherwise: short lines, unseen characters, watermarks."""

import io
from functools import partial

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pikepdf import Name

from . import edited_lines as line
from .edited_files import of_last_line
from .edited_lines import MATRIX
from .edited_pdfs import LINES, Edit, change_rows, draw, font_of, within
from .wrong_pdfs import FANG, HEI, code_of


def _last(change):
    return partial(of_last_line, change=change)


def set_in(points, shown):
    return MATRIX.sub(lambda m: b"1 0 0 %s1 %.3f %s Tm" % (m[1], float(m[2]) + points, m[3]), shown)


def spaced(points, shown):
    return within(b"%g Tc" % points, b"0 Tc", shown)


def pushed(points, shown):
    """One character and those behind it."""
    glyph = line._glyph(shown, 2)
    code, shift = glyph.split()
    return shown.replace(glyph, b"%s %.3f" % (code, float(shift) + points * 1000 / 16), 1)


def read_as(pdf, *, drawn, read):
    """`read` as a map of codes writes it."""
    font = font_of(pdf, FANG)
    code = b"<%04x>\n" % ord(drawn)
    map_ = font.ToUnicode.read_bytes()
    assert code in map_
    font.ToUnicode = pdf.make_stream(map_.replace(b" " + code, b" <%s>\n" % read))


def changed_font(pdf, *, change):
    """`change` of the top dictionary of the body's font."""
    descriptor, fonts, written = font_of(pdf, FANG).DescendantFonts[0].FontDescriptor, CFFFontSet(), io.BytesIO()
    fonts.decompile(io.BytesIO(descriptor.FontFile3.read_bytes()), None)
    change(fonts[0])
    fonts.compile(written, TTFont())
    descriptor.FontFile3 = pdf.make_stream(written.getvalue(), Subtype=Name.CIDFontType0C)


def _empty_first(top):
    glyph = top.CharStrings[".notdef"]
    glyph.decompile()
    glyph.program = ["endchar"]


def with_unseen(pdf, *, read):
    """A character without outline or width inside a line."""
    changed_font(pdf, change=_empty_first)
    font = font_of(pdf, FANG)
    added = b"\n1 beginbfchar\n<0000> <%s>\nendbfchar\nendcmap" % read
    font.ToUnicode = pdf.make_stream(font.ToUnicode.read_bytes().replace(b"\nendcmap", added))
    change_rows(pdf, chosen=LINES, change=_put_first)


def _put_first(shown):
    glyph = line._glyph(shown, 3)
    return shown.replace(glyph, glyph + b" <0000> 1000 ", 1)


def with_mark(pdf, *, look, size, matrix):
    """Text in the manner of a watermark."""
    codes = "".join(code_of(character, HEI) for character in "述职报告").encode()
    shown = b"BT %s /%s %g Tf %s 90 500 Tm <%s> Tj ET" % (look, HEI.encode(), size, matrix, codes)
    draw(pdf, content=shown, below=True)


_SLANTING = b"0.7 0.7 -0.7 0.7"
SPACING_EDITS: dict[str, tuple[str, Edit]] = {
    **{f"a short line {points} pt to the right": ("indent", _last(partial(set_in, points))) for points in (1, 2, 4, 8)},
    **{f"a short line spaced by {points} pt": ("gaps", _last(partial(spaced, points)))
       for points in (-2, -1, -0.5, 0.5, 1, 2)},
    **{f"a short line with a step of {points:+} pt": ("gaps", _last(partial(pushed, points)))
       for points in (-9, -6, -3, 2, 4, 6)},
    "a blank that is read where there is no place": ("gaps", partial(with_unseen, read=b"0020")),
    **{f"U+{code.upper()} that nobody sees": ("replaced_text", partial(with_unseen, read=code.encode()))
       for code in ("200b", "202e", "2060", "feff")},
    "a double of a character read for it": ("replaced_text", partial(read_as, drawn="里", read=b"f9e9")),
    "a character read as two": ("glyph_shapes", partial(read_as, drawn="修", read=b"4fee4fee")),
    "a character read with 不 before it": ("glyph_shapes", partial(read_as, drawn="修", read=b"4e0d4fee")),
    "a character read with a mark that turns the order": (
        "glyph_shapes", partial(read_as, drawn="修", read=b"4fee202e")),
    "a character read with a stroke through it": ("glyph_shapes", partial(read_as, drawn="修", read=b"4fee0336")),
    "a character read as nothing": ("foreign_ink", partial(read_as, drawn="修", read=b"200b")),
    "a white watermark": ("hidden_text", partial(with_mark, look=b"1 g", size=90, matrix=_SLANTING)),
    "a small watermark": ("colour", partial(with_mark, look=b"0.8 g", size=10, matrix=_SLANTING)),
    "a watermark that hardly slants": (
        "colour", partial(with_mark, look=b"0.8 g", size=16, matrix=b"0.9986 0.0523 -0.0523 0.9986")),
    "a watermark that stands upright": ("colour", partial(with_mark, look=b"0.8 g", size=40, matrix=b"0 1 -1 0")),
    "a watermark on its head": ("colour", partial(with_mark, look=b"0.8 g", size=40, matrix=b"-1 0 0 -1")),
}  # fmt: skip
