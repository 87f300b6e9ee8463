"""Why a file gives no report back, in words for the person who chose it."""

from django.utils.translation import gettext_lazy as _

from reports.problems import Problem

_MESSAGES = {
    "unreadable": _(
        "This PDF is damaged or protected by a password, so it cannot be read. Copy its text and paste it."
    ),
    "foreign": _(
        "Only a PDF that this site made can be read, and this one was not. Open it, copy its text and paste it instead."
    ),
    "too_large": _("This PDF is too large to be a report."),
    "broken": _("The report inside this PDF is damaged."),
}


class CannotRestore(Problem):
    """Raised for a PDF without a sound report inside; `code` is unreadable, foreign, too_large or broken."""

    messages = _MESSAGES
