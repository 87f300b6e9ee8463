"""Where reports of one unit say different things: a list to ask about, not a verdict."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from ..models import Inquiry, Report, RevisionText
from ..models.figure_basis import ledger_values
from ..models.labels import choices_of
from ..models.report import ReportQuerySet
from ..prose.figures import FigureKind, is_valid, parse_number
from ..prose.reconciliation import (
    Claim,
    Contradicted,
    Contradiction,
    StatedValue,
    comparable,
    find_contradiction,
    in_one_measure,
    is_sudden,
)

_DEPUTY = re.compile("副|助理")
_LEADS = re.compile("书记|[局镇乡县区市处科院校所站队]长|主任|经理|董事长|总队长")
_PERSONAL = re.compile("本人|个人|走访|学习|调研|接访|党课|读书|培训次数|谈心|谈话")  # each has a number of their own


@dataclass(frozen=True, slots=True)
class _Stating:
    """What one report states, in the version that is read."""

    report: int
    post: str
    unit: tuple[int, str]
    stated: list[StatedValue]

    def claim(self, one: StatedValue) -> Claim:
        return Claim(self.report, _leads(self.post), Decimal(one.value), one.words)


def reconcile(reports: ReportQuerySet) -> list[Contradicted]:
    """Of the submitted ones among them, the versions that are read. Four queries."""
    statements = list(_statements(reports))
    taken = ledger_values(reports)
    found = [*_between(statements)]
    for one in statements:
        found += _against_last_year(one)
        found += _against_ledger(one, taken)
    return _said_once(found)


def _statements(reports: ReportQuerySet) -> Iterator[_Stating]:
    read = RevisionText.objects.read_by_organisers().filter(revision__report__in=reports.order_by().values("pk"))
    report = "revision__report"
    rows = read.order_by(report).values_list(
        report, f"{report}__post", f"{report}__unit", f"{report}__unit__name", "stated"
    )
    for pk, post, unit, name, stated in rows.iterator(500):
        yield _Stating(pk, post, (unit, name), [StatedValue(*row) for row in stated])


def _between(statements: Iterable[_Stating]) -> Iterator[Contradicted]:
    grouped: dict[tuple[tuple[int, str], str, str], list[tuple[str, Claim]]] = defaultdict(list)
    for one in statements:
        for value in one.stated:
            if not _PERSONAL.search(value.label):
                said = (value.measure, one.claim(value))
                grouped[one.unit, value.label, comparable(value.measure)].append(said)
    for (unit, label, _measure), all_said in grouped.items():
        measure, claims = in_one_measure(all_said)
        if kind := find_contradiction(claims):
            written_out = [claim._replace(value=Decimal(f"{claim.value:f}")) for claim in claims]
            yield Contradicted(kind, label, measure, written_out, *unit)


def _against_last_year(one: _Stating) -> Iterator[Contradicted]:
    for value in one.stated:
        if value.previous and is_sudden(Decimal(value.value), Decimal(value.previous)):
            yield _against(Contradiction.LAST_YEAR, one, value, Decimal(value.previous))


def _against_ledger(one: _Stating, taken: Mapping[tuple[int, str], str]) -> Iterator[Contradicted]:
    """As the rows are now: the ledger may have changed since the report was submitted."""
    for value in one.stated:
        source = _read(taken.get((one.report, value.label), "")) if value.is_figure else None
        if source is not None and source != Decimal(value.value):
            yield _against(Contradiction.LEDGER, one, value, source)


def _against(kind: Contradiction, one: _Stating, value: StatedValue, source: Decimal) -> Contradicted:
    return Contradicted(kind, value.label, value.measure, [one.claim(value)], *one.unit, source)


def _said_once(found: Iterable[Contradicted]) -> list[Contradicted]:
    """A figure and the words around it are one thing: the same passages contradict each other once."""
    kept: dict[tuple, Contradicted] = {}
    for one in found:
        kept.setdefault((one.kind, one.source, tuple(one.claims)), one)
    return list(kept.values())


def _leads(post: str) -> bool:
    return bool(_LEADS.search(post)) and not _DEPUTY.search(post)


def _read(value: str) -> Decimal | None:
    return parse_number(value) if value and is_valid(FigureKind.NUMBER, value) else None


@dataclass(frozen=True, slots=True)
class ShownClaim:
    report: Report
    value: Decimal
    words: str
    inquiry: Inquiry | None

    @property
    def asked_by(self) -> str:
        return self.inquiry.comment.author.name if self.inquiry else ""

    @property
    def asked_at(self) -> datetime | None:
        return self.inquiry.comment.created_at if self.inquiry else None

    @property
    def is_answered(self) -> bool:
        comment = self.inquiry.comment if self.inquiry else None
        return comment is not None and (comment.answer_id is not None or not comment.is_open)

    @property
    def may_be_asked(self) -> bool:
        return self.inquiry is None and not self.report.is_final


@dataclass(frozen=True, slots=True)
class ShownContradiction:
    contradicted: Contradicted
    claims: list[ShownClaim]

    @property
    def kind_label(self) -> str:
        return str(_LABELS[self.contradicted.kind])

    @property
    def count_more(self) -> int:
        return len(self.contradicted.claims) - len(self.claims)

    @property
    def may_be_asked(self) -> bool:
        return any(claim.may_be_asked for claim in self.claims)

    @property
    def question(self) -> str:
        """What may be sent as it is: it tells no author what another report says."""
        return _QUESTIONS[self.contradicted.kind]() % {"label": self.contradicted.label}


_LABELS = dict(choices_of(Contradiction))
_QUESTIONS = {
    Contradiction.SAME_NAME: lambda: _(
        "Reports of the unit give different values for “%(label)s”. Please check the value here and say what it is "
        "based on."
    ),
    Contradiction.PARTS: lambda: _(
        "For “%(label)s” the total and the parts in the reports of the unit do not add up. Please check the value here "
        "and say what it is based on."
    ),
    Contradiction.LEDGER: lambda: _(
        "The value of “%(label)s” differs from the ledger. Please check it and say what it is based on."
    ),
    Contradiction.LAST_YEAR: lambda: _(
        "The value of “%(label)s” has changed much since last year. Please check it and say why."
    ),
}


def show_contradictions(found: Iterable[Contradicted]) -> list[ShownContradiction]:
    """With the reports, and what was asked. Two queries."""
    shown = list(found)
    reports = Report.objects.for_lists().in_bulk({claim.report for one in shown for claim in one.rarest})
    asked = {one.of: one for one in Inquiry.objects.filter(report__in=reports).select_related("comment__author")}
    return [
        ShownContradiction(
            one,
            [
                ShownClaim(
                    reports[claim.report],
                    claim.value,
                    claim.words,
                    asked.get((claim.report, one.kind, one.label, one.measure, str(claim.value))),
                )
                for claim in one.rarest
            ],
        )
        for one in shown
    ]
