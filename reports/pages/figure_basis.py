"""Where the figures of a version come from, as its reading page lists them."""

from typing import Any, NamedTuple

from ..models import Report, Revision
from ..prose.figures import print_value


class ReadBasis(NamedTuple):
    """`rows` is how many it was taken from; `differs` that the text says something else, `why` the reason."""

    figure_pk: int
    label: str
    value: str
    unit: str
    words: str
    rows: int
    differs: bool
    why: str

    @classmethod
    def of(cls, figure_pk: int, figure: Any, frozen: dict[str, Any]) -> "ReadBasis":
        differs = print_value(figure.kind, figure.value).replace(",", "") != frozen["value"]
        told = frozen["words"], len(frozen["rows"]), differs, frozen["kept_reason"]
        return cls(figure_pk, figure.label, figure.value, figure.unit, *told)


def read_bases(report: Report, revision: Revision | None) -> list[ReadBasis]:
    """In the order of the figures. One query, none where nothing is taken from a ledger or computed."""
    if revision is None or not revision.bases:
        return []
    pks = dict(report.figures.filter(label__in=list(revision.bases)).values_list("label", "pk"))
    figures = [figure for figure in revision.content.figures if figure.label in revision.bases and figure.label in pks]
    return [ReadBasis.of(pks[figure.label], figure, revision.bases[figure.label]) for figure in figures]
