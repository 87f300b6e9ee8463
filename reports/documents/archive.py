"""Many stored files as one ZIP, which goes to the store while it is written: never more than a piece is in memory."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from typing import Any, ClassVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..problems import Problem
from .store import StoreAway, documents_folder

FOLDER = "batches"
_PIECE = 1 << 16
_NAME_BYTES = 230  # file systems allow 255, and a number may follow


class Unstored(Problem):
    """The store did not take a file whole, or gives back another one than it took."""

    messages: ClassVar = {
        "full": _(
            "The file could not be stored: %(why)s. Nothing half done is left behind. Tell the administrator that room "
            "is needed on the disk of the documents, then ask again."
        ),
        "changed": _(
            "A file was changed in the store while it was being collected: %(path)s. Nothing was handed out. Tell the "
            "administrator."
        ),
    }


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """What is stored under `path`, under the name that it has in the ZIP."""

    name: str
    path: str
    sha256: str


def free_space() -> int | None:
    """Bytes on the disk of the documents; None where they are on no disk of this machine."""
    folder = documents_folder()
    try:
        return shutil.disk_usage(folder).free if folder else None
    except OSError:
        return None


def folder_of(batch_pk: int) -> str:
    return f"{FOLDER}/{batch_pk}"


def store(path: str, content: File) -> str:
    """Returns the path. Raises Unstored, or StoreAway; then nothing is left of it."""
    try:
        return default_storage.save(path, content)
    except StoreAway:
        raise
    except OSError as error:
        raise Unstored("full", why=error.strerror or error) from error


def store_bytes(path: str, data: bytes) -> tuple[str, str]:
    """Returns the path and their SHA-256. Raises as `store`."""
    return store(path, ContentFile(data)), hashlib.sha256(data).hexdigest()


def clear_folder(folder: str) -> None:
    """With all that is in it. What cannot be deleted now is left to prune_documents."""
    try:
        _folders, names = default_storage.listdir(folder)
        for name in names:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)
    except OSError:
        return


def fit_name(name: str, taken: set[str]) -> str:
    """The name, shortened where no disk would take it, with a number where another file has it already. Two names that
    differ only in capitals are one for many computers. It is added to `taken`.
    """
    stem, _dot, ending = name.rpartition(".")
    stem = stem.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip(" .")
    fitted, number = f"{stem}.{ending}", 1
    while fitted.casefold() in taken:
        number += 1
        fitted = f"{stem}（{number}）.{ending}"
    taken.add(fitted.casefold())
    return fitted


class Archive(File):
    """To be saved once. Then `sha256` and `written`, in bytes, are those of the ZIP."""

    def __init__(self, files: Iterable[ArchivedFile]) -> None:
        super().__init__(None, "archive.zip")
        self._files = files
        self._hash, self.written = hashlib.sha256(), 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Raises Unstored where a file is not what it was when it was collected."""
        sink = _Sink()
        with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
            for file in self._files:
                with archive.open(_named(file.name), "w") as member:
                    for piece in _read_unchanged(file):
                        member.write(piece)
                        yield self._count(sink.take())
        yield self._count(sink.take())

    def _count(self, piece: bytes) -> bytes:
        self._hash.update(piece)
        self.written += len(piece)
        return piece


class _Sink(RawIOBase):
    """What zipfile has written since it was last taken."""

    def __init__(self) -> None:
        self._written = BytesIO()

    def write(self, data: Any, /) -> int:
        return self._written.write(data)

    def take(self) -> bytes:
        written, self._written = self._written.getvalue(), BytesIO()
        return written


def _named(name: str) -> ZipInfo:
    info = ZipInfo(name, timezone.localtime().timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    return info


def read_whole(file: ArchivedFile) -> bytes:
    """Raises Unstored where it is not what it was when it was collected."""
    return b"".join(_read_unchanged(file))


def _read_unchanged(file: ArchivedFile) -> Iterator[bytes]:
    found = hashlib.sha256()
    try:
        with default_storage.open(file.path) as stored:
            for piece in stored.chunks(_PIECE):
                found.update(piece)
                yield piece
    except FileNotFoundError as gone:
        raise Unstored("changed", path=file.path) from gone
    if found.hexdigest() != file.sha256:
        raise Unstored("changed", path=file.path)
