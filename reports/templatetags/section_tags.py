"""What a section's page shows of each figure and of each section: a template takes a thousand calls for a figure."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..forms.markup import fill
from ..forms.section import FigureRow
from ..models.section_progress import SectionProgress, SectionState
from ..pages.figure_basis import describe_basis
from ..prose.figures import print_change
from .address import find_shape

register = template.Library()
_ROW = (
    '<tr data-label="{label}"><th scope="row"><label for="{id}">{label}</label></th><td>{input}{errors}</td>'
    '<td><a href="{address}" title="{title}">{unit}<span class="visually-hidden"> {of}</span></a> <small>'
    '<a href="{basis_address}">{basis} <span class="visually-hidden">{label}</span></a></small></td>'
    '<td class="n" data-column="{last_year}">{last}</td><td class="n" data-column="{change}">{changed}</td></tr>'
)
_ERRORS = '<div class="err" id="{id}-error">{errors}</div>'
_NAME = '<span>{numeral}{name} <span class="visually-hidden">{state}</span></span>'
_LINK = f'<a href="{{address}}"{{current}}><span class="dot dot-{{dot}}" aria-hidden="true"></span>{_NAME}</a>'
_LOCKED = f'<span class="locked"><span class="dot" aria-hidden="true"></span>{_NAME}</span>'
_NOTHING, _CURRENT = SafeString(), SafeString(' aria-current="page"')


@register.simple_tag(takes_context=True)
def figure_rows(context: Context) -> SafeString:
    """Of the table of figures, one for each in the order of the text."""
    words = {
        "title": _("Kind, unit and source"),
        "last_year": _("Last year"),
        "change": _("Change"),
        "of": _("of %(label)s: change kind, unit and source"),
        "unbound": _("from a ledger"),
    }
    shapes = {name: find_shape(name, 2) for name in ("figure", "figure_basis", "figure_ledgers")}
    return SafeString("".join([_figure_row(row, context, words, shapes) for row in context["form"].rows]))


def _figure_row(row: FigureRow, context: Context, words: Mapping[str, str], shapes: Mapping[str, str]) -> SafeString:
    """`shapes` are those of its addresses."""
    figure, report = row.figure, context["report"]
    last, basis = context["last_year"].values.get(figure.label, ""), context["bases"].get(figure.label)
    keys = report.pk, figure.pk
    return fill(
        _ROW,
        label=figure.label,
        id=row.id,
        input=row.input,
        errors=fill(_ERRORS, id=row.id, errors=" ".join(row.errors)) if row.errors else _NOTHING,
        address=shapes["figure"] % keys,
        unit=row.unit,
        title=words["title"],
        of=words["of"] % {"label": figure.label},
        basis_address=shapes["figure_basis" if basis else "figure_ledgers"] % keys,
        basis=describe_basis(basis) if basis else words["unbound"],
        last_year=words["last_year"],
        last=last or "—",
        change=words["change"],
        changed=print_change(figure.unit, row.value, last, report.cycle.rounding),
    )


@register.simple_tag(takes_context=True)
def section_links(context: Context) -> SafeString:
    """To the sections of the report, each in the view that is open."""
    shape, current = find_shape(context["request"].resolver_match.url_name, 2), context["section"].pk
    labels = {state: str(state.label) for state in SectionState}
    return SafeString("".join([_section_link(one, shape, current, labels) for one in context["progress"].sections]))


def _section_link(one: SectionProgress, shape: str, current: int, labels: Mapping[SectionState, str]) -> SafeString:
    section = one.section
    names: dict[str, Any] = {"numeral": one.printed_numeral, "name": section.name}
    if not section.is_open:
        return fill(_LOCKED, **names, state=_("locked"))
    return fill(
        _LINK,
        **names,
        address=shape % (section.report_id, section.pk),
        current=_CURRENT if section.pk == current else _NOTHING,
        dot=one.state.value,
        state=labels[one.state],
    )
