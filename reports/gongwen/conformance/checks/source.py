"""That the report that is carried inside says what the pages say: it is what a later reader restores."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence

from reports.prose.content import ReportContent

from ..layout import Layout
from ..phrases import listed
from ..registry import check
from ..ruled_tables import RuledTable
from ..sheet import Outcome
from ..translation import gettext_lazy as _

_REMARK = re.compile("〔[0-9]{1,3}〕")  # the number of a remark, in the copy that has them
_OPEN_BLANK = re.compile("【[^【】]*】")


@check("source_text", _("The report inside"), clause="ISO 19005-3 6.8")
def source_text(layout: Layout) -> Outcome:
    data = layout.extracted.facts.safety.source
    wrong = [] if data is None else list(_faults(data, layout))
    return Outcome(
        required=_("report.json says what the pages say"),
        found=listed(wrong) or (_("none") if data is None else _("the same words")),
        passed=not wrong,
        reading=_(
            "Letters and digits of every paragraph; an annex or a table of comments is compared by its title alone."
        ),
    )


def _faults(data: bytes, layout: Layout) -> Iterator[str]:
    try:
        content = ReportContent.from_dict(json.loads(data))
        texts = list(_texts(content))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        yield str(_("cannot be read"))
        return
    title = _plain("".join(line.text for line in layout.title))
    if title and not title.startswith(_plain(content.title)):
        yield content.title[:10]
    elif title == _plain(content.title):
        seen = _plain("".join(_seen(layout)))
        yield from (text[:10] for text in texts if text not in seen)


def _seen(layout: Layout) -> Iterator[str]:
    """Everything that is read, tables cell after cell."""
    tabled = {line for table in layout.tables for line in table.lines}
    for paragraph in layout.paragraphs:
        yield from (placed.line.text for placed in paragraph.lines if placed.line not in tabled)
    for table in layout.tables:
        yield from (text for row in table.texts for text in row)
    for group in layout.whole_tables:
        yield from (text for row in _divided_rows(group) for text in row)


def _divided_rows(group: Sequence[RuledTable]) -> Iterator[list[str]]:
    """What may be one row of a table, of which each page has a part."""
    head, row = group[0].texts[0], group[0].texts[-1]
    for table in group[1:]:
        parts = table.texts[1:] if table.texts[0] == head else table.texts
        if parts:
            row = [above + below for above, below in zip(row, parts[0], strict=True)]
            yield row
        if len(parts) > 1:
            row = parts[-1]


def _texts(content: ReportContent) -> Iterator[str]:
    """What stands between open blanks, paragraph by paragraph; then the attachments, in which 【】 are brackets."""
    for section in content.sections:
        for text in section.words.text.split("\n"):
            yield from (_plain(part) for part in _OPEN_BLANK.split(content.filled(text)))
    for attachment in content.attachments:
        yield from (_plain(text) for text in (attachment.title, *attachment.body.split("\n")))
    yield _plain(content.salutation.strip("：: "))


def _plain(text: str) -> str:
    """Without blanks, and in the form that all readers of a PDF agree on."""
    text = unicodedata.normalize("NFKC", _REMARK.sub("", text))
    return "".join(character for character in text if character.isalnum())
