"""A report as a file: which kinds there are, what each is called, how it is made."""

import json
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from ..text.content import ReportContent
from ..text.plain import print_plain
from .pdf import PageStyle, Variant
from .storing import stored_pdf
from .word import write_word


class Shape(Protocol):
    """What of a cycle shapes the page."""

    byline_place: str


class Progressing(Protocol):
    """What of a report decides which files there are."""

    @property
    def is_final(self) -> bool: ...


class FileKind(StrEnum):
    """The kinds of files; the values stand in addresses and on the command line."""

    DRAFT = "draft"
    FINAL = "final"
    DOCX = "docx"
    TXT = "txt"
    JSON = "json"

    @classmethod
    def offered(cls, report: Progressing) -> "list[FileKind]":
        """All, but a final copy only of an approved report, and then no draft."""
        return [kind for kind in cls if kind != (cls.DRAFT if report.is_final else cls.FINAL)]

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @property
    def extension(self) -> str:
        return "pdf" if self in {FileKind.DRAFT, FileKind.FINAL} else self.value

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self.extension]


_LABELS = {
    FileKind.DRAFT: _("Draft PDF"),
    FileKind.FINAL: _("Final PDF"),
    FileKind.DOCX: _("Word document"),
    FileKind.TXT: _("Plain text"),
    FileKind.JSON: _("JSON"),
}
_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


def file_name(content: ReportContent, kind: FileKind) -> str:
    """For example 2026年度述职报告（王某）草稿.pdf, without the marks that file systems refuse."""
    ending = "草稿" if kind == FileKind.DRAFT else ""
    stem = f"{content.title}（{content.name}）{ending}"
    return "".join("_" if mark in '\\/:*?"<>|\r\n\t' else mark for mark in stem) + f".{kind.extension}"


def make_file(content: ReportContent, kind: FileKind, *, cycle: Shape) -> bytes:
    """The file's bytes. Raises Unprintable for a PDF that cannot be made; the message says why."""
    if kind == FileKind.TXT:
        return print_plain(content).encode()
    if kind == FileKind.JSON:
        return json.dumps(content.to_dict(), ensure_ascii=False, indent=2).encode()
    style = PageStyle(byline_place=cycle.byline_place)
    if kind == FileKind.DOCX:
        return write_word(content, style=style)
    return stored_pdf(content, variant=Variant(kind.value), style=style)
