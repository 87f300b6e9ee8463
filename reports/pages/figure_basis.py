"""Where the figures of a version come from, as its reading page lists them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Figure, Report, Revision
from ..models.figure_basis import FigureBasis
from ..models.labels import choices_of
from ..models.report import ReportQuerySet
from ..prose.content import FigureContent
from ..prose.figures import is_same_value
from ..prose.rounding import Rounding, RoundingMethod
from .person import FigureHistory, contents_of, course_of


def figure_course(figure: Figure | FigureContent, report: Report, others: ReportQuerySet) -> FigureHistory | None:
    """Its values over the years: those of the other reports, what the text said of last year, and today's. Two queries
    beside the others' own.
    """
    values = {report.cycle.year - 1: figure.previous}
    for other, content in contents_of(others).items():
        for one in content.figures:
            if (one.label, one.unit) == (figure.label, figure.unit):
                values[other.cycle.year] = one.value
    return course_of(figure.label, values | {report.cycle.year: figure.value}, figure.unit)


def describe_basis(basis: FigureBasis) -> str:
    """In few words, what it is taken from; where that says something else than the text, both values."""
    if basis.differs:
        return _differing(basis) % {"old": basis.figure.value or "—", "new": basis.value or "—"}
    if basis.operands:
        return _("computed")
    if basis.figure.unit_file_id:
        return basis.name
    counted = ngettext("%(kind)s: %(count)s row", "%(kind)s: %(count)s rows", len(basis.rows))
    return counted % {"kind": basis.name, "count": len(basis.rows)}


def _differing(basis: FigureBasis) -> str:
    if basis.operands:
        return _("computed: %(old)s → %(new)s")
    return _("unit’s file: %(old)s → %(new)s") if basis.figure.unit_file_id else _("ledger: %(old)s → %(new)s")


def describe_rounding(rounding: Rounding) -> str:
    method = str(dict(choices_of(RoundingMethod))[rounding.method.value])
    return ngettext(
        "Rounded to %(places)s decimal place; %(method)s.",
        "Rounded to %(places)s decimal places; %(method)s.",
        rounding.places,
    ) % {"places": rounding.places, "method": method}


class ReadBasis(NamedTuple):
    """`rows` is how many it was taken from; `differs` that the text says something else, `why` the reason. Of one that
    was typed `words` are its source.
    """

    figure_pk: int | None
    label: str
    value: str
    unit: str
    words: str
    rows: int
    differs: bool
    why: str
    is_traced: bool = True

    @classmethod
    def of(cls, figure_pk: int | None, figure: FigureContent, frozen: dict[str, Any] | None) -> "ReadBasis":
        if frozen is None:
            typed = figure.source, 0, False, "", False
            return cls(figure_pk, figure.label, figure.value, figure.unit, *typed)
        differs = not is_same_value(figure.kind, figure.value, frozen["value"])
        told = frozen["words"], len(frozen["rows"]), differs, frozen["kept_reason"]
        return cls(figure_pk, figure.label, figure.value, figure.unit, *told)


def figures_to_open(report: Report, revision: Revision | None) -> dict[str, int]:
    """The primary keys, by label, of the figures of a version: their values in the text lead to where they come from.
    Nothing for who writes. One query.
    """
    return dict(report.figures.values_list("label", "pk")) if revision else {}


def read_bases(pks: Mapping[str, int], revision: Revision | None) -> list[ReadBasis]:
    """Of all figures, in their order; nothing for who writes."""
    if revision is None:
        return []
    figures = revision.content.figures
    return [ReadBasis.of(pks.get(figure.label), figure, revision.bases.get(figure.label)) for figure in figures]
