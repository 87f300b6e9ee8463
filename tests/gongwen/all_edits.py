"""Every edit that makes a right file wrong, by its name, with the check that must find it."""

from collections.abc import Callable
from functools import partial

from .edited_files import BYTES, FILE_EDITS
from .edited_pdfs import EDITS, edit_pdf
from .edited_settings import LATER, SETTINGS_EDITS
from .edited_spacing import SPACING_EDITS

_OF_OBJECTS = EDITS | FILE_EDITS | SPACING_EDITS | SETTINGS_EDITS
ALL_EDITS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    **{name: (check, partial(edit_pdf, edit=edit)) for name, (check, edit) in _OF_OBJECTS.items()},
    **BYTES,
    **LATER,
}
