"""Tables on the page: full grids on the lines of the page, every row and column with words, each cell in its middle."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ..glyphs import Glyph
from ..layout import Layout
from ..phrases import listed, on_page
from ..registry import check
from ..ruled_tables import RuledTable
from ..sheet import Outcome
from ..standard import SIZE_TOLERANCE
from ..translation import gettext as _
from ..translation import gettext_lazy
from ..word_processors import is_of_word_processor

_SIZES = (12.0, 10.5)  # 小四, 五号
_OVER = 0.3  # points by which ink may reach over the middle of a rule
_ABOVE = 0.38  # of the size, from the middle of a character to its baseline
_OFF_MIDDLE = 1.0  # points
_UNEVEN = 0.5
_SAME_LINE = 0.35  # of the size


@check("tables", gettext_lazy("Tables"), clause="5.2.3")
def tables(layout: Layout) -> Outcome:
    judged = [] if is_of_word_processor(layout) else layout.tables
    wrong = [on_page(table.page, fault) for table in judged for fault in _faults(table, layout)]
    wrong += [] if is_of_word_processor(layout) else _empty_columns(layout)
    return Outcome(
        required=gettext_lazy("小四 or 五号; all rules drawn; each row and column with words, these in their middle"),
        found=listed(wrong) or (_("tables: %(count)s") % {"count": len(judged)} if judged else _("none")),
        passed=not wrong,
        reading=gettext_lazy(
            "A table is a full grid of thin rules, from edge to edge. Beside text of the body its rules stand whole "
            "line pitches apart. What stands on a landscape page, or in a word processor's file, is not judged here."
        ),
    )


def _faults(table: RuledTable, layout: Layout) -> Iterator[str]:
    sizes = Counter(round(glyph.style.size, 1) for row in table.cells for cell in row for glyph in cell)
    if any(all(abs(size - asked) > SIZE_TOLERANCE for asked in _SIZES) for size in sizes) or len(sizes) > 1:
        yield ", ".join(f"{size:g} pt" for size in sorted(sizes))
    yield from _cell_faults(table)
    if table.page in layout.written and not layout.is_on_grid(table):
        yield _("rows that are not whole lines of the page")


def _cell_faults(table: RuledTable) -> Iterator[str]:
    for (top, bottom), row in zip(pairwise(table.down), table.cells, strict=True):
        if not any(row):
            yield _("a row without words")
        for (left, right), cell in zip(pairwise(table.across), row, strict=True):
            name = "".join(glyph.text for glyph in cell[:6])
            if any(_is_over(glyph, (left, top, right, bottom)) for glyph in cell):
                yield _("over a rule: %(text)s") % {"text": name}
            if cell and not _is_even(_baselines(cell), cell[0].style.size, (top + bottom) / 2):
                yield _("not in the middle of its cell, or a line missing: %(text)s") % {"text": name}


def _is_over(glyph: Glyph, edges: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = edges
    inside = (glyph.ink_left - left, glyph.ink_top - top, right - glyph.ink_right, bottom - glyph.ink_bottom)
    return min(inside) < -_OVER


def _baselines(cell: list[Glyph]) -> list[float]:
    """Of its lines, from top to bottom."""
    found: list[float] = []
    for place in sorted(glyph.baseline for glyph in cell):
        if not found or place - found[-1] > _SAME_LINE * cell[0].style.size:
            found.append(place)
    return found


def _is_even(baselines: list[float], size: float, middle: float) -> bool:
    steps = [below - above for above, below in pairwise(baselines)]
    centre = (baselines[0] + baselines[-1]) / 2 - _ABOVE * size
    return abs(centre - middle) <= _OFF_MIDDLE and (not steps or max(steps) - min(steps) <= _UNEVEN)


def _empty_columns(layout: Layout) -> list[str]:
    """A table that goes on has its words on any of its pages."""
    return [
        on_page(group[0].page, _("a column without words"))
        for group in layout.whole_tables
        for column in range(len(group[0].across) - 1)
        if not any(row[column] for table in group for row in table.texts)
    ]
