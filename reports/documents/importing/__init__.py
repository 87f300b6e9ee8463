"""The text of an uploaded file, or a clear reason why there is none."""

from pathlib import PurePath

from .archive import check_archive
from .limits import MAX_BYTES, MAX_CHARACTERS
from .plain import decode_text
from .problems import UnreadableFile
from .word import read_docx, read_text

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "UnreadableFile", "check_archive", "check_size", "read_file", "read_text"]


def read_file(name: str, data: bytes) -> str:
    """The words of a .txt or .docx file. Raises UnreadableFile."""
    check_size(data)
    text = _read(PurePath(name).suffix.lower(), data)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableFile("too_long", limit=MAX_CHARACTERS)
    if not text.strip():
        raise UnreadableFile("no_text")
    return text


def check_size(data: bytes) -> None:
    """Raises UnreadableFile for a file that is too large to be looked at, and for an empty one."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile("too_large", limit=MAX_BYTES // 1024 // 1024)
    if not data.strip():
        raise UnreadableFile("empty")


def _read(extension: str, data: bytes) -> str:
    if extension == ".doc":
        raise UnreadableFile("old_word")
    if extension == ".docx":
        check_archive(data)
        return read_docx(data)
    if extension in {".txt", ".text", ".md"}:
        return decode_text(data)
    raise UnreadableFile("extension", extension=extension)
