"""The table of opinions (意见汇总表): every comment with its passage, its answer and who said what when."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from reports.gongwen.fonts import FontRole
from reports.prose.remarks import Remark

from .annex import set_text
from .errors import Unprintable
from .typesetting import Typesetter


@dataclass(frozen=True, slots=True)
class RemarkRow:
    number: int
    section: SafeString
    passage: SafeString
    says: list[SafeString]
    by: SafeString
    at: SafeString
    verdict: SafeString
    changed: SafeString
    reason: list[SafeString]
    answered_by: SafeString
    answered_at: SafeString


def remark_rows(typesetter: Typesetter, remarks: Sequence[Remark]) -> list[RemarkRow]:
    """One row for each, in the order given. Raises Unprintable where there is none."""
    if not remarks:
        raise Unprintable("no_remarks")
    return [_row(typesetter, remark) for remark in remarks]


def _row(typesetter: Typesetter, remark: Remark) -> RemarkRow:
    def cell(text: str) -> SafeString:
        return set_text(typesetter, text, FontRole.BODY)

    def paragraphs(text: str) -> list[SafeString]:
        return [cell(line) for line in text.splitlines() if line.strip()]

    return RemarkRow(
        remark.number,
        cell(remark.section),
        cell(remark.passage),
        paragraphs(remark.says),
        cell(remark.by),
        cell(remark.at),
        cell(remark.verdict),
        cell(remark.changed),
        paragraphs(remark.reason),
        cell(remark.answered_by),
        cell(remark.answered_at),
    )
