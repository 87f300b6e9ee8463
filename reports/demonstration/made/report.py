"""All rows of one made report, not stored yet: the words, their versions, what reviewers said, and the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Model

from ...models import (
    Comment,
    Cycle,
    Event,
    Figure,
    Opinion,
    Participant,
    Report,
    ReturnReason,
    Review,
    Revision,
    RevisionText,
    Section,
    Stage,
    User,
)
from ...models.content import compose_content
from ...models.event import Verb
from ...prose.anchoring.anchor import describe
from ...prose.numbering import print_numeral
from ...prose.pairs import fold
from ...prose.plain import print_plain
from .people import TownReviewers
from .story import MadeStory, Step
from .text import MadeText

# Those that others refer to first. A section is returned with a reason, where the report is.
ORDER = (Report, Section, Figure, Revision, RevisionText, Review, Opinion, ReturnReason, Comment, Event)
_BEFORE_RETURNED, _RETURNED = 5, 6  # places in the report: the last duty, and the problems
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
    def __init__(self, row: Participant, story: MadeStory, round_: Round, reviewers: TownReviewers) -> None:
        self._row, self._story, self._cycle = row, story, round_.cycle
        self._text = round_.texts[(story.number + round_.cycle.year) % len(round_.texts)]
        self._first, self._last = round_.stages[0], round_.stages[-1]
        self._heads = {
            stage: reviewers.of(story.number, stage, is_last=stage == self._last) for stage in (self._first, self._last)
        }
        self.report = self._report()
        self.sections = list(self._sections())

    def rows(self) -> Iterator[Model]:
        yield from (self.report, *self.sections, *self._figures())
        if self.report.is_submitted:
            yield from self._reviewing()
        yield from self._events()

    def _report(self) -> Report:
        story, row = self._story, self._row
        submitted_at = story.at(Step.SUBMITTED)
        is_past_first = Step.AGREED in story.steps
        return Report(
            cycle=self._cycle, participant=row, author=row.person, unit=row.unit, post=row.post,
            title=self._cycle.report_title, numbering=self._cycle.outline.numbering, state=story.state,
            stage=(self._last if is_past_first else self._first) if submitted_at else None,
            created_at=story.when(Step.STARTED), submitted_at=submitted_at, first_submitted_at=submitted_at,
        )  # fmt: skip

    def _sections(self) -> Iterator[Section]:
        for place, (asked, part) in enumerate(zip(self._text.asked, self._text.sections, strict=True)):
            is_empty = self._story.is_unfinished and place >= _WRITTEN_OF_A_DRAFT
            is_returned = Step.RETURNED in self._story.steps and place == _RETURNED
            yield Section(
                report=self.report, outline_section=asked, position=place + 1, kind=part.kind,
                heading="" if is_empty else part.heading, body="" if is_empty else part.body, version=2,
                saved_at=self._story.when(Step.STARTED), saved_by=self._row.person,
                return_reason=_WHY if is_returned else "",
            )  # fmt: skip

    def _figures(self) -> Iterator[Figure]:
        labels = {label for part in self.sections for label in part.labels}
        for figure in self._text.figures:
            if figure.label in labels:
                told = {name: getattr(figure, name) for name in ("label", "kind", "unit", "value", "source")}
                yield Figure(report=self.report, **told)

    def _reviewing(self) -> Iterator[Model]:
        versions = list(self._revisions())
        yield from versions
        yield self._searched(versions[-1])
        reviews = {stage: self._review(stage) for stage in (self._first, self._last)}
        yield from reviews.values()
        yield from self._opinions(reviews, versions[0])
        if self._story.number % 3 == 0 or Step.RETURNED in self._story.steps:
            yield self._comment(versions[0])
        if Step.RETURNED in self._story.steps:
            yield self._return_reason(versions[0])

    def _revisions(self) -> Iterator[Revision]:
        content = compose_content(self.report, self._text.sections, self._text.figures, ())
        content = replace(content, date=Report(submitted_at=self.report.submitted_at, state="submitted").printed_date)
        milestones = [(Step.SUBMITTED, self._row.person, content)]
        if Step.RETURNED in self._story.steps:
            milestones.append((Step.RETURNED, self._heads[self._first], replace(content, date="")))
        if Step.APPROVED in self._story.steps:
            milestones.append((Step.APPROVED, self._heads[self._last], content))
        for number, (step, by, frozen) in enumerate(milestones, start=1):
            yield Revision(
                report=self.report, number=number, milestone=step.value, data=frozen.to_dict(),
                sha256=frozen.sha256(), created_at=self._story.when(step), created_by=by,
            )  # fmt: skip

    def _searched(self, revision: Revision) -> RevisionText:
        same = self._text.searched
        text = fold(print_plain(revision.content))
        return RevisionText(revision=revision, title=same.title, text=text, pairs=same.pairs, stated=same.stated)

    def _review(self, stage: Stage) -> Review:
        opened = Step.OPENED if stage == self._first else Step.APPROVED
        return Review(report=self.report, stage=stage, reviewer=self._heads[stage], opened_at=self._story.at(opened))

    def _opinions(self, reviews: dict[Stage, Review], revision: Revision) -> Iterator[Opinion]:
        grade = self._cycle.grades[0 if self._story.number % 11 == 0 else 1]
        said = {
            Step.AGREED: (self._first, Opinion.Decision.AGREED, _AGREED, grade),
            Step.RETURNED: (self._first, Opinion.Decision.RETURNED, _SENT_BACK, ""),
            Step.APPROVED: (self._last, Opinion.Decision.AGREED, _AGREED, grade),
        }
        for step, (stage, decision, text, given) in said.items():
            if at := self._story.at(step):
                yield Opinion(
                    review=reviews[stage], revision=revision, decision=decision, text=text, grade=given, at=at,
                    by=self._heads[stage],
                )  # fmt: skip

    def _comment(self, revision: Revision) -> Comment:
        """On the first sentence of the last duty; settled where the report is approved."""
        section, by = self.sections[_BEFORE_RETURNED], self._heads[self._first]
        end = section.body.index("。")
        anchor = describe(section.body, 0, end)
        settled_at = self._story.at(Step.APPROVED)
        told = {"resolution": Comment.Resolution.RESOLVED, "resolved_at": settled_at, "resolved_by": by}
        at = self._story.at(Step.OPENED) or self._story.when(Step.SUBMITTED)
        return Comment(
            section=section, author=by, text=_REMARK, made_on=revision, original_quote=anchor.quote,
            quote=anchor.quote, prefix=anchor.prefix, suffix=anchor.suffix, start=anchor.start,
            placed_start=anchor.start, placed_end=anchor.end, created_at=at, changed_at=at,
            **(told if settled_at else {}),
        )  # fmt: skip

    def _return_reason(self, revision: Revision) -> ReturnReason:
        section, numeral = self.sections[_RETURNED], self._text.sections[_RETURNED].numeral
        label = f"{print_numeral(numeral)}{section.name}"
        at, by = self._story.when(Step.RETURNED), self._heads[self._first]
        return ReturnReason(section=section, revision=revision, by=by, label=label, text=_WHY, at=at)

    def _events(self) -> Iterator[Event]:
        for step in self._story.steps:
            yield self._event(_VERBS[step], self._actor(step), step)
            if step == Step.STARTED:
                yield from (
                    self._event(Verb.WROTE, self._row.person, step, detail=section.name_in_log)
                    for section in self.sections[::_WRITTEN_TOGETHER]
                    if section.body
                )

    def _actor(self, step: Step) -> User:
        if step in {Step.STARTED, Step.SUBMITTED}:
            return self._row.person
        return self._heads[self._last if step in {Step.APPROVED, Step.PUBLISHED} else self._first]

    def _event(self, verb: Verb, actor: User, step: Step, *, detail: str = "") -> Event:
        return Event(verb=verb, actor=actor, at=self._story.when(step), report=self.report, detail=detail)
