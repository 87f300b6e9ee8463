"""Whom a batch would be about in this moment, what is done to each, and who is left out and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from ..models import BatchItem, Participant, Report, Review
from ..models.batch import BatchItemState

BatchTarget = Report | Participant | Review


class BatchRow(NamedTuple):
    """`why` it is left out; empty where it is not. `what` is done to it, in words; `change` by field, for the batch:
    what was seen, and what is wanted. `whom` names what is about more than the target.
    """

    target: BatchTarget
    why: str
    what: str = ""
    change: Mapping[str, list[Any]] = {}
    whom: str = ""

    @property
    def named(self) -> str:
        return self.whom or describe(self.target)

    @property
    def said(self) -> str:
        """What is done; of a report that is only put in a file or published, its state."""
        return self.what or (self.target.get_state_display() if isinstance(self.target, Report) else "")


def describe(target: BatchTarget) -> str:
    """Whose row it is, as lists and logs say it. Nothing is fetched that the lists have not fetched."""
    if isinstance(target, Participant):
        return f"{target.person.name} · {target.unit} {target.post}".strip()
    report = target.report if isinstance(target, Review) else target
    said = f"{report.author.name} · {report.unit} {report.post}".strip()
    return f"{target.reviewer.name} ← {said}" if isinstance(target, Review) else said


def item_of(row: BatchRow, position: int) -> BatchItem:
    target, report = row.target, None
    if isinstance(target, Report):
        report = target
    elif isinstance(target, Review):
        report = target.report
    return BatchItem(
        position=position,
        report=report,
        participant_id=report.participant_id if report else target.pk,
        review=target if isinstance(target, Review) else None,
        whom=row.named,
        what=row.what,
        change=dict(row.change),
        why=row.why,
        state=BatchItemState.LEFT_OUT if row.why else BatchItemState.WAITING,
    )


@dataclass(frozen=True)
class BatchPlan:
    """`options` are what was asked for, as the batch stores them."""

    rows: Sequence[BatchRow]
    options: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def acts(self) -> list[BatchRow]:
        return [row for row in self.rows if not row.why]

    @cached_property
    def included(self) -> list[Any]:
        return [row.target for row in self.acts]

    @cached_property
    def left_out(self) -> list[tuple[str, list[Any]]]:
        """By reason."""
        by_reason = defaultdict(list)
        for row in self.rows:
            if row.why:
                by_reason[row.why].append(row.target)
        return list(by_reason.items())

    @property
    def published(self) -> int:
        return sum(isinstance(target, Report) and target.is_published for target in self.included)

    @property
    def digest(self) -> str:
        """Of whom it is about and what is done: what is confirmed is what was shown."""
        acts = sorted((row.target.pk, row.what, [*row.change.items()]) for row in self.acts)
        return sha256(repr((acts, dict(self.options))).encode()).hexdigest()
