"""How far the report of an official of some number has come, and when each of its steps was taken."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from ...models import Cycle
from ...models.report import ReportState


class Step(StrEnum):
    """Each has all those before it behind it, but that only one of the last three is taken."""

    STARTED = "started"
    SUBMITTED = "submitted"
    OPENED = "opened"
    AGREED = "agreed"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"


_S = Step
_TO_REVIEW = (_S.STARTED, _S.SUBMITTED)
_TO_LAST = (*_TO_REVIEW, _S.OPENED, _S.AGREED)
_PUBLISHED = (*_TO_LAST, _S.APPROVED, _S.PUBLISHED)
# Of twenty neighbours; without a step no report was begun.
_OPEN_ROUND = (
    *[()] * 3, *[(_S.STARTED,)] * 4, *[_TO_REVIEW] * 3, *[(*_TO_REVIEW, _S.OPENED)] * 2, *[_TO_LAST] * 2,
    (*_TO_REVIEW, _S.OPENED, _S.RETURNED), (*_TO_LAST, _S.APPROVED), *[_PUBLISHED] * 4,
)  # fmt: skip
_CLOSED_ROUND = ((), *[_PUBLISHED] * 19)
_STATES = {
    _S.STARTED: ReportState.DRAFT,
    _S.SUBMITTED: ReportState.SUBMITTED,
    _S.OPENED: ReportState.IN_REVIEW,
    _S.AGREED: ReportState.IN_REVIEW,
    _S.RETURNED: ReportState.RETURNED,
    _S.APPROVED: ReportState.APPROVED,
    _S.PUBLISHED: ReportState.PUBLISHED,
}
_BEGINS_WITHIN, _A_STEP = timedelta(days=9), timedelta(days=2, minutes=37)


class MadeStory:
    def __init__(self, number: int, cycle: Cycle) -> None:
        self.number = number
        plan = _CLOSED_ROUND if cycle.closed_at else _OPEN_ROUND
        self.steps: tuple[Step, ...] = plan[(number * 7 + number // 20) % len(plan)]
        begun = (cycle.opened_at or datetime.min) + _BEGINS_WITHIN * (number % 101) / 101
        self.taken: dict[Step, datetime] = {step: begun + _A_STEP * place for place, step in enumerate(self.steps)}

    @cached_property
    def state(self) -> ReportState:
        return _STATES[self.steps[-1]]

    @property
    def is_unfinished(self) -> bool:
        """A draft whose last sections are still empty."""
        return self.steps == (Step.STARTED,)
