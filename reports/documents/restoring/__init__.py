"""The report inside one of our own files, as it was when the file was made."""

from pathlib import PurePath

from reports.documents.importing import check_size
from reports.gongwen.pdf.options import ATTACHMENT
from reports.prose.content import ReportContent

from .pdf import read_attached_content
from .problems import CannotRestore
from .source import parse_source
from .word import read_source

__all__ = ["ATTACHMENT", "CannotRestore", "parse_source", "read_attached_content", "restore_content"]


def restore_content(name: str, data: bytes) -> ReportContent | None:
    """Exactly the content a .pdf or .docx was made from; None where the file's visible text is to be read instead.

    That is a .docx of somebody else, one whose text was changed since, and any other kind of file. A PDF has no text
    that is read: it raises CannotRestore. A .docx that cannot be opened safely raises UnreadableFile.
    """
    extension = PurePath(name).suffix.lower()
    if extension == ".pdf":
        return read_attached_content(data)
    if extension != ".docx":
        return None
    check_size(data)
    return read_source(data)
