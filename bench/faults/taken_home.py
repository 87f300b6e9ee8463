"""Files that people take home: counted by kind, and looked into, for each must be a whole one."""

import hashlib
import json
import time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import pikepdf

if TYPE_CHECKING:
    from .people import Person, Said

_ZIPS = {"docx", "workbook", "ofd", "archive", "roll", "participants", "collected"}


def take(person: "Person", kind: str, path: str, done: dict[str, Any]) -> None:
    said = person.insist(path)
    while said and said.status == 202:  # it is being made, and the page asks again by itself
        time.sleep(1)
        said = person.insist(path)
    if said and said.status == 200:
        count(said, kind, done)


def count(said: "Said", kind: str, done: dict[str, Any]) -> None:
    taken = done.setdefault("files", {})
    taken[kind] = taken.get(kind, 0) + 1
    if problem := _broken(said.body, kind):
        done.setdefault("broken", []).append(f"{kind}: {problem}")


def _broken(data: bytes, kind: str) -> str:
    """Why the file is no whole one; nothing where it is."""
    try:
        return _broken_zip(data, kind) if kind in _ZIPS else _broken_other(data, kind)
    except (BadZipFile, pikepdf.PdfError, ValueError, KeyError) as problem:
        return f"{type(problem).__name__} {problem}"


def _broken_zip(data: bytes, kind: str) -> str:
    with ZipFile(BytesIO(data)) as opened:
        if kind != "collected":
            return opened.testzip() or ""
        sums = [line.split("  ", 1) for line in opened.read("SHA256SUMS.txt").decode().splitlines()]
        wrong = [name for known, name in sums if hashlib.sha256(opened.read(name)).hexdigest() != known]
        endings = sorted({name.rpartition(".")[2] for _known, name in sums})
    return ", ".join(wrong) or ("" if endings == ["docx", "pdf", "xlsx"] else f"only {endings}")


def _broken_other(data: bytes, kind: str) -> str:
    if kind == "json":
        json.loads(data)
    elif kind == "txt":
        return "" if data.decode().strip() else "empty"
    else:
        with pikepdf.open(BytesIO(data)) as opened:
            return "; ".join(map(str, opened.check_pdf_syntax()))
    return ""
