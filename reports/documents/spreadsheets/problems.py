"""Why a spreadsheet cannot be read, in words for the person who chose it."""

from django.utils.translation import gettext_lazy as _

from reports.problems import Problem

_MESSAGES = {
    "too_large": _("The file is larger than %(limit)s MB."),
    "empty": _("The file is empty."),
    "extension": _("Files of the type “%(extension)s” cannot be read. Choose an .xlsx or .csv file."),
    "old_excel": _(
        "This is a file of an old Excel version (.xls). Open it in Excel or WPS, save it as .xlsx and try again."
    ),
    "not_xlsx": _("This is not an Excel workbook (.xlsx), although its name says so."),
    "not_csv": _("This is not a text with separated columns (.csv), although its name says so."),
    "encoding": _("The characters of this file cannot be read. Save it as .xlsx or as CSV in UTF-8 and try again."),
    "quotes": _("In row %(row)s a quotation mark is opened and never closed. Close it, or save the file as .xlsx."),
    "long_cell": _("A cell in row %(row)s has more than %(limit)s characters. Shorten it."),
    "broken": _("This workbook is damaged and cannot be opened. Open it in Excel or WPS, save it anew and try again."),
    "encrypted": _("This workbook is protected by a password. Remove the password and try again."),
    "bomb": _("This workbook unpacks to far more than a list of people can hold, so it was not opened."),
    "deep": _("This workbook is damaged: its parts lie too deep inside one another."),
    "entities": _("This workbook contains definitions that can be used for an attack, so it was not opened."),
    "too_many_rows": _(
        "The file has more than %(limit)s rows; so many are not read at once. Divide it, by units for example."
    ),
    "too_wide": _("The file has more than %(limit)s columns. Delete those that are not needed."),
    "no_heads": _(
        "No row with the heads of the columns was found in the first %(limit)s rows. "
        "Write above the list what each column is."
    ),
    "no_rows": _("There are no rows below the heads of the columns in row %(row)s."),
}

HIDDEN_ROW = _("This row is hidden in the file, by a filter for example. It is read all the same.")
OTHER_SHEET = _("This sheet was not read: a file is one list. Save it as a file of its own if it is needed.")
HIDDEN_COLUMN = _("This column is hidden in the file. It is read all the same.")


class UnreadableSpreadsheet(Problem):
    messages = _MESSAGES
