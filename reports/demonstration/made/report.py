"""All rows of one made report, not stored yet: the words, their versions, what reviewers said, and the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ...models import (
    Comment,
    Cycle,
    Event,
    Figure,
    Opinion,
    Report,
    ReturnReason,
    Review,
    Revision,
    RevisionText,
    Section,
    Stage,
    User,
)
from ...models.event import Verb
from ...models.report import print_day
from ...prose.content import hash_of
from ...prose.numbering import print_numeral
from .people import TownReviewers
from .place import department_of
from .stencil import DAY, NAME, POST, UNIT
from .storing import MadeRow
from .story import MadeStory, Step
from .text import LAST_DUTY, MadeText

# Those that others refer to first. A section is returned with a reason, where the report is.
ORDER = (Report, Section, Figure, Revision, RevisionText, Review, Opinion, ReturnReason, Comment, Event)
_RETURNED = 6  # the place of the problems in the report
_WHY, _REMARK = "问题写得笼统，请写明本人责任和整改时限。", "请补充数据来源和去年同期数。"
_AGREED, _SENT_BACK = "内容完整，数据有来源，同意。", "存在问题部分请修改后再报。"
_WRITTEN_OF_A_DRAFT = 4  # sections
_WRITTEN_TOGETHER = 4  # sections, of which the log names one
_VERBS = {
    Step.STARTED: Verb.STARTED,
    Step.SUBMITTED: Verb.SUBMITTED,
    Step.OPENED: Verb.OPENED,
    Step.AGREED: Verb.AGREED,
    Step.RETURNED: Verb.RETURNED,
    Step.APPROVED: Verb.APPROVED,
    Step.PUBLISHED: Verb.PUBLISHED,
}


@dataclass(frozen=True)
class Round:
    """A round and what its made reports have in common."""

    cycle: Cycle
    stages: Sequence[Stage]
    texts: Sequence[MadeText]


class MadeReport:
    def __init__(self, row: MadeRow, story: MadeStory, round_: Round, reviewers: TownReviewers) -> None:
        self._row, self._story, self._cycle = row, story, round_.cycle
        self._author: User = row.values["person"]
        self._text = round_.texts[(story.number + round_.cycle.year) % len(round_.texts)]
        self._first, self._last = round_.stages[0], round_.stages[-1]
        self._head = reviewers.departments[department_of(story.number) % 10]
        self._leader = reviewers.town
        self._written = _WRITTEN_OF_A_DRAFT if story.is_unfinished else len(self._text.sections)
        self.report = self._report()
        self.sections = list(self._sections())

    def rows(self) -> Iterator[MadeRow]:
        yield from (self.report, *self.sections, *self._figures())
        if Step.SUBMITTED in self._story.taken:
            yield from self._reviewing()
        yield from self._events()

    def _report(self) -> MadeRow:
        taken, row = self._story.taken, self._row.values
        submitted_at = taken.get(Step.SUBMITTED)
        stage = self._last if Step.AGREED in taken else self._first
        return MadeRow(
            Report, cycle=self._cycle, participant=self._row, author=self._author, unit=row["unit"], post=row["post"],
            title=self._cycle.report_title, numbering=self._text.numbering, state=self._story.state,
            stage=stage if submitted_at else None,
            created_at=taken[Step.STARTED], submitted_at=submitted_at, first_submitted_at=submitted_at,
        )  # fmt: skip

    def _sections(self) -> Iterator[MadeRow]:
        told = {"report": self.report, "version": 2, "saved_at": self._story.taken[Step.STARTED]}
        told |= {"saved_by": self._author}
        is_returned = Step.RETURNED in self._story.taken
        for place, (asked, part) in enumerate(zip(self._text.asked, self._text.sections, strict=True)):
            is_empty = place >= self._written
            yield MadeRow(
                Section, outline_section=asked, position=place + 1, kind=part.kind,
                heading="" if is_empty else part.heading, body="" if is_empty else part.body,
                return_reason=_WHY if is_returned and place == _RETURNED else "", **told,
            )  # fmt: skip

    def _figures(self) -> Iterator[MadeRow]:
        for figure in self._text.figures_in(self._written):
            yield MadeRow(
                Figure, report=self.report, label=figure.label, kind=figure.kind, unit=figure.unit,
                value=figure.value, source=figure.source,
            )  # fmt: skip

    def _reviewing(self) -> Iterator[MadeRow]:
        versions = list(self._revisions())
        yield from versions
        yield self._searched(versions[-1])
        taken = self._story.taken
        reviews = {
            Step.OPENED: self._review(self._first, self._head, taken.get(Step.OPENED)),
            Step.APPROVED: self._review(self._last, self._leader, taken.get(Step.APPROVED)),
        }
        yield from reviews.values()
        yield from self._opinions(reviews, versions[0])
        if self._story.number % 3 == 0 or Step.RETURNED in taken:
            yield self._comment(versions[0])
        if Step.RETURNED in taken:
            yield self._return_reason(versions[0])

    def _revisions(self) -> Iterator[MadeRow]:
        handed_in = self._told(self._day)
        milestones = [(Step.SUBMITTED, self._author, handed_in)]
        if Step.RETURNED in self._story.taken:
            milestones.append((Step.RETURNED, self._head, self._told("")))
        if Step.APPROVED in self._story.taken:
            milestones.append((Step.APPROVED, self._leader, handed_in))
        for number, (step, by, told) in enumerate(milestones, start=1):
            canonical = self._text.canonical.fill(told)
            yield MadeRow(
                Revision, report=self.report, number=number, milestone=step.value, data=canonical,
                sha256=hash_of(canonical), created_at=self._story.taken[step], created_by=by,
            )  # fmt: skip

    @cached_property
    def _day(self) -> str:
        return print_day(self._story.taken[Step.SUBMITTED])

    def _told(self, day: str) -> dict[str, str]:
        """What the text does not say of itself. Nothing of it is written otherwise in JSON, or folded otherwise."""
        row = self._row.values
        return {UNIT: row["unit"].name, POST: row["post"], NAME: self._author.name, DAY: day}

    def _searched(self, revision: MadeRow) -> MadeRow:
        text = self._text.plain.fill(self._told("" if Step.RETURNED in self._story.taken else self._day))
        same = self._text.searched
        told = {"title": same.title, "pairs": same.pairs, "stated": self._text.stated}
        return MadeRow(RevisionText, revision=revision, text=text, **told)

    def _review(self, stage: Stage, reviewer: User, opened_at: datetime | None) -> MadeRow:
        return MadeRow(Review, report=self.report, stage=stage, reviewer=reviewer, opened_at=opened_at)

    def _opinions(self, reviews: dict[Step, MadeRow], revision: MadeRow) -> Iterator[MadeRow]:
        grade = self._cycle.grades[0 if self._story.number % 11 == 0 else 1]
        decided = {
            Step.AGREED: (reviews[Step.OPENED], Opinion.Decision.AGREED, _AGREED, grade, self._head),
            Step.RETURNED: (reviews[Step.OPENED], Opinion.Decision.RETURNED, _SENT_BACK, "", self._head),
            Step.APPROVED: (reviews[Step.APPROVED], Opinion.Decision.AGREED, _AGREED, grade, self._leader),
        }
        for step, (review, decision, text, given, by) in decided.items():
            if at := self._story.taken.get(step):
                told = {"decision": decision, "text": text, "grade": given, "at": at, "by": by}
                yield MadeRow(Opinion, review=review, revision=revision, **told)

    def _comment(self, revision: MadeRow) -> MadeRow:
        """Settled where the report is approved."""
        taken, anchor = self._story.taken, self._text.remarked
        settled_at = taken.get(Step.APPROVED)
        told = {"resolution": Comment.Resolution.RESOLVED, "resolved_at": settled_at, "resolved_by": self._head}
        at = taken.get(Step.OPENED) or taken[Step.SUBMITTED]
        return MadeRow(
            Comment, section=self.sections[LAST_DUTY], author=self._head, text=_REMARK, made_on=revision,
            original_quote=anchor.quote, quote=anchor.quote, prefix=anchor.prefix, suffix=anchor.suffix,
            start=anchor.start, placed_start=anchor.start, placed_end=anchor.end, created_at=at, changed_at=at,
            **(told if settled_at else {}),
        )  # fmt: skip

    def _return_reason(self, revision: MadeRow) -> MadeRow:
        part = self._text.sections[_RETURNED]
        label = f"{print_numeral(part.numeral)}{part.heading or self._text.names_in_log[_RETURNED]}"
        at, section = self._story.taken[Step.RETURNED], self.sections[_RETURNED]
        told = {"by": self._head, "label": label, "text": _WHY, "at": at}
        return MadeRow(ReturnReason, section=section, revision=revision, **told)

    def _events(self) -> Iterator[MadeRow]:
        for step in self._story.steps:
            yield self._event(_VERBS[step], step)
            if step == Step.STARTED:
                for place in range(0, self._written, _WRITTEN_TOGETHER):
                    if self._text.sections[place].body:
                        yield self._event(Verb.WROTE, step, detail=self._text.names_in_log[place])

    def _actor(self, step: Step) -> User:
        if step in {Step.STARTED, Step.SUBMITTED}:
            return self._author
        return self._leader if step in {Step.APPROVED, Step.PUBLISHED} else self._head

    def _event(self, verb: Verb, step: Step, *, detail: str = "") -> MadeRow:
        told = {"verb": verb, "actor": self._actor(step), "at": self._story.taken[step]}
        return MadeRow(Event, report=self.report, detail=detail, **told)
