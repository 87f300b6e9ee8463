"""What it leaves behind that a page hands out a file."""

from typing import Any

from django.utils import timezone

from ..actions.download import note_file
from .sign_in import SignedInRequest


def note_download(request: SignedInRequest, name: str, **of: Any) -> None:
    """However it was fetched; a HEAD request gets no file. Further arguments are those of `note_file`."""
    if request.method == "GET":
        note_file(name=name, by=request.user, at=timezone.now(), **of)
