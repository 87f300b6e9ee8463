"""Why a file cannot be read, in words for the person who chose it."""

from django.utils.translation import gettext_lazy as _

from reports.problems import Problem

_MESSAGES = {
    "too_large": _("The file is larger than %(limit)s MB."),
    "too_long": _("The text is longer than %(limit)s characters."),
    "empty": _("The file is empty."),
    "no_text": _("There is no text in this file."),
    "extension": _("Files of the type “%(extension)s” cannot be read. Choose a .docx, .txt or .pdf file."),
    "old_word": _(
        "This is a file of an old Word version (.doc). Open it in Word or WPS, save it as .docx and try again."
    ),
    "binary": _("This file is not text. Choose a .docx or .txt file."),
    "encoding": _("The characters of this file cannot be read. Save it as UTF-8 text and try again."),
    "not_docx": _("This is not a Word document (.docx), although its name says so."),
    "broken": _("This Word document is damaged and cannot be opened."),
    "encrypted": _("This Word document is protected by a password. Remove the password and try again."),
    "bomb": _("This Word document unpacks to far more than a report can hold, so it was not opened."),
    "deep": _(
        "The tables or text boxes of this Word document lie too deep inside one another. Copy its text and paste it."
    ),
    "entities": _("This Word document contains definitions that can be used for an attack, so it was not opened."),
}


class UnreadableFile(Problem):
    messages = _MESSAGES
