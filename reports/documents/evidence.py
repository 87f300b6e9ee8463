"""Files of evidence: found to be what their names say, kept under their SHA-256, handed out as they came."""

from io import BytesIO
from pathlib import PurePath
from typing import ClassVar
from zipfile import ZipFile

from django.utils.translation import gettext_lazy as _

from ..problems import Problem
from . import workers
from .by_hash import HashedFiles
from .importing import limits
from .importing.archive import ArchiveKind, check_archive

FOLDER = "evidence"
_files = HashedFiles(FOLDER)
path_of, store_evidence = _files.path_of, _files.store
MAX_BYTES = 10 * 1024 * 1024
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UnfitEvidence(Problem):
    messages: ClassVar = {
        "empty": _("The file is empty."),
        "too_large": _("The file is larger than %(limit)s MB."),
        "ending": _("Evidence is a PDF, a picture (.png, .jpg), a .docx or an .xlsx file."),
        "other": _("The file is not what its name says, or is damaged. Open it, save it anew and try again."),
        "broken": _("The file is damaged and cannot be opened. Open it, save it anew and try again."),
        "deep": _("The file is damaged: its parts lie too deep inside one another."),
        "encrypted": _("The file is protected by a password. Remove the password and try again."),
        "old": _("This is a file of an old Office version. Save it as .docx or .xlsx and try again."),
        "bomb": _("The file unpacks to far more than evidence can hold, so it was not opened."),
        "entities": _("The file contains definitions that can be used for an attack, so it was not opened."),
        "macros": _("The file contains macros. Save it without them and try again."),
        "lost": _("The file is not where it was stored, or was changed there. Ask the administrator for a backup."),
    }


_ARCHIVES = {
    "docx": ArchiveKind("word/document.xml", UnfitEvidence, "other", "old", limits),
    "xlsx": ArchiveKind("xl/workbook.xml", UnfitEvidence, "other", "old", limits),
}


def find_ending(name: str, data: bytes) -> str:
    """What the content is, which the name says too: a key of CONTENT_TYPES. Raises UnfitEvidence, NotDone."""
    if len(data) > MAX_BYTES:
        raise UnfitEvidence("too_large", limit=MAX_BYTES // 1024 // 1024)
    if not data:
        raise UnfitEvidence("empty")
    return workers.read(check_content, name, data)


def check_content(name: str, data: bytes) -> str:
    ending = PurePath(name).suffix.lower().lstrip(".").replace("jpeg", "jpg")
    if ending not in CONTENT_TYPES:
        raise UnfitEvidence("ending")
    if ending in _ARCHIVES:
        _check_office(data, _ARCHIVES[ending])
    elif ending == "pdf":
        _check_pdf(data)
    else:
        _check_picture(data, "PNG" if ending == "png" else "JPEG")
    return ending


def _check_office(data: bytes, kind: ArchiveKind) -> None:
    check_archive(data, kind)
    with ZipFile(BytesIO(data)) as archive:
        if any("vbaproject" in name.lower() for name in archive.namelist()):
            raise UnfitEvidence("macros")


def _check_pdf(data: bytes) -> None:
    if not data.startswith(b"%PDF-"):  # a file may be a PDF and something else at once
        raise UnfitEvidence("other")
    import pikepdf  # noqa: PLC0415 - only a worker that is given a PDF needs it

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise UnfitEvidence("encrypted") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise UnfitEvidence("other") from error


def _check_picture(data: bytes, form: str) -> None:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only a worker that is given a picture needs it

    try:
        with Image.open(BytesIO(data), formats=[form]) as picture:
            picture.verify()
    except Image.DecompressionBombError as error:
        raise UnfitEvidence("bomb") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnfitEvidence("other") from error


def read_evidence(sha256: str) -> bytes:
    """Raises UnfitEvidence for bytes that are missing or have another SHA-256."""
    data = _files.read(sha256)
    if data is None:
        raise UnfitEvidence("lost")
    return data
