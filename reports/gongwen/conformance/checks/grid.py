"""The grid of 22 lines and 28 characters: lines, characters, flush ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import ceil
from statistics import median, mode

from ..extraction import ExtractedLine
from ..layout import ExtractedParagraph, Layout, ParagraphRole, PlacedLine, flush_left
from ..lines import CLOSING, FULL_WIDTH, HAN, OPENING, is_attachment_mark
from ..phrases import listed, on_page
from ..registry import check
from ..ruled_tables import RuledTable
from ..sheet import Outcome
from ..standard import (
    AREA_HEIGHT,
    AREA_TOP,
    AREA_WIDTH,
    CHARACTER,
    CHARACTERS,
    FLUSH_TOLERANCE,
    LINES,
    points,
)
from ..translation import gettext_lazy as _
from ..word_processors import ROUNDED, is_of_word_processor
from .typography import is_unnumbered_heading

_ENOUGH = 12  # full lines, to speak of what most of them hold
_EM_ABOVE = 0.88  # of the size, from the top of a character's square to its baseline
_SLACK = 0.05
_COMPANY = 3  # lines of the body that may move with a signature


@check("lines_per_page", _("Lines to a page"), clause="5.2.3")
def lines_per_page(layout: Layout) -> Outcome:
    full = list(_full_pages(layout))
    wrong = [page for page in full if page.lines + page.moved != LINES]
    pitch = layout.line_pitch
    fitting = int((AREA_HEIGHT - layout.size) / pitch + 1.05) if pitch else LINES
    shown = listed([page.shown() for page in wrong or full]) or str(fitting)
    return Outcome(
        required=str(LINES),
        found=_("%(lines)s (line pitch %(pitch)s)") % {"lines": shown, "pitch": points(pitch)}
        if pitch
        else _("no paragraph has two lines"),
        passed=not wrong if full else fitting == LINES,
        reading=_(
            "Lines with their blank lines on pages that are full; lines moved to the next page to keep a heading with "
            "its text, rows of a table kept whole, and up to three moved with a signature, count as here. A report of "
            "one page is judged by its line pitch."
        ),
    )


@dataclass(frozen=True, slots=True)
class _FullPage:
    """A page that the text leaves because it is full. `moved` lines were rightly taken to the next page."""

    number: int
    lines: int
    moved: int

    def shown(self) -> str:
        moved = _(" and %(moved)s kept for the next page") % {"moved": self.moved} if self.moved else ""
        return on_page(self.number, f"{self.lines}{moved}")


def _full_pages(layout: Layout) -> Iterator[_FullPage]:
    numbers = sorted(layout.pages)
    heads = {number: layout.pages[number][0] for number in numbers}
    tops = [heads[number].baseline for number in numbers[1:] if heads[number] not in layout.table_of]
    for number, following in pairwise(numbers):
        lines, after = layout.pages[number], layout.pages[following]
        top = min([*tops, lines[0].baseline if lines[0] not in layout.table_of else AREA_TOP + _EM_ABOVE * layout.size])
        if layout.line_pitch and layout.is_on_lines(number) and not is_attachment_mark(after[0]):
            table = layout.table_of.get(lines[-1])
            count = _slots_to(table, layout, top) if table else _slots(lines, layout.line_pitch, top)
            yield _FullPage(number, count, min(max(LINES - count, 0), _moved(layout, following, count)))


def _slots_to(table: RuledTable, layout: Layout, top: float) -> int:
    """Lines down to the table's last rule, which stands half a line or less below the last of them."""
    head = top - _EM_ABOVE * layout.size - (layout.line_pitch - layout.size) / 2
    return ceil((table.bottom - head) / layout.line_pitch - _SLACK)


