"""A file that somebody chose, read by a worker process."""

from reports.prose.content import ReportContent

from . import workers
from .importing import read_file
from .restoring import restore_content


def read_upload(name: str, data: bytes) -> ReportContent | str:
    """What one of our own files carries, exactly; the words of any other.

    Raises UnreadableFile, CannotRestore, NotDone: all are Problems.
    """
    return workers.read(_read, name, data)


def _read(name: str, data: bytes) -> ReportContent | str:
    return restore_content(name, data) or read_file(name, data)
