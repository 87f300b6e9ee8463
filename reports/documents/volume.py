"""Reports as one bound volume (汇编): their pages as they are stored, numbered on from the first to the last."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from tempfile import TemporaryFile
from typing import IO, Any, ClassVar

import pikepdf
from django.utils.translation import gettext_lazy as _

from ..gongwen.pdf import volume
from ..problems import Problem
from . import workers
from .archive import ArchivedFile, Unstored, read_whole
from .rendering import site_faces

MOST = 200  # reports, some 800 pages: 5 cm of paper, and 100 MB of memory. More of them become several volumes
_A4 = (595.276, 841.89)
_USUAL = 1000  # thousandths of an em
_OF_TAGS = {"/StructParents", "/Tabs"}  # the tree of a file's tags stays behind


class Unbindable(Problem):
    """A PDF whose pages cannot go into a volume."""

    messages: ClassVar = {
        "numbers": _("Its page numbers cannot be told from its text, so they cannot be continued in a volume."),
        "damaged": _("Its PDF is damaged."),
    }


@dataclass(frozen=True, slots=True)
class BoundReport:
    """Its stored PDF, of so many pages; `whose` it is stands in the contents and in the bookmarks."""

    whose: str
    file: ArchivedFile
    pages: int


@dataclass(frozen=True, slots=True)
class VolumeCover:
    title: str
    by: str
    date: str


def count_pages(data: bytes) -> int:
    """Raises Unbindable for a PDF that cannot go into a volume."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            for page in pdf.pages:
                _without_number(page)
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise Unbindable("damaged") from error


def bind(reports: Sequence[BoundReport], cover: VolumeCover, *, centred: bool) -> IO[bytes]:
    """A temporary file, gone when it is closed. `reports` are not more than MOST. Raises Unstored, NotDone and
    Unprintable.
    """
    firsts = list(accumulate((report.pages for report in reports), initial=1))
    with pikepdf.open(BytesIO(workers.make(_typeset_cover, cover))) as pdf:
        _add_contents(pdf, reports, firsts, cover, centred=centred)
        front = len(pdf.pages)
        for report in reports:
            _add_report(pdf, read_whole(report.file))
        _renumber(pdf, front, centred=centred)
        _name_pages(pdf, reports, firsts, front)
        try:
            return _save(pdf)
        except OSError as error:
            raise Unstored("full", why=error.strerror or error) from error


def _typeset_cover(cover: VolumeCover) -> bytes:
    return volume.typeset_cover(cover.title, cover.by, cover.date, faces=site_faces())


def _typeset_contents(title: str, entries: Sequence[volume.VolumeEntry], centred: bool) -> bytes:  # noqa: FBT001
    return volume.typeset_contents(title, entries, centred=centred, faces=site_faces())


def _typeset_numbers(count: int, centred: bool) -> bytes:  # noqa: FBT001 - as the worker is told it
    return volume.typeset_numbers(count, centred=centred, faces=site_faces())


def _add_contents(
    pdf: pikepdf.Pdf, reports: Sequence[BoundReport], firsts: Sequence[int], cover: VolumeCover, *, centred: bool
) -> None:
    """From a right-hand page on. What follows begins on one too, as the first page of a report does."""
    pdf.add_blank_page(page_size=_A4)
    entries = [volume.VolumeEntry(report.whose, first) for report, first in zip(reports, firsts, strict=False)]
    with pikepdf.open(BytesIO(workers.make(_typeset_contents, cover.title, entries, centred))) as contents:
        pdf.pages.extend(contents.pages)
    if len(pdf.pages) % 2:
        pdf.add_blank_page(page_size=_A4)


def _add_report(pdf: pikepdf.Pdf, data: bytes) -> None:
    with pikepdf.open(BytesIO(data)) as source:
        _leave_out_usual_widths(source)
        _leave_out_fields(source)
        pdf.pages.extend(source.pages)


