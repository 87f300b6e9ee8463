"""Every line where the grid wants it: none missing, none moved, no page without text."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..extraction import ExtractedLine
from ..layout import Layout, ParagraphRole
from ..lines import has_cells
from ..phrases import listed, on_page
from ..registry import check
from ..ruled_tables import RuledTable
from ..sheet import Outcome
from ..standard import AREA_TOP, MARGIN_TOLERANCE, millimetres, points
from ..translation import gettext_lazy as _
from ..word_processors import is_of_word_processor

_TOLERANCE = 0.75  # points; a title's line of 2号 stands lower in its slot
_LINES_OF_A_ROW = 5  # where one cell of it is long
_IN_TITLE = 6.0  # also where no paragraph tells the pitch
_MOST_IN_HEAD = 6  # blank lines in the head fill a page where the signature would stand alone (7.3.5.5)
_EM_ABOVE, _EM_BELOW = 0.88, 0.12  # of the size, from the baseline to the edges of a character's square
_OF_TEXT = {ParagraphRole.BODY, ParagraphRole.SALUTATION, ParagraphRole.RIGHT, ParagraphRole.ATTACHMENT}
_WITH_BLANK = {ParagraphRole.ATTACHMENT, ParagraphRole.RIGHT}  # one blank line above: 7.3.4, 7.3.5

Role = ParagraphRole | None  # None: the title


@check("baselines", _("Lines on the grid"), clause="5.2.3")
def baselines(layout: Layout) -> Outcome:
    wrong = list(_faults(layout))
    return Outcome(
        required=_("every line one line pitch below the one before; blank lines only where the standard has one"),
        found=listed(wrong) or _("no line missing or moved"),
        passed=not wrong,
        reading=_(
            "From baseline to baseline, ± 0.75 pt. Blank lines stand round the title and above salutation, note and "
            "signature; a gap anywhere else is a line that is missing. A table takes whole lines, one of them blank "
            "around it; its own lines are judged by its rules."
        ),
    )


def _faults(layout: Layout) -> Iterator[str]:
    roles = {placed.line: paragraph.role for paragraph in layout.paragraphs for placed in paragraph.lines}
    for page, lines in layout.pages.items():
        for above, below in pairwise(lines):
            around = (roles.get(above), roles.get(below))
            if ParagraphRole.TABLE not in around and not _fits(above, below, around, layout):
                step = points(round(below.baseline - above.baseline, 2))
                yield on_page(page, f"{below.text[:6]} {step}")
        yield from (on_page(page, fault) for line in lines if roles.get(line) in _OF_TEXT for fault in _raised(line))
    if not is_of_word_processor(layout):
        yield from (on_page(table.page, fault) for table in layout.tables for fault in _around(table, roles, layout))


def _around(table: RuledTable, roles: Mapping[ExtractedLine, Role], layout: Layout) -> Iterator[str]:
    """The text above and below a table stands as far apart as its rows want; a signature one line lower."""
    lines = [line for line in layout.pages[table.page] if line not in table.lines]
    above = [line for line in lines if line.baseline < table.top]
    below = [line for line in lines if line.baseline > table.bottom]
    pitch = layout.line_pitch or layout.usual_pitch
    if not layout.is_on_grid(table):
        return
    blanks = [0, pitch] if below and roles.get(below[0]) in _WITH_BLANK else [0]
    if above and above[-1] not in layout.head:
        gap = table.top - above[-1].baseline
        if abs(gap - pitch / 2 - (pitch - layout.size) / 2 - _EM_BELOW * layout.size) > _IN_TITLE:
            yield f"{above[-1].text[:6]} {points(round(gap, 2))}"
        lines_of_it = round((table.bottom - table.top) / layout.usual_pitch) + 2
        step = below[0].baseline - above[-1].baseline - lines_of_it * pitch if below else 0
        if all(abs(step - blank) > _TOLERANCE for blank in blanks):
            yield f"{below[0].text[:6]} {points(round(below[0].baseline - table.bottom, 2))}"
    if not above and abs(table.top - AREA_TOP) > MARGIN_TOLERANCE:
        yield millimetres(table.top)
    if below and not above:
        step = below[0].baseline - table.bottom - pitch - _EM_ABOVE * layout.size
        if all(abs(step - blank) > _IN_TITLE for blank in blanks):
            yield f"{below[0].text[:6]} {points(round(below[0].baseline - table.bottom, 2))}"


def _raised(line: ExtractedLine) -> Iterator[str]:
    moved = "".join(glyph.text for glyph in line.glyphs if abs(glyph.baseline - line.baseline) > _TOLERANCE)
    if moved:
        yield f"{moved[:6]} {line.text[:6]}"


def _fits(above: ExtractedLine, below: ExtractedLine, around: tuple[Role, Role], layout: Layout) -> bool:
    pitch = layout.line_pitch or layout.usual_pitch
    step = below.baseline - above.baseline
    slots = round(step / pitch)
    tolerance = _TOLERANCE if layout.line_pitch and _is_of_body(above, below, layout) else _IN_TITLE
    return slots in _allowed(*around, above, layout) and abs(step - slots * pitch) <= tolerance


def _is_of_body(above: ExtractedLine, below: ExtractedLine, layout: Layout) -> bool:
    return max(above.size, below.size) <= layout.size * 1.1


def _allowed(before: Role, after: Role, above: ExtractedLine, layout: Layout) -> set[int]:
    """How many lines lower the second may stand."""
    if above in layout.head:
        return {*range(1, _MOST_IN_HEAD + 1)}
    return {1, 2} if after in _WITH_BLANK and before is not after else {1}


@check("body_pages", _("Text on every page"), clause="7.3.3")
def body_pages(layout: Layout) -> Outcome:
    empty = [page.number for page in layout.extracted.pages if not _has_text(page.number, layout)]
    return Outcome(
        required=_("every page holds text"),
        found=listed([on_page(number, str(_("no text"))) for number in empty])
        or _("pages: %(count)s") % {"count": len(layout.extracted.pages)},
        passed=not empty,
        reading=_("Besides its number. A landscape page of a wide table counts by its cells."),
    )


def _has_text(number: int, layout: Layout) -> bool:
    if number in layout.pages:
        return True
    page = layout.extracted.pages[number - 1]
    rows = sum(map(has_cells, page.lines))
    return not page.portrait and rows * _LINES_OF_A_ROW >= len(page.lines) > 1
