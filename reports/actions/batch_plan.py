"""Whom a batch would be about in this moment, and who is left out and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from ..models import Report


class PlannedReport(NamedTuple):
    """`why` it is left out; empty where it is not."""

    report: Report
    why: str


@dataclass(frozen=True)
class BatchPlan:
    rows: Sequence[PlannedReport]

    @cached_property
    def included(self) -> list[Report]:
        return [row.report for row in self.rows if not row.why]

    @cached_property
    def left_out(self) -> list[tuple[str, list[Report]]]:
        """By reason."""
        by_reason = defaultdict(list)
        for report, why in self.rows:
            if why:
                by_reason[why].append(report)
        return list(by_reason.items())

    @property
    def published(self) -> int:
        return sum(report.is_published for report in self.included)

    @property
    def digest(self) -> str:
        """Of whom it is about: what is confirmed is what was shown."""
        return sha256(repr([report.pk for report in self.included]).encode()).hexdigest()
