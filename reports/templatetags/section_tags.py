"""What a section's page shows of each figure and of each section: a template takes a thousand calls for a figure."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..forms.markup import fill
from ..forms.section import FigureRow
from ..models.figure_basis import FigureBasis
from ..models.section_progress import SectionProgress
from ..pages.figure_basis import describe_basis
from ..prose.figures import describe_change
from .address import find_address

register = template.Library()
_ROW = (
    '<tr data-label="{label}"><th scope="row"><label for="{id}">{label}</label></th><td>{input}{errors}</td>'
    '<td><a href="{address}" title="{title}">{unit}<span class="visually-hidden"> {of}</span></a>'
    ' <small>{basis}</small></td><td class="n" data-column="{last_year}">{last}</td>'
    '<td class="n" data-column="{change}">{changed}</td></tr>'
)
_ERRORS = '<div class="err" id="{id}-error">{errors}</div>'
_BASIS = '<a href="{address}">{said} <span class="visually-hidden">{label}</span></a>'
_LINK = '<a href="{address}"{current}><span class="dot dot-{state}" aria-hidden="true"></span>{name}</a>'
_LOCKED = '<span class="locked"><span class="dot" aria-hidden="true"></span>{name}</span>'
_NAME = '<span>{numeral}{name} <span class="visually-hidden">{state}</span></span>'
_NOTHING, _CURRENT = SafeString(), SafeString(' aria-current="page"')


@register.simple_tag(takes_context=True)
def figure_rows(context: Context) -> SafeString:
    """Of the table of figures, one for each in the order of the text."""
    words = {"title": _("Kind, unit and source"), "last_year": _("Last year"), "change": _("Change")}
    return SafeString("".join([_figure_row(row, context, words) for row in context["form"].rows]))


def _figure_row(row: FigureRow, context: Context, words: Mapping[str, str]) -> SafeString:
    figure, report = row.figure, context["report"]
    last = context["last_year"].values.get(figure.label, "")
    return fill(
        _ROW,
        label=figure.label,
        id=row.id,
        input=row.input,
        errors=fill(_ERRORS, id=row.id, errors=" ".join(row.errors)) if row.errors else _NOTHING,
        address=find_address("figure", report.pk, figure.pk),
        unit=row.unit,
        of=_("of %(label)s: change kind, unit and source") % {"label": figure.label},
        basis=_basis(row, context["bases"].get(figure.label), report.pk),
        last=last or "—",
        changed=describe_change(figure.unit, row.value, last, report.cycle.rounding),
        **words,
    )


def _basis(row: FigureRow, basis: FigureBasis | None, report: int) -> SafeString:
    """A link to what the value is taken from, or to where that is chosen."""
    address = find_address("figure_basis" if basis else "figure_ledgers", report, row.figure.pk)
    said = describe_basis(basis) if basis else _("from a ledger")
    return fill(_BASIS, address=address, said=said, label=row.figure.label)


@register.simple_tag(takes_context=True)
def section_links(context: Context) -> SafeString:
    """To the sections of the report, each in the view that is open."""
    view, current = context["request"].resolver_match.url_name, context["section"].pk
    return SafeString("".join([_section_link(one, view, current) for one in context["progress"].sections]))


def _section_link(one: SectionProgress, view: str, current: int) -> SafeString:
    section = one.section
    names: dict[str, Any] = {"numeral": one.printed_numeral, "name": section.name}
    if not section.is_open:
        return fill(_LOCKED, name=fill(_NAME, **names, state=_("locked")))
    return fill(
        _LINK,
        address=find_address(view, section.report_id, section.pk),
        current=_CURRENT if section.pk == current else _NOTHING,
        state=one.state.value,
        name=fill(_NAME, **names, state=one.state.label),
    )
