"""A ledger as paper (问题整改台账, 检视清单): A4 on its side, in the official faces. Made in memory, kept nowhere."""

from collections.abc import Sequence
from typing import NamedTuple

from django.template.loader import render_to_string

from ..gongwen.fonts import FontRole
from ..gongwen.pdf.engine import write_pdf
from . import workers
from .rendering import site_faces

MOST_ROWS = 300  # of a PDF, which take some 12 seconds of a processor; a list of more is narrowed first
AT_ONCE = 10  # rows for which a page waits
_ROLES = (FontRole.TITLE, FontRole.HEADING, FontRole.BODY, FontRole.SONG, FontRole.RARE)


class PaperColumn(NamedTuple):
    head: str
    unit: str
    is_number: bool
    is_day: bool
    is_long: bool  # of texts that may take several lines


class LedgerPaper(NamedTuple):
    """`of` says whose it is and of when; `rows` have a cell for each column."""

    title: str
    of: str
    columns: Sequence[PaperColumn]
    rows: Sequence[Sequence[str]]


def print_ledger(paper: LedgerPaper) -> bytes:
    """A PDF, in Chinese. Raises NotDone."""
    return workers.make(_write, paper)


def _write(paper: LedgerPaper) -> bytes:
    site = site_faces()
    faces = {role.value: site[role] for role in _ROLES}
    html = render_to_string("ledger/paper.html", {"paper": paper, "rows": [_set_row(paper, row) for row in paper.rows]})
    style = render_to_string("ledger/paper.css", {"faces": faces})
    return write_pdf(html, style=style, faces=tuple(faces.values()), fonts=site.identity())


def _set_row(paper: LedgerPaper, row: Sequence[str]) -> list[tuple[PaperColumn, list[str]]]:
    return [(column, cell.splitlines()) for column, cell in zip(paper.columns, row, strict=True)]
