"""PDFs kept by what they are made from: an unchanged report is never rendered twice."""

import hashlib
import json
import logging
from dataclasses import astuple, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import get_language

from reports.documents import workers
from reports.documents.rendering import render_pdf, site_faces
from reports.gongwen import pdf
from reports.gongwen.conformance import SHEET, judge
from reports.prose.content import ReportContent

logger = logging.getLogger(__name__)

FOLDER = "pdf"
_ENDS = {".pdf": b"%%EOF\n", ".json": b"}\n"}  # of a whole file; neither stands inside one of ours


def stored_pdf(
    content: ReportContent,
    *,
    variant: pdf.Variant = pdf.Variant.DRAFT,
    style: pdf.PageStyle = pdf.DEFAULT_STYLE,
    reader: str = "",
    printed_at: datetime | None = None,
) -> bytes:
    """The bytes of `render_pdf`, rendered at most once. A copy marked with its reader is not kept.

    Raises Unprintable as `render_pdf` does, and NotDone.
    """
    if style.mark_reader:
        return workers.make(render_pdf, content, variant=variant, style=style, reader=reader, printed_at=printed_at)
    path = path_of(content, variant, style)
    return _read(path) or _keep(path, workers.make(render_pdf, content, variant=variant, style=style))


def stored_sheet(content: ReportContent, *, variant: pdf.Variant, style: pdf.PageStyle) -> dict[str, Any]:
    """How the stored PDF meets the standard, kept beside it in the reader's language: `Sheet.to_json()`."""
    style = replace(style, mark_reader=False)  # the reader's name is no matter of the standard
    path = f"{path_of(content, variant, style)}.{SHEET}.{get_language()}.json"
    if kept := _read(path):
        return json.loads(kept)
    data = stored_pdf(content, variant=variant, style=style)
    sheet = workers.make(_judge, data, style)
    _keep(path, json.dumps(sheet, ensure_ascii=False).encode() + b"\n")
    return sheet


def _judge(data: bytes, style: pdf.PageStyle) -> dict[str, Any]:
    return judge(data, centred_page_numbers=style.page_numbers_centred).to_json()


def path_of(content: ReportContent, variant: pdf.Variant, style: pdf.PageStyle) -> str:
    """By what the bytes are made from, and by the output of our code: not by its modules, which change every week."""
    made_by = (f"output {pdf.OUTPUT}", version("weasyprint"), site_faces().identity())
    parts = (content.sha256(), variant, *map(str, astuple(style)), *made_by)
    name = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{FOLDER}/{name[:2]}/{name}.pdf"


def _read(path: str) -> bytes:
    """What is kept; nothing where it is missing, cannot be read, or was cut short by an earlier release."""
    try:
        with default_storage.open(path) as file:
            data = file.read()
    except FileNotFoundError:
        return b""
    except OSError:
        logger.exception("A stored document cannot be read; it is made anew.")
        return b""
    return data if data.endswith(_ENDS[PurePath(path).suffix]) else b""


def _keep(path: str, data: bytes) -> bytes:
    """Store where that is possible: who asked for the document has it either way."""
    try:
        default_storage.save(path, ContentFile(data))
    except OSError:
        logger.exception("A document could not be stored; it is made again each time until there is room.")
    return data
