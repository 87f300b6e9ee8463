"""The report inside one of our own PDFs, as it was when the PDF was made."""

import subprocess  # nosec - runs one file of ours
import sys

from reports.text.content import ReportContent

from . import extracting
from .problems import CannotRestore
from .source import parse_source

ATTACHMENT = "report.json"
_LARGEST_FILE = 20 * 1024 * 1024
_MEMORY = 768 * 1024 * 1024
_SECONDS = 20  # by the clock; a busy machine needs longer than the processor's time that is allowed
_REASONS = {
    extracting.UNREADABLE: "unreadable",
    extracting.FOREIGN: "foreign",
    extracting.TOO_LARGE: "too_large",
    extracting.BROKEN: "broken",
}


def read_attached_content(data: bytes) -> ReportContent:
    """Exactly the content that the PDF was rendered from. Raises CannotRestore.

    The PDF is opened in a process of its own, with little memory and time.
    """
    if len(data) > _LARGEST_FILE:
        raise CannotRestore("too_large")
    try:
        return parse_source(_extract(data))
    except ValueError as error:
        raise CannotRestore("broken") from error


def _extract(data: bytes) -> bytes:
    command = [sys.executable, "-I", extracting.__file__, ATTACHMENT, str(_MEMORY)]
    try:
        ended = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - no word of a user is in the command
    except subprocess.TimeoutExpired as error:
        raise CannotRestore("unreadable") from error
    if ended.returncode:  # one that its limits ended has no reason of ours
        raise CannotRestore(_REASONS.get(ended.returncode, "unreadable"))
    return ended.stdout
