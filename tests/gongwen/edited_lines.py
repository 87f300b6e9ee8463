"""Edits of lines and glyphs in the content of a page, for `edited_pdfs`: what is moved, doubled, hidden, exchanged."""

import re

from .wrong_pdfs import FANG, MM, SONG, code_of

MATRIX = re.compile(rb"1 0 0 (-?)1 ([\d.]+) ([\d.]+) Tm")
_GLYPH = re.compile(rb"<[0-9a-f]{4}> -?[\d.]+")
_CODE = re.compile(rb"<[0-9a-f]{4}>")


def codes(text, face=FANG):
    return "".join(code_of(character, face) for character in text).encode()


def shown_at(x, y, text, *, size=16, face=FANG):
    return b" BT 0 g /%s %g Tf 1 0 0 1 %.3f %.3f Tm <%s> Tj ET" % (face.encode(), size, x, y, codes(text, face))


def _glyph(shown, number):
    return _GLYPH.findall(shown)[number]


def glyph_gone(shown):
    """A blank of the same width in its place."""
    glyph = _glyph(shown, 5)
    return shown.replace(glyph, b"%.3f" % (float(glyph.split()[1]) - 1000), 1)


def glyph_raised(points, shown):
    glyph = _glyph(shown, 5)
    return shown.replace(glyph, b"] TJ %g Ts [%s] TJ 0 Ts [" % (points, glyph), 1)


def glyphs_as(size, face, shown, *, first=5, last=7):
    chosen = b" ".join(_GLYPH.findall(shown)[first:last])
    other, body = (b"] TJ /%s %g Tf [" % (font.encode(), points) for font, points in ((face, size), (FANG, 16)))
    return shown.replace(chosen, other + chosen + body, 1)


def doubled(shift, shown):
    """The same again, a little to the right: what word processors without a bold face do."""
    again = MATRIX.sub(lambda match: b"1 0 0 %s1 %.3f %s Tm" % (match[1], float(match[2]) + shift, match[3]), shown)
    return shown + b" " + again


def with_text(x, text, shown, *, y=None, size=16):
    """Other text on the same line, or somewhere."""
    match = MATRIX.search(shown)
    return shown + shown_at(x, float(match[3]) if y is None else y, text, size=size)


def begins_with(character, shown):
    return _CODE.sub(b"<%s>" % codes(character), shown, count=1)


def ends_with(character, shown):
    place = shown.rindex(b"<")
    return shown[:place] + b"<%s>" % codes(character) + shown[place + 6 :]


def page_of_prose(number):
    """The content of a landscape page that holds prose in place of a table; its tags count from 0 to 7."""
    lines = [
        b"/P <</MCID %d>> BDC %s EMC" % (line, shown_at(80, 500 - 29 * line, "修好道路听取群众意见水渠疏通让大家满意"))
        for line in range(8)
    ]
    return b"\n".join([*lines, b"/Artifact BMC %s EMC" % shown_at(80, 60, f"—{number}—", size=14, face=SONG)])


def line_below(y, tag):
    return b"/P <</MCID %d>> BDC %s EMC" % (tag, shown_at(28 * MM + 31.6, y, "修好道路。"))
