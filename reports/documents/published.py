"""The bytes of published reports: kept under their SHA-256, never made again."""

import hashlib
from typing import ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from ..problems import Problem

FOLDER = "published"


class NoPublishedFile(Problem):
    """The published bytes are missing or changed. No other bytes are given out in their place."""

    messages: ClassVar = {
        "lost": _(
            "The published file is not where it was stored, or has been changed there. It is not made anew, for it "
            "would not be the same. Ask the administrator to bring it back from a backup: %(path)s"
        ),
        "never stored": _(
            "This report was published before the site kept published files, and no file of that day was found. "
            "The organiser can publish it again; until then there is no final copy."
        ),
    }


def path_of(sha256: str) -> str:
    """Below the folder of stored documents."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}.pdf"


def store_published(data: bytes) -> str:
    """Stores the bytes for good and returns their SHA-256. Raises OSError if they cannot be read back whole."""
    sha256 = hashlib.sha256(data).hexdigest()
    if _read(sha256) != data:
        default_storage.delete(path_of(sha256))  # where it is there, it is not what its name says
        default_storage.save(path_of(sha256), ContentFile(data))
    if _read(sha256) != data:
        raise OSError(f"{path_of(sha256)} was not stored whole")
    return sha256


def read_published(sha256: str) -> bytes:
    """Raises NoPublishedFile for bytes that are missing or have another SHA-256."""
    data = _read(sha256)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NoPublishedFile("lost", path=path_of(sha256))
    return data


def _read(sha256: str) -> bytes:
    try:
        with default_storage.open(path_of(sha256)) as file:
            return file.read()
    except OSError:
        return b""
