"""Files that are kept for good, each under the SHA-256 of its bytes."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from .store import StoreAway


@dataclass(frozen=True, slots=True)
class HashedFiles:
    folder: str
    ending: str = ""

    def path_of(self, sha256: str) -> str:
        """Below the folder of stored documents."""
        return f"{self.folder}/{sha256[:2]}/{sha256}{self.ending}"

    def store(self, data: bytes) -> str:
        """Returns their SHA-256. Raises OSError if they cannot be read back whole."""
        sha256 = sha256_of(data)
        store_path(self.path_of(sha256), data)
        return sha256

    def read(self, sha256: str) -> bytes | None:
        """None for bytes that are missing or have another SHA-256. Raises StoreAway."""
        return read_path(self.path_of(sha256))


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_path(path: str) -> bytes | None:
    """As `HashedFiles.read`, of a path that `path_of` has made."""
    data = _read(path)
    return data if sha256_of(data) == PurePath(path).stem else None


def store_path(path: str, data: bytes) -> None:
    """As `HashedFiles.store`, where the path is that of these bytes."""
    if _read(path) != data:
        default_storage.delete(path)  # where it is there, it is not what its name says
        default_storage.save(path, ContentFile(data))
    if _read(path) != data:
        raise OSError(f"{path} was not stored whole")


def _read(path: str) -> bytes:
    try:
        with default_storage.open(path) as file:
            return file.read()
    except StoreAway:
        raise
    except OSError:
        return b""
