"""Files kept by what they are made from: an unchanged report is never rendered twice."""

import hashlib
import json
import logging
from dataclasses import astuple
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import override

from reports.documents import workers
from reports.documents.rendering import render_pdf, site_faces
from reports.gongwen import pdf
from reports.gongwen.conformance import SHEET
from reports.prose.content import ReportContent

logger = logging.getLogger(__name__)

FOLDER, COPIES = "pdf", "copies"
_COPY_KEPT = timedelta(minutes=10)  # so that whoever asked for it finds it made
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
    return read_kept(path) or keep(path, workers.make(render_pdf, content, variant=variant, style=style))


def stored_sheets(data: bytes, *, path: str, style: pdf.PageStyle) -> bytes:
    """How the PDF kept under the path meets the standard, in every language of the site.

    JSON: `Sheet.to_json()` by language code. Raises NotDone.
    """
    sheets_path = path_of_sheets(data, path)
    return read_kept(sheets_path) or keep(sheets_path, workers.make(_judge, data, style.page_numbers_centred))


def _judge(data: bytes, centred: bool) -> bytes:  # noqa: FBT001 - as the worker is told it
    from reports.gongwen.conformance import judge  # noqa: PLC0415 - only a worker needs what reads a PDF

    sheet = judge(data, centred_page_numbers=centred, font_folders=settings.FONT_DIRS)
    sheets = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            sheets[code] = sheet.to_json()
    return json.dumps(sheets, ensure_ascii=False).encode() + b"\n"


def path_of(content: ReportContent, variant: pdf.Variant, style: pdf.PageStyle) -> str:
    """By what the bytes are made from and the number of our output. Modules change every week and do not count."""
    made_by = (f"output {pdf.OUTPUT}", _weasyprint(), site_faces().identity())
    parts = (content.sha256(), variant, *map(str, astuple(style)), *made_by)
    name = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{FOLDER}/{name[:2]}/{name}.pdf"


@cache
def _weasyprint() -> str:
    """Its version, as this process has loaded it: to ask reads a file of the package each time."""
    return version("weasyprint")


def path_of_sheets(data: bytes, path: str) -> str:
    """Beside the file. The key has its bytes too, so that a file changed on the disk is judged as it is."""
    return f"{path}.{hashlib.sha256(data).hexdigest()[:16]}.{SHEET}.json"


def path_of_copy(extension: str, *parts: Any) -> str:
    """For a file of one reader, kept for some minutes. `parts` are what it is made from."""
    clear_copies()
    name = hashlib.sha256("\n".join(map(repr, (*parts, _weasyprint()))).encode()).hexdigest()
    return f"{COPIES}/{name}.{extension}"


def clear_copies() -> None:
    try:
        for name in default_storage.listdir(COPIES)[1]:
            path = f"{COPIES}/{name}"
            if default_storage.get_modified_time(path) < timezone.now() - _COPY_KEPT:
                default_storage.delete(path)
    except OSError:  # none yet, or another process was faster, or the store is away
        return


def read_kept(path: str) -> bytes:
    """Empty for a file that is missing, cannot be read, or was cut short by an earlier release."""
    try:
        with default_storage.open(path) as file:
            data = file.read()
    except FileNotFoundError:
        return b""
    except OSError:
        logger.exception("A stored document cannot be read; it is made anew.")
        return b""
    return data if data.endswith(_ENDS.get(PurePath(path).suffix, b"")) else b""


def keep(path: str, data: bytes) -> bytes:
    """Whoever asked for the document gets it, even if it cannot be stored."""
    try:
        default_storage.save(path, ContentFile(data))
    except OSError:
        logger.exception("A document could not be stored; it is made again each time until there is room.")
    return data
