"""Whether there is anything to judge."""

from django.utils.text import format_lazy

from ..extraction import MAXIMUM_BYTES, MAXIMUM_PAGES, UnreadablePDFError
from ..layout import Layout
from ..registry import check
from ..sheet import Check, Message, Outcome
from ..translation import gettext_lazy as _

_REQUIRED = _("a PDF whose text can be read")
_REASONS: dict[str, Message] = {
    "damaged": _("not a PDF, or a damaged one"),
    "encrypted": _("locked with a password"),
    "empty": _("no pages"),
    "large": format_lazy(
        _("too large to be judged: more than {size} MB or too many characters"), size=MAXIMUM_BYTES // 1024**2
    ),
    "long": format_lazy(_("too long to be judged: more than {pages} pages"), pages=MAXIMUM_PAGES),
}


@check("readable", _("Readable"), clause="", of_text=False)
def readable(layout: Layout) -> Outcome:
    count = sum(len(line.glyphs) for page in layout.extracted.pages for line in page.lines)
    return Outcome(_REQUIRED, _("%(count)s characters of text") % {"count": count}, passed=bool(count))


def unreadable(error: UnreadablePDFError) -> Check:
    """The only check in the sheet of a file that no other check can look at."""
    return readable.report(Outcome(_REQUIRED, _REASONS[error.reason], passed=False))
