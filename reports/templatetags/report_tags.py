"""What templates ask about findings, figures and prose."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..forms.figure_input import figure_input
from ..forms.finding import describe, describe_words
from ..forms.markup import fill
from ..forms.section import BlanksForm
from ..http.queue import with_filter, with_query
from ..models import Report, Section
from ..models.section_progress import AskedWords, SectionProgress
from ..pages.figure_basis import describe_basis
from ..pages.section import marks_of
from ..prose.attachment_note import number_note, print_mark
from ..prose.blanks import Blank, split_blanks
from ..prose.checking import Finding
from ..prose.content import AttachmentContent, ReportContent, SectionContent
from ..prose.figures import print_change
from ..prose.numbering import Paragraph
from ..prose.paper import PaperRow, Passage, lay_out
from ..prose.proofreading import Severity
from ..prose.tables import Table, read_blocks
from .address import find_address

register = template.Library()
register.filter("describe", describe)
register.filter("describe_words", describe_words)
register.filter("describe_basis", describe_basis)
register.simple_tag(figure_input)


@register.filter
def lookup(mapping: Mapping, key: Any) -> Any:
    """The value for a key that is itself a variable; empty where there is none."""
    return mapping.get(key, "")


@register.simple_tag
def change(report: Report, unit: str, value: str, previous: str) -> str:
    """This year against last year."""
    return print_change(unit, value or "", previous or "", report.cycle.rounding)


@register.filter
def days(days_left: int) -> str:
    if days_left < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", -days_left) % {"days": -days_left}
    if days_left == 0:
        return _("due today, until midnight")
    return ngettext("%(days)s day left", "%(days)s days left", days_left) % {"days": days_left}


@register.simple_tag
def moment(at: datetime) -> str:
    """To the minute, where it is read."""
    local = localtime(at)
    shown = date_format(local, "SHORT_DATETIME_FORMAT")
    return fill('<time datetime="{at}">{shown}</time>', at=local.isoformat(), shown=shown)


@register.filter
def until(due, today) -> int:
    return (due - today).days


@register.filter
def field_id(finding: Finding, figures: Mapping[str, int]) -> str:
    """The id, on a section's page, of the field that the finding is about."""
    return f"id_figure-{figures[finding.place]}" if finding.place in figures else f"id_{finding.place}"


@register.filter
def marks_as_json(current: SectionProgress) -> str:
    return json.dumps(marks_of(current), ensure_ascii=False)


@register.filter
def marked_at(found: Finding | AskedWords) -> str:
    """The query with which the page of a section marks the words; empty where a check says of no place in a field."""
    if isinstance(found, AskedWords):
        return f"?at={found.words.start}-{found.words.end}#id_{found.place}" if found.place else ""
    is_marked = "start" in found.params and not found.is_figure
    return f"?at={found.params['start']}-{found.params['end']}" if is_marked else ""


@register.inclusion_tag("section/_to_words.html")
def link_to_words(section: Section, found: Finding | AskedWords, *, is_editor: bool) -> dict[str, Any]:
    """What a check says, as a link to the words. In the editor it leads nowhere else: what is typed stays."""
    if isinstance(found, AskedWords):
        marked = {"marks": found.words.text, "start": found.words.start, "sentence": describe_words(found.words)}
        marked["severity"] = found.words.severity
    else:
        marked = {"marks": found.params["words"], "start": found.params["start"], "sentence": describe(found)}
        marked["severity"] = Severity.MUST
    page = "" if is_editor else reverse("section", args=[section.report_id, section.pk]) + marked_at(found)
    return marked | {"place": found.place or "body", "page": page.partition("#")[0]}


@register.filter
def split_text(text: str) -> list[str | Blank]:
    return list(split_blanks(text))


@register.filter
def lines_of(text: str) -> list[list[tuple[int, int, str | Blank]]]:
    """Each line that is not empty as words and blanks, with their offsets in the text."""
    lines, ends = text.splitlines(keepends=True), accumulate(map(len, text.splitlines(keepends=True)))
    return [
        list(_with_offsets(line.rstrip("\r\n"), end - len(line)))
        for line, end in zip(lines, ends, strict=True)
        if line.strip()
    ]


def _with_offsets(line: str, start: int) -> Iterator[tuple[int, int, str | Blank]]:
    for piece in split_blanks(line):
        length = piece.end - piece.start if isinstance(piece, Blank) else len(piece)
        yield start, start + length, piece
        start += length


@register.filter
def has_blank(line: Iterable[tuple[int, int, str | Blank]]) -> bool:
    return any(isinstance(piece, Blank) for _start, _end, piece in line)


@register.filter
def is_blank(piece: str | Blank) -> bool:
    return isinstance(piece, Blank)


@register.filter
def filled(text: str, content: ReportContent) -> str:
    return content.filled(text)


@register.filter
def printed(label: str, content: ReportContent) -> str:
    return content.value_of(label)


@register.filter
def base_value(field: BoundField) -> str:
    """The value the page was loaded with, to travel along: as posted, else the one shown."""
    return field.form.data.get(field.html_initial_name, field.value() or "")


@register.simple_tag(takes_context=True)
def fill_place(context: template.Context, form: BlanksForm, blank: Blank) -> dict[str, Any]:
    """What stands in place of a blank: its figure's row, and whether it is the label's `first` place."""
    seen: set[str] = context["labels_seen"]
    first = blank.label not in seen
    seen.add(blank.label)
    row = next((row for row in form.rows if row.figure.label == blank.label), None)
    return {"row": row, "first": first}


@register.filter
def note_of(content: ReportContent) -> list[tuple[str, str]]:
    """The lines of the note that lists the attachments: what stands before each name, and the name."""
    return number_note(content.attachments)


@register.filter
def pages_of(content: ReportContent) -> list[tuple[str, AttachmentContent, list[Paragraph | Table]]]:
    """Mark, attachment, paragraphs and tables of each one that has a text."""
    attachments = content.attachments
    return [
        (print_mark(number, len(attachments)), attachment, list(read_blocks(attachment.body)))
        for number, attachment in enumerate(attachments, start=1)
        if attachment.body.strip()
    ]


@register.simple_tag
def paragraphs(content: ReportContent, section: SectionContent, passages: Sequence[Passage] = ()) -> list[PaperRow]:
    """A section as it stands on paper, with the passages that comments speak of."""
    return lay_out(content, section, passages)


@register.simple_tag(takes_context=True)
def carried(context: Context, address: str) -> str:
    """The address, with the reviewer's list from which the page was reached, and the filter of its comments."""
    return with_filter(context["request"], address)


@register.simple_tag(takes_context=True)
def url_carried(context: Context, name: str, *numbers: int, **query: object) -> str:
    """As `carried`, for the page of that name. `query` goes first."""
    request = context["request"]
    address = find_address(name, *numbers, request=request)
    return with_filter(request, with_query(address, query) if query else address)
