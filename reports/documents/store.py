"""Where stored documents are: in a folder of this machine, or in a bucket of a server that speaks S3."""

import errno
from datetime import datetime

from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _


class StoreAway(OSError):
    """The server of the bucket does not answer, or refuses: nothing was stored, and nothing can be said of a file."""

    def __init__(self, why: object) -> None:
        super().__init__(errno.EIO, _("the store of the documents does not answer (%(why)s)") % {"why": why})


def documents_folder() -> str:
    """Empty where they are in no folder of this machine."""
    return str(default_storage.location) if isinstance(default_storage, FileSystemStorage) else ""


def require_store() -> None:
    """Raises StoreAway. A folder is always there, or fails with errors of its own."""
    if ask := getattr(default_storage, "require_bucket", None):
        ask()


def clear_unfinished(*, before: datetime) -> None:
    """What processes that were killed before then have left in a bucket. A folder is cleared by whoever saves."""
    if clear := getattr(default_storage, "clear_unfinished", None):
        clear(before=before)
