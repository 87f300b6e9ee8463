"""What the lines of a report are for, told from where they stand: the file's own tags are not believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from ..fonts.files import FontSource
from .drawing import Box
from .extraction import ExtractedFile, ExtractedLine, ExtractedPage
from .lines import body_size, find_number, has_cells, is_attachment_mark, is_small, left_edge, read_title
from .paragraphs import OF_BODY, ExtractedParagraph, ParagraphRole, Paragraphs, PlacedLine
from .ruled_tables import RuledTable, find_tables
from .standard import AREA_HEIGHT, AREA_WIDTH, LINES

_OFF_GRID = 0.3  # points by which a row may miss whole lines of the page


@dataclass(frozen=True)
class Layout:
    """`left` is the measured left edge of the type area, on the em box. `centred_page_numbers` is what the site asks
    for, `fonts` are those that it has, by name. `spare_rules` are those of no table, by page.
    """

    extracted: ExtractedFile
    size: float
    left: float
    title: tuple[ExtractedLine, ...]
    paragraphs: tuple[ExtractedParagraph, ...]
    numbers: tuple[tuple[ExtractedPage, ExtractedLine | None], ...]
    centred_page_numbers: bool = False
    fonts: Mapping[str, FontSource] = field(default_factory=dict)
    tables: tuple[RuledTable, ...] = ()
    spare_rules: Mapping[int, list[Box]] = field(default_factory=dict)

    @property
    def right(self) -> float:
        return self.left + AREA_WIDTH

    def of(self, *roles: ParagraphRole) -> Iterator[ExtractedParagraph]:
        return (paragraph for paragraph in self.paragraphs if paragraph.role in roles)

    @cached_property
    def pages(self) -> dict[int, list[ExtractedLine]]:
        """Lines of the type area by page number, without page numbers. Landscape pages are not judged."""
        pages = {page.number: [*page.lines] for page, _ in self.numbers}
        for page, number in self.numbers:
            if number:
                pages[page.number].remove(number)
        return {number: lines for number, lines in pages.items() if lines}

    @cached_property
    def marks(self) -> list[ExtractedParagraph]:
        """The marks 附件1 at the heads of attachments."""
        return [paragraph for paragraph in self.of(ParagraphRole.ATTACHMENT) if is_attachment_mark(paragraph.first)]

    @cached_property
    def notes(self) -> list[ExtractedParagraph]:
        """The note 附件： below the body. Empty where there is none."""
        return [paragraph for paragraph in self.of(ParagraphRole.ATTACHMENT) if not is_attachment_mark(paragraph.first)]

    @cached_property
    def last(self) -> int:
        """The page on which the report itself ends, before its attachments."""
        attached = min((mark.lines[0].page for mark in self.marks), default=max(self.pages, default=1) + 1)
        return max((number for number in self.pages if number < attached), default=1)

    @cached_property
    def tabled(self) -> set[int]:
        """Numbers of the pages that hold a table."""
        return {placed.page for paragraph in self.of(ParagraphRole.TABLE) for placed in paragraph.lines}

    @cached_property
    def written(self) -> set[int]:
        """Numbers of the pages that hold text of the body."""
        return {placed.page for paragraph in self.of(*OF_BODY) for placed in paragraph.lines}

    @cached_property
    def whole_tables(self) -> list[list[RuledTable]]:
        """Each table with what stands of it on further pages."""
        groups: list[list[RuledTable]] = []
        for table in self.tables:
            if groups and self._goes_on(groups[-1][-1], table):
                groups[-1].append(table)
            else:
                groups.append([table])
        return groups

    def _goes_on(self, before: RuledTable, table: RuledTable) -> bool:
        """Whether one ends its page, the other begins the next, and they look alike."""
        if before.page != table.page - 1 or not (before.lines and table.lines):
            return False
        is_last = self.pages[before.page][-1] in before.lines
        return is_last and self.pages[table.page][0] in table.lines and table.continues(before)

    def is_on_grid(self, table: RuledTable) -> bool:
        """Whether each row is as high as whole lines of the page."""
        lines = [(below - above) / self.usual_pitch for above, below in pairwise(table.down)]
        return all(abs(count - round(count)) * self.usual_pitch <= _OFF_GRID for count in lines)

    @cached_property
    def table_of(self) -> dict[ExtractedLine, RuledTable]:
        """The table on the lines of the page that a line stands in."""
        return {line: table for table in self.tables if self.is_on_grid(table) for line in table.lines}

    def is_on_lines(self, number: int) -> bool:
        """Whether all of the page stands on its lines: the text, and its tables if there are any."""
        tabled = (placed.line for paragraph in self.of(ParagraphRole.TABLE) for placed in paragraph.lines
                  if placed.page == number)  # fmt: skip
        return number not in self.tabled or all(line in self.table_of for line in tabled)

    @cached_property
    def head(self) -> set[ExtractedLine]:
        """The title and the lines between it and the salutation or the body, and the same of every attachment."""
        found, is_head = set(self.title), True
        for paragraph in self.paragraphs:
            is_head = paragraph in self.marks or (is_head and paragraph.role not in OF_BODY)
            found |= {placed.line for placed in paragraph.lines} if is_head else set()
        return found

    @property
    def usual_pitch(self) -> float:
        """The line pitch of 22 lines on the type area, for a page that does not show its own."""
        return (AREA_HEIGHT - self.size) / (LINES - 1)

    @cached_property
    def line_pitch(self) -> float:
        """From baseline to baseline inside paragraphs. 0 where no paragraph has two lines on a page."""
        steps = [
            after.line.baseline - before.line.baseline
            for paragraph in self.of(ParagraphRole.BODY)
            for before, after in pairwise(paragraph.lines)
            if before.page == after.page
        ]
        return median(steps) if steps else 0.0


def lay_out(
    extracted: ExtractedFile, *, centred_page_numbers: bool = False, fonts: Mapping[str, FontSource] | None = None
) -> Layout:
    """Tells titles, paragraphs, signatures and page numbers apart."""
    portrait = [page for page in extracted.pages if page.portrait]
    numbers = tuple((page, find_number(page)) for page in portrait)
    placed = [PlacedLine(page.number, line) for page, number in numbers for line in page.lines if line is not number]
    ruled = {page.number: find_tables(page) for page in portrait}
    tables = tuple(table for found, _spare in ruled.values() for table in found)
    tabled = {line for table in tables for line in table.lines}
    lines = [line.line for line in placed if line.line not in tabled]
    size = body_size(lines)
    left = left_edge([line for line in lines if not (has_cells(line) and is_small(line, size))], size)
    first = [line.line for line in placed if line.page == extracted.pages[0].number and line.line not in tabled]
    title = read_title(first, size, left)
    paragraphs = Paragraphs(size, left, tabled).read([line for line in placed if line.line not in title])
    return Layout(
        extracted, size, left, title, tuple(paragraphs), numbers, centred_page_numbers, fonts or {}, tables,
        {number: spare for number, (_found, spare) in ruled.items() if spare},
    )  # fmt: skip


def flush_left(layout: Layout) -> Iterator[ExtractedLine]:
    for paragraph in layout.of(ParagraphRole.BODY, ParagraphRole.SALUTATION):
        lines = paragraph.lines if paragraph.role is ParagraphRole.SALUTATION else paragraph.lines[1:]
        yield from (placed.line for placed in lines)
