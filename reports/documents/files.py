"""A report as a file: which kinds there are, what each is called, how it is made."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from hashlib import sha256
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..gongwen.pdf import PageStyle, Variant
from ..prose.content import ReportContent
from ..prose.plain import print_plain
from ..prose.remarks import Remark, note_apart
from . import workers
from .background import fetch, fetch_pdf, fetch_sheets
from .cache import path_of, path_of_copy, stored_pdf
from .rendering import render_pdf, write_ofd, write_word
from .workbook import write_workbook


class Cycle(Protocol):
    """The fields of a cycle that shape the page."""

    byline_place: str
    page_numbers_centred: bool
    mark_reader: bool


class Report(Protocol):
    """The field of a report that decides which files are offered."""

    @property
    def is_final(self) -> bool: ...


class FileKind(StrEnum):
    """The kinds of files; the values stand in addresses and on the command line.

    In the order in which they are offered: those of one subject together.
    """

    DRAFT = "draft"
    FINAL = "final"
    DOCX = "docx"
    OFD = "ofd"
    TXT = "txt"
    JSON = "json"
    ANNEX = "annex"
    ANNOTATED = "annotated"
    REMARKS = "remarks"
    WORKBOOK = "workbook"

    @classmethod
    def offered(cls, report: Report) -> "list[FileKind]":
        """Every kind, except that an approved report has a final copy, also as OFD, and any other has a draft."""
        others = {cls.DRAFT} if report.is_final else {cls.FINAL, cls.OFD}
        return [kind for kind in cls if kind not in others]

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @property
    def subject(self) -> str:
        """The heading over the files about the same thing."""
        if self.is_of_remarks:
            return str(_("Opinions and comments"))
        return str(_("Figures") if self == FileKind.ANNEX else _("The report"))

    @property
    def is_pdf(self) -> bool:
        return self in set(Variant)

    @property
    def is_of_remarks(self) -> bool:
        """Whether it shows what was said about the report."""
        return self in {FileKind.ANNOTATED, FileKind.REMARKS, FileKind.WORKBOOK}

    @property
    def is_for_programs(self) -> bool:
        return self == FileKind.JSON

    @property
    def extension(self) -> str:
        return "pdf" if self.is_pdf else {FileKind.WORKBOOK: "xlsx"}.get(self, self.value)

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self.extension]


_LABELS = {
    FileKind.DRAFT: _("Draft PDF"),
    FileKind.FINAL: _("Final PDF"),
    FileKind.ANNEX: _("Annex of figures (PDF)"),
    FileKind.ANNOTATED: _("Draft with comments (PDF)"),
    FileKind.REMARKS: _("Table of opinions (PDF)"),
    FileKind.WORKBOOK: _("Table of opinions (Excel)"),
    FileKind.DOCX: _("Word document"),
    FileKind.OFD: _("OFD (on trial)"),
    FileKind.TXT: _("Plain text"),
    FileKind.JSON: _("Data (JSON)"),
}
_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
_ENDINGS = {
    FileKind.DRAFT: "草稿",
    FileKind.ANNEX: "数据附表",
    FileKind.ANNOTATED: "批注稿",
    FileKind.REMARKS: "意见汇总表",
    FileKind.WORKBOOK: "意见汇总表",
}
_TEXTS: dict[FileKind, Callable[[ReportContent], str]] = {  # made at once
    FileKind.TXT: print_plain,
    FileKind.JSON: lambda content: json.dumps(content.to_dict(), ensure_ascii=False, indent=2),
}
PACKAGE = "archive"  # on the command line and in the log
_REFUSED = '\\/:*?"<>|\r\n\t'  # by one file system or another


def file_name(content: ReportContent, kind: FileKind, remarks: Sequence[Remark] = (), *, number: int = 1) -> str:
    """For example 2026年度述职报告（王某）草稿.pdf. `number` is a publication's; the second is the first correction.

    It says so where something in it is for reviewers only.
    """
    ending = f"更正{number - 1}" if number > 1 else _ENDINGS.get(kind, "")
    stem = f"{content.title}（{content.name}）{ending}{note_apart(remarks)}"
    return f"{clean_name(stem)}.{kind.extension}"


def package_name(content: ReportContent) -> str:
    return clean_name(f"{content.title}（{content.name}）归档包.zip")


def clean_name(name: str) -> str:
    return "".join("_" if mark in _REFUSED else mark for mark in name)


def page_style(cycle: Cycle) -> PageStyle:
    return PageStyle(cycle.byline_place, cycle.page_numbers_centred, cycle.mark_reader, seal_field=settings.SEAL_FIELD)


def make_file(
    content: ReportContent,
    kind: FileKind,
    *,
    cycle: Cycle,
    reader: str,
    at: datetime,
    remarks: Sequence[Remark] = (),
    is_late: bool = False,
) -> bytes:
    """The file's bytes. Raises Unprintable where it would be wrong and NotDone where a limit ended it.

    `remarks`, and whether the report is late, are for the kinds that are about them.
    """
    if kind in _TEXTS:
        return _TEXTS[kind](content).encode()
    if kind == FileKind.DOCX:
        return workers.make(write_word, content, style=page_style(cycle))
    if kind == FileKind.OFD:
        final = partial(stored_pdf, content, variant=Variant.FINAL, style=page_style(cycle))
        return workers.make(write_ofd, final(reader=reader, printed_at=at))
    if kind == FileKind.WORKBOOK:
        return workers.make(write_workbook, content.filled(content.title), remarks, is_late=is_late)
    if kind.is_of_remarks:
        listed: dict[str, Any] = {"remarks": remarks, "is_late": is_late, "reader": reader, "printed_at": at}
        return workers.make(render_pdf, content, variant=Variant(kind.value), style=page_style(cycle), **listed)
    return stored_pdf(content, variant=Variant(kind.value), style=page_style(cycle), reader=reader, printed_at=at)


def fetch_file(
    content: ReportContent,
    kind: FileKind,
    *,
    cycle: Cycle,
    reader: str,
    at: datetime,
    remarks: Sequence[Remark] = (),
    is_late: bool = False,
    again: bool = False,
) -> bytes:
    """As `make_file`, for a page that cannot wait: raises BeingMade too, as `fetch` does."""
    style = page_style(cycle)
    make = partial(make_file, content, kind, cycle=cycle, reader=reader, at=at, remarks=remarks, is_late=is_late)
    if kind in _TEXTS:
        return make()
    if kind.is_pdf and not kind.is_of_remarks and not style.mark_reader:
        return fetch_pdf(content, variant=Variant(kind.value), style=style, again=again)
    path = path_of_copy(kind.extension, kind, content.sha256(), style, reader, remarks, is_late, get_language())
    return fetch(path, make, again=again)


def fetch_published_ofd(pdf: bytes, *, again: bool = False) -> bytes:
    """A published PDF as OFD. Raises as `fetch_file` does."""
    path = path_of_copy(FileKind.OFD.extension, FileKind.OFD, sha256(pdf).hexdigest())
    return fetch(path, partial(workers.make, write_ofd, pdf), again=again)


def conformance_sheet(content: ReportContent, kind: FileKind, *, cycle: Cycle, again: bool = False) -> dict[str, Any]:
    """How the PDF meets the page standard, as `Sheet.to_json` gives it in the reader's language.

    Raises Unprintable, NotDone and BeingMade.
    """
    style = replace(page_style(cycle), mark_reader=False)  # the reader's name is no matter of the standard
    variant = Variant(kind.value)
    data = fetch_pdf(content, variant=variant, style=style, again=again)
    path = path_of(content, variant, style)
    return json.loads(fetch_sheets(data, path=path, style=style, again=again))[get_language() or settings.LANGUAGE_CODE]
