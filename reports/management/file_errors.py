"""Why a file named on the command line cannot be opened."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_MESSAGES: dict[type[OSError], str | Promise] = {
    FileNotFoundError: _("There is no such file or folder."),
    IsADirectoryError: _("This is a folder, not a file."),
    NotADirectoryError: _("A part of this path is a file, not a folder."),
    PermissionError: _("You may not open this file."),
}


def explain(error: OSError) -> str:
    """'FILE: why' in the site's language. Rare reasons are in the system's own English words."""
    return f"{error.filename}: {_MESSAGES.get(type(error), error.strerror)}"