def _moved(layout: Layout, page: int, count: int) -> int:
    """How many lines at the head of `page` were rightly moved off the page before, which holds `count` lines."""
    starting = [paragraph for paragraph in layout.paragraphs if paragraph.lines[0].page == page]
    if _is_ending(layout, starting, page):
        return LINES - count if count + _slots(layout.pages[page], layout.line_pitch) > LINES else 0
    if layout.pages[page][0] not in layout.table_of and _begins_inside_a_paragraph(layout, page):
        return 0
    headings = list(takewhile(_is_heading, starting))
    kept = sum(len(paragraph.lines) for paragraph in headings)
    following = starting[len(headings)].first if headings and len(headings) < len(starting) else layout.pages[page][0]
    if table := layout.table_of.get(following):
        return kept + _kept_whole(table, layout)
    run_in = starting[len(headings)].lead_lines if len(headings) < len(starting) else 0
    return kept + run_in


def _kept_whole(table: RuledTable, layout: Layout) -> int:
    """Lines that a page may lack because the table's next row found no room; at its beginning its head goes along."""
    rows = [round((below - above) / layout.usual_pitch) for above, below in pairwise(table.down)]
    goes_on = any(table in group[1:] for group in layout.whole_tables)
    return (rows[1:2] or rows)[0] - 1 if goes_on else sum(rows[:2])


def _is_heading(paragraph: ExtractedParagraph) -> bool:
    return paragraph.lead_lines == len(paragraph.lines) or is_unnumbered_heading(paragraph)


def _is_ending(layout: Layout, starting: list[ExtractedParagraph], page: int) -> bool:
    """Whether the page holds the note and the signature, and of the body only the lines moved there to keep them
    company.
    """
    right = sum(len(paragraph.lines) for paragraph in starting if paragraph.role is ParagraphRole.RIGHT)
    noted = sum(placed.page == page for note in layout.notes for placed in note.lines)
    return bool(right + noted) and page == layout.last and len(layout.pages[page]) - right - noted <= _COMPANY


def _begins_inside_a_paragraph(layout: Layout, page: int) -> bool:
    return any(
        paragraph.lines[0].page < page and any(placed.page == page for placed in paragraph.lines)
        for paragraph in layout.paragraphs
    )


def _slots(lines: list[ExtractedLine], pitch: float, top: float | None = None) -> int:
    """Lines and the blank lines between them, counted from `top` where the first line stands lower."""
    first = lines[0].baseline if top is None else top
    return round((lines[-1].baseline - first) / pitch) + 1


@check("characters_per_line", _("Characters to a line"), clause="5.2.3")
def characters_per_line(layout: Layout) -> Outcome:
    pitches = sorted(_pitches(layout))
    pitch = median(pitches) if pitches else CHARACTER
    count = int(AREA_WIDTH / pitch + 0.1) if pitch > 0 else 0
    full = [len(line.glyphs) for line in _even_full_lines(layout)]
    return Outcome(
        required=str(CHARACTERS),
        found=_("%(count)s (pitch %(pitch)s; even full lines: %(full)s)")
        % {"count": count, "pitch": points(pitch), "full": _counts(full)},
        passed=count == CHARACTERS and (len(full) < _ENOUGH or mode(full) == CHARACTERS),
        reading=_(
            "How often the distance between neighbouring Han characters goes into 156 mm, and what most full lines "
            "hold. Lines with Latin letters, with marks that may not begin or end a line, or spaced so that a page is "
            "filled (7.3.5.5), hold more or fewer."
        ),
    )


def _pitches(layout: Layout) -> Iterator[float]:
    """Distances between neighbouring characters, of lines that nothing has stretched. Of all lines if there are none
    such.
    """
    loose = [paragraph.lines[-1].line for paragraph in layout.of(ParagraphRole.BODY, ParagraphRole.SALUTATION)]
    loose += [line for line in _even_full_lines(layout) if len(line.glyphs) == CHARACTERS]
    found = [step for line in loose for step in _steps(line)]
    return iter(found or [step for line in flush_left(layout) for step in _steps(line)])


