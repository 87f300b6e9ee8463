"""The byline below the title: unit, post and name, and the date."""

from collections.abc import Iterator
from itertools import dropwhile, takewhile

from reports.prose.numbering import level_of

from ..extraction import ExtractedLine
from ..faces import StandardFace
from ..glyphs import Glyph
from ..layout import Layout, ParagraphRole
from ..lines import off_middle
from ..phrases import listed
from ..registry import check
from ..sheet import Outcome
from ..standard import INDENT
from ..translation import gettext as _
from ..translation import gettext_lazy
from .ending import is_any_date
from .typography import common, fonts_in, han, is_body_size, share_of, sizes_in

_SHARE = 0.9
_DASHES = "—―─–-－"
_COLONS = "：:"
_BRACKETS = "（）"


@check("byline", gettext_lazy("Byline"), clause="7.3.1")
def byline(layout: Layout) -> Outcome:
    lines = find_byline(layout)
    glyphs = [glyph for line in lines for glyph in common(line.glyphs)]
    wrong = [*_faults(lines, layout), *_type_faults(glyphs)]
    return Outcome(
        required=gettext_lazy("3号 楷体, centred below the title, the date in brackets"),
        found=listed(wrong)
        or (
            _("lines: %(count)s, %(fonts)s, %(sizes)s")
            % {"count": len(lines), "fonts": fonts_in(glyphs), "sizes": sizes_in(glyphs)}
            if lines
            else _("no byline")
        ),
        passed=not wrong,
        reading=gettext_lazy(
            "The custom of reports, not said by the standard. The lines between title and salutation or body that "
            "stand in the middle or further right, without subtitles and headings; rare characters may come from "
            "another font."
        ),
    )


def find_byline(layout: Layout) -> list[ExtractedLine]:
    """The lines between title and salutation or body that can be nothing else. Empty where there is no title."""
    head = takewhile(
        lambda paragraph: paragraph.role in {ParagraphRole.CENTRED, ParagraphRole.RIGHT}, layout.paragraphs
    )
    first = layout.extracted.pages[0].number
    lines = [placed.line for paragraph in head for placed in paragraph.lines if placed.page == first]
    below = dropwhile(_is_subtitle, lines if layout.title else [])
    return [*takewhile(lambda line: _is_of_byline(line, layout), below)]


def _is_subtitle(line: ExtractedLine) -> bool:
    glyphs = han(line.glyphs)
    return line.text[0] in _DASHES or (bool(glyphs) and share_of(StandardFace.TITLE, glyphs) >= _SHARE)


def _is_of_byline(line: ExtractedLine, layout: Layout) -> bool:
    """Excludes headings, and a paragraph of one line that happens to end as far from the edge as it begins."""
    glyphs = han(line.glyphs)
    is_heading = bool(level_of(line.text)) or (bool(glyphs) and share_of(StandardFace.HEI, glyphs) == 1)
    begins_as_paragraph = abs((line.left - layout.left) / layout.size - INDENT) < 0.3
    is_label = not _is_centred(line, layout) and any(colon in line.text for colon in _COLONS)  # 单位：万元
    return not (is_heading or begins_as_paragraph or is_label)


def _is_centred(line: ExtractedLine, layout: Layout) -> bool:
    return abs(off_middle(line, layout.left)) <= layout.size / 2


def _faults(lines: list[ExtractedLine], layout: Layout) -> Iterator[str]:
    for line in lines:
        if not _is_centred(line, layout):
            yield _("not centred: %(text)s") % {"text": line.text[:10]}
        if is_any_date(line.text) and line.text[0] + line.text[-1] != _BRACKETS:
            yield _("date without brackets: %(text)s") % {"text": line.text}


def _type_faults(glyphs: list[Glyph]) -> Iterator[str]:
    if share_of(StandardFace.KAI, glyphs) < _SHARE:
        yield fonts_in(glyphs)
    if not all(is_body_size(glyph) for glyph in glyphs):
        yield sizes_in(glyphs)
