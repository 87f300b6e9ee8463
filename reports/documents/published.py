"""The bytes of published reports: kept under their SHA-256, never made again."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from ..problems import Problem
from .by_hash import HashedFiles

FOLDER = "published"
_files = HashedFiles(FOLDER, ".pdf")
path_of, store_published = _files.path_of, _files.store


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


def read_published(sha256: str) -> bytes:
    """Raises NoPublishedFile for bytes that are missing or have another SHA-256."""
    data = _files.read(sha256)
    if data is None:
        raise NoPublishedFile("lost", path=path_of(sha256))
    return data
