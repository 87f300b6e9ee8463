"""What lines alone tell, before they are put together: the body's size, the left edge, the title, rows of cells."""

import re
from collections import Counter
from itertools import dropwhile, pairwise
from operator import itemgetter

from .extraction import ExtractedLine, ExtractedPage
from .faces import StandardFace, face_of
from .standard import AREA_LEFT, AREA_WIDTH, BODY_SIZES, INDENT, SIZE_TOLERANCE

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇\U00020000-\U0003ffff]")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff01-\uff60“”‘’…—·]")
OPENING = "（〔《〈“‘「『【［"
CLOSING = "）〕》〉”’」』】］，。、；：？！"
_PAGE_NUMBER = re.compile(r"[-—–－―─·•]*(第?\d{1,4}页?)([/／,，]?共?\d{1,4}页?)?[-—–－―─·•]*")
_ATTACHMENT = re.compile(r"附件\d*")


def is_attachment_mark(line: ExtractedLine) -> bool:
    """Whether the line is the mark 附件1 that an attachment's first page begins with."""
    return bool(_ATTACHMENT.fullmatch(line.text))


def find_number(page: ExtractedPage) -> ExtractedLine | None:
    """The page's lowest line, if it is a page number in whatever form."""
    if page.lines and _PAGE_NUMBER.fullmatch(page.lines[-1].text):
        return page.lines[-1]
    return None


def body_size(lines: list[ExtractedLine]) -> float:
    """The size of most wide lines that are neither title nor table row. The standard's size if there are none.

    Table rows count against their size: rows with every cell filled to its edges look like prose.
    """
    titled = {_look(line) for line in _below_marks(lines)[:1] if line.size > max(BODY_SIZES) + SIZE_TOLERANCE}
    votes = Counter[float]()
    for line in lines:
        if line.size >= 1 and _look(line) not in titled and (_is_wide(line) or has_cells(line)):
            votes[round(line.size, 2)] += -1 if has_cells(line) else 1
    size, count = max(votes.items(), key=itemgetter(1), default=(0.0, 0))
    return size if count > 0 else BODY_SIZES[0]


def _is_wide(line: ExtractedLine) -> bool:
    return line.right - line.left > 0.85 * AREA_WIDTH


def is_small(line: ExtractedLine, size: float) -> bool:
    """Smaller than the body, like the text of tables."""
    return line.size < size - 0.5


def _below_marks(lines: list[ExtractedLine]) -> list[ExtractedLine]:
    """The lines without the mark of an attachment at their head."""
    return [*dropwhile(is_attachment_mark, lines)]


def _look(line: ExtractedLine) -> tuple[StandardFace | None, float]:
    """Face and size of the first Han character: figures may have a face of their own."""
    glyph = next((glyph for glyph in line.glyphs if HAN.match(glyph.text)), line.glyphs[0])
    return face_of(glyph.style.font), round(line.size, 1)


def left_edge(lines: list[ExtractedLine], size: float) -> float:
    """The leftmost start of wide lines and of lines near the standard's edge; that edge, if there are none."""
    wide = [line.left for line in lines if _is_wide(line) and line.text[0] not in OPENING]
    near = [line.left for line in lines if abs(line.left - AREA_LEFT) < size]
    edge = min([*wide, *near], default=AREA_LEFT)
    # Where no paragraph has a second line, the widest are first lines.
    return AREA_LEFT if abs(edge - AREA_LEFT - INDENT * size) < size / 2 else edge


def read_title(lines: list[ExtractedLine], size: float, left: float) -> tuple[ExtractedLine, ...]:
    """The first lines of the first page, after the mark of an attachment, that look alike and not like prose."""
    title: list[ExtractedLine] = []
    for line in _below_marks(lines):
        if (title and _look(line) != _look(title[0])) or _is_prose(line, size, left):
            break
        title.append(line)
    return tuple(title)


def _is_prose(line: ExtractedLine, size: float, left: float) -> bool:
    return line.size <= size * 1.1 and not is_centred(line, left, size)


def off_middle(line: ExtractedLine, left: float) -> float:
    """Points by which the middle of the line lies right of the middle of the type area."""
    return (line.left + line.right) / 2 - left - AREA_WIDTH / 2


def is_centred(line: ExtractedLine, left: float, size: float) -> bool:
    """Whether the line stands in the middle of the type area, clear of both edges."""
    before, after = line.left - left, left + AREA_WIDTH - line.right
    return before > 0.5 * size and abs(before - after) < 0.6 * size


def has_cells(line: ExtractedLine) -> bool:
    """Whether neighbours stand so far apart that they are cells of a table row."""
    return any(after.left - before.right > 1.5 * before.style.size for before, after in pairwise(line.glyphs))
