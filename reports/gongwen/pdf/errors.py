"""Why a report cannot be printed, in words for the person who wanted it."""

from django.utils.translation import gettext_lazy as _

from reports.problems import Problem

_MESSAGES = {
    "empty": _("The report has no text yet."),
    "no_figures": _("The report has no figures."),
    "no_remarks": _("Nobody has commented on this report yet."),
    "unfilled": _("These blanks have no value yet: %(labels)s."),
    "misprinted": _(
        "The pages came out otherwise than they were set, so they were not kept. Tell the administrator of your "
        "office: %(found)s"
    ),
    "font": _(
        "The PDF is set in fonts that this site has no longer: %(fonts)s. Tell the administrator of your office."
    ),
    "characters": _("No font on this site has these characters: %(characters)s."),
}


class Unprintable(Problem):
    """Raised instead of making a PDF that would be wrong.

    `code` is empty, no_figures, no_remarks, unfilled (params: labels), characters (params: characters), font
    (params: fonts) or misprinted (params: found, a font or what WeasyPrint said).
    """

    messages = _MESSAGES
