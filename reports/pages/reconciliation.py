"""Where reports of one unit say different things: a list to ask about, not a verdict."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..models import Cycle, Figure, Report, RevisionText
from ..models.figure_basis import live_bases
from ..prose.figures import FigureKind, is_valid, parse_number
from ..prose.reconciliation import Claim, Contradiction, claims_of, is_sudden, judge, passage_of

_DEPUTY = re.compile("副|助理")
_LEADS = re.compile("书记|[局镇乡县区市处科院校所站队]长|主任|经理|董事长|总队长")
_PERSONAL = re.compile("本人|个人|走访|学习|调研|接访|党课|读书|培训次数|谈心|谈话")  # each has a number of their own


@dataclass(frozen=True, slots=True)
class Contradicted:
    """`label` and `unit` say of what; `source` is the value of the ledger or of last year, None between reports."""

    kind: Contradiction
    label: str
    unit: str
    claims: list[Claim]
    source: Decimal | None = None


def reconcile(cycle: Cycle) -> list[Contradicted]:
    """Of submitted reports, the versions that are read. Three queries for each report with figures from a ledger."""
    grouped: dict[tuple[int, str, str], list[Claim]] = defaultdict(list)
    found: list[Contradicted] = []
    bound = set(Figure.objects.filter(report__cycle=cycle, ledger__isnull=False).values_list("report", flat=True))
    for text in _texts(cycle):
        report = text.revision.report
        for (label, unit), claim in claims_of(text.revision.content, report.pk, is_leader=_leads(report)):
            if not _PERSONAL.search(label):
                grouped[report.unit_id, label, unit].append(claim)
        found += _against_last_year(text)
        found += _against_ledger(text) if report.pk in bound else []
    for (_unit, label, unit), claims in grouped.items():
        if kind := judge(claims):
            found.append(Contradicted(kind, label, unit, claims))
    return found


def _texts(cycle: Cycle) -> Iterator[RevisionText]:
    submitted = RevisionText.objects.read_by_organisers().filter(revision__report__cycle=cycle)
    related = submitted.select_related("revision__report__cycle")
    return related.order_by("revision__report").iterator(100)


def _against_last_year(text: RevisionText) -> Iterator[Contradicted]:
    content = text.revision.content
    for figure in content.figures:
        if figure.kind == FigureKind.NUMBER and is_valid(figure.kind, figure.value) and figure.value:
            previous = _read(figure.previous)
            claim = _claim(text, figure.label, parse_number(figure.value))
            if previous is not None and claim.words and is_sudden(claim.value, previous):
                yield Contradicted(Contradiction.LAST_YEAR, figure.label, figure.unit, [claim], previous)


def _against_ledger(text: RevisionText) -> Iterator[Contradicted]:
    """As the rows are now: the ledger may have changed since the report was submitted."""
    content = text.revision.content
    bases = live_bases(text.revision.report)
    for figure in content.figures:
        source = _read(bases[figure.label].value) if figure.label in bases else None
        value = _read(figure.value)
        if source is not None and value is not None and source != value:
            claim = _claim(text, figure.label, value)
            yield Contradicted(Contradiction.LEDGER, figure.label, figure.unit, [claim], source)


def _claim(text: RevisionText, label: str, value: Decimal) -> Claim:
    report = text.revision.report
    return Claim(report.pk, _leads(report), value, passage_of(text.revision.content, label))


def _leads(report: Report) -> bool:
    return bool(_LEADS.search(report.post)) and not _DEPUTY.search(report.post)


def _read(value: str) -> Decimal | None:
    return parse_number(value) if value and is_valid(FigureKind.NUMBER, value) else None