def _steps(line: ExtractedLine) -> Iterator[float]:
    for before, after in pairwise(line.glyphs):
        alike = HAN.match(before.text) and HAN.match(after.text) and before.style.size == after.style.size
        if alike and not after.after_blank:
            yield after.left - before.left


def _even_full_lines(layout: Layout) -> list[ExtractedLine]:
    return [line for line in _full_lines(layout) if _is_even(line)]


def _is_even(line: ExtractedLine) -> bool:
    """Full-width characters only, all at one distance: no mark is compressed."""
    steps = [after.left - before.left for before, after in pairwise(line.glyphs)]
    full_width = all(HAN.match(glyph.text) or FULL_WIDTH.match(glyph.text) for glyph in line.glyphs)
    return full_width and bool(steps) and max(steps) - min(steps) < 1


def _full_lines(layout: Layout) -> Iterator[ExtractedLine]:
    for paragraph in layout.of(ParagraphRole.BODY):
        yield from (placed.line for placed in paragraph.lines[1:-1])


def _counts(counts: list[int]) -> str:
    return ", ".join(f"{counts.count(count)} × {count}" for count in sorted(set(counts), reverse=True)) or "0"


@check("flush_ends", _("Flush line ends"), clause="5.2.3")
def flush_ends(layout: Layout) -> Outcome:
    turned = [placed for paragraph in layout.of(ParagraphRole.BODY) for placed in paragraph.lines[:-1]]
    tolerance = ROUNDED if is_of_word_processor(layout) else FLUSH_TOLERANCE
    off = [(abs(error), error, placed) for placed in turned if abs(error := end_error(placed.line, layout)) > 0]
    wrong = [on_page(placed.page, f"{error:+.1f} pt {placed.line.text[-4:]}")
             for size, error, placed in off if size > tolerance]  # fmt: skip
    worst = max((size for size, _error, _placed in off), default=0.0)
    return Outcome(
        required=_("lines end together at the right edge, ± 0.5 pt"),
        found=_("%(wrong)s of %(all)s lines end elsewhere: %(lines)s")
        % {"wrong": len(wrong), "all": len(turned), "lines": listed(wrong)}
        if wrong
        else _("%(all)s lines, at most %(worst)s off") % {"all": len(turned), "worst": points(worst)},
        passed=not wrong,
        note=_("Two readings: %(worst)s before the edge by the ink, at it by the program's own grid.")
        % {"worst": points(worst)}
        if worst > FLUSH_TOLERANCE and not wrong
        else "",
        reading=_(
            "撑满版心: each line of a paragraph but its last, measured on the last character's box, 156 mm from where "
            "turned lines begin; a closing mark may end with its box or, compressed, with its left half."
        ),
    )


def end_error(line: ExtractedLine, layout: Layout) -> float:
    """Points, to a tenth, by which the line ends beyond the right edge. Negative where it ends before."""
    error = line.right - layout.right
    if line.text[-1] in CLOSING:
        error = min(error, error - line.glyphs[-1].style.size / 2, key=abs)
    return round(error, 1)  # files round the place of every character


@check("line_marks", _("Marks at the ends of lines"), clause="GB/T 15834 5.1")
def line_marks(layout: Layout) -> Outcome:
    wrong = [on_page(placed.page, fault) for placed, fault in _mark_faults(layout)]
    return Outcome(
        required=_("no line begins with a closing mark or ends with an opening one"),
        found=listed(wrong) or _("none does"),
        passed=not wrong,
        reading=_("Lines of paragraphs, also where a page ends."),
    )


def _mark_faults(layout: Layout) -> Iterator[tuple[PlacedLine, str]]:
    for paragraph in layout.of(ParagraphRole.BODY, ParagraphRole.SALUTATION):
        for before, after in pairwise(paragraph.lines):
            if before.line.text[-1] in OPENING:
                yield before, before.line.text[-4:]
            if after.line.text[0] in CLOSING:
                yield after, after.line.text[:4]