def _leave_out_fields(pdf: pikepdf.Pdf) -> None:
    """Nobody signs a volume where a report is signed, and a signature says nothing of other bytes."""
    for page in pdf.pages:
        if "/Annots" in page.obj:
            del page.obj["/Annots"]


def _leave_out_usual_widths(pdf: pikepdf.Pdf) -> None:
    """A font lists the width of each character it draws; one that is not listed is an em wide (ISO 32000-1, 9.7.4.3),
    as Han characters are. What is listed is all that a volume needs memory for: a megabyte for each report.
    """
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and "/W" in font and "/DW" not in font:
            font.W = pikepdf.Array(list(_unusual_widths(list(font.W))))


def _unusual_widths(listed: list[Any]) -> Iterator[Any]:
    """Of c [w1 … wn] and of c1 c2 w."""
    while listed:
        length = 2 if isinstance(listed[1], pikepdf.Array) else 3
        entry, listed = listed[:length], listed[length:]
        if length == 3 or any(width != _USUAL for width in entry[1]):
            yield from entry


def _renumber(pdf: pikepdf.Pdf, front: int, *, centred: bool) -> None:
    count = len(pdf.pages) - front
    with pikepdf.open(BytesIO(workers.make(_typeset_numbers, count, centred))) as numbers:
        for page, number in zip(list(pdf.pages)[front:], numbers.pages, strict=True):
            drawn = zlib.compress(_without_number(page))
            page.Contents = pdf.make_stream(drawn, Filter=pikepdf.Name.FlateDecode)
            for key in [key for key in _OF_TAGS if key in page.obj]:
                del page[key]
            page.add_overlay(number, None)


def _without_number(page: pikepdf.Page) -> bytes:
    """What is drawn on the page but its number, which our PDFs mark as the page's footer. Raises Unbindable."""
    kept, depth, found = [], 0, 0
    for drawn in pikepdf.parse_content_stream(page):
        name = str(drawn.operator)
        if not depth and name == "BDC" and _is_footer(drawn.operands):
            depth, found = 1, found + 1
        elif depth:
            depth += (name in {"BDC", "BMC"}) - (name == "EMC")
        else:
            kept.append(drawn)
    if found != 1:
        raise Unbindable("numbers")
    return pikepdf.unparse_content_stream(kept)


def _is_footer(operands: Iterable[Any]) -> bool:
    tag, about = operands
    return tag == "/Artifact" and isinstance(about, pikepdf.Dictionary) and about.get("/Subtype") == "/Footer"


def _name_pages(pdf: pikepdf.Pdf, reports: Sequence[BoundReport], firsts: Sequence[int], front: int) -> None:
    """Bookmarks, links of the contents, and what viewers call the pages: as it stands on them."""
    with pdf.open_outline() as outline:
        outline.root[:] = [pikepdf.OutlineItem("目录", 2)] + [
            pikepdf.OutlineItem(report.whose, front + first - 1) for report, first in zip(reports, firsts, strict=False)
        ]
    labels = [0, {"/P": pikepdf.String("封面")}, 2, {"/S": pikepdf.Name.R}, front, {"/S": pikepdf.Name.D}]
    numbered = [pikepdf.Dictionary(one) if isinstance(one, dict) else one for one in labels]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(numbered))
    pdf.Root.PageMode = pikepdf.Name.UseOutlines
    pages = list(pdf.pages)
    for page in pages[2:front]:
        for link in page.obj.get("/Annots", []):
            first = int(str(link.A.URI).removeprefix(volume.ENTRY_ADDRESS))
            link.Dest = pikepdf.Array([pages[front + first - 1].obj, pikepdf.Name.Fit])
            del link["/A"]


def _save(pdf: pikepdf.Pdf) -> IO[bytes]:
    """In a file without a name, of which nothing stays behind however the process ends."""
    file = TemporaryFile()  # noqa: SIM115 - it is handed on
    try:
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        file.seek(0)
    except OSError:
        file.close()
        raise
    return file
