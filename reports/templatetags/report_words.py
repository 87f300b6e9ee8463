"""What templates ask about findings, figures and prose."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..forms.findings import describe
from ..forms.writing import BlanksForm
from ..text.blanks import Blank, split_blanks
from ..text.checking import Finding
from ..text.content import ReportContent, SectionContent
from ..text.figures import describe_change
from ..text.numbering import print_numeral, read_paragraphs

register = template.Library()
register.filter("describe", describe)


@register.filter
def lookup(mapping: Mapping, key: Any) -> Any:
    """The value for a key that is itself a variable; empty where there is none."""
    return mapping.get(key, "")


@register.simple_tag
def change(unit: str, value: str, previous: str) -> str:
    """This year against last year."""
    return describe_change(unit, value or "", previous or "")


@register.filter
def days(days_left: int) -> str:
    """How long there is until the due day."""
    if days_left < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", -days_left) % {"days": -days_left}
    if days_left == 0:
        return _("due today, until midnight")
    return ngettext("%(days)s day left", "%(days)s days left", days_left) % {"days": days_left}


@register.filter
def until(due, today) -> int:
    """Whole days from today."""
    return (due - today).days


@register.filter
def field_id(finding: Finding, figures: Mapping[str, int]) -> str:
    """The id, on a section's page, of the field that the finding is about."""
    return f"id_figure-{figures[finding.place]}" if finding.place in figures else f"id_{finding.place}"


@register.filter
def split_text(text: str) -> list[str | Blank]:
    """Prose and blanks in order."""
    return list(split_blanks(text))


@register.filter
def is_blank(piece: str | Blank) -> bool:
    return isinstance(piece, Blank)


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


@register.simple_tag
def paragraphs(content: ReportContent, section: SectionContent) -> list[dict]:
    """A section as it stands on paper: `level` of the heading (1 to 4, 0 none), `lead` and `rest` as runs.

    A run is a dict of text, label (of the figure that fills it, or empty) and filled.
    """
    lead = print_numeral(section.numeral) + section.heading
    body = [(p.level, p.lead, p.rest) for p in read_paragraphs(section.body)]
    if not section.heading:
        rows = body
    elif section.numeral.startswith("第"):
        first, *others = body or [(0, "", "")]
        rows = [(1, f"{lead}。", first[1] + first[2]), *others]
    else:
        rows = [(1, lead, ""), *body]
    return [{"level": level, "lead": runs(content, lead), "rest": runs(content, rest)} for level, lead, rest in rows]


def runs(content: ReportContent, text: str) -> list[dict]:
    """The text as runs of prose and of values."""
    return [_run(content, piece) for piece in split_blanks(text)]


def _run(content: ReportContent, piece: str | Blank) -> dict:
    if not isinstance(piece, Blank):
        return {"text": piece, "label": "", "filled": True}
    value = content.value_of(piece.label)
    return {"text": value or piece.label, "label": piece.label, "filled": bool(value)}
