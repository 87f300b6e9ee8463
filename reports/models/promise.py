"""What was promised a year ago, and what the author says came of it (承诺)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..ledgers.columns import ColumnType, ItemState
from ..prose.checking import fill_text
from ..prose.content import FigureContent, SectionKind
from ..prose.promises import find_promises, only_agrees
from .figure import Figure
from .ledger import LedgerQuerySet, LedgerRow
from .report import SUBMITTED_STATES, Report, ReportQuerySet
from .review import UNDER_REVIEW, Opinion
from .revision import Revision
from .shortcoming import Shortcoming

KINDS = ("rectification", "self_review")  # whose rows say what is to be put right; a project that goes on is no promise


class PromiseOrigin(models.TextChoices):
    NEXT_STEP = "next_step", _("Next steps of last year")
    OPINION = "opinion", _("Opinions of last year's reviewers")
    SHORTCOMING = "problem", _("Problems that were listed last year")
    LEDGER_ROW = "ledger_row", _("Open rows of ledgers")
    CARRIED = "carried", _("Promises of earlier years that were not done yet")


class PromiseState(models.TextChoices):
    DONE = "done", pgettext_lazy("what came of a promise", "Done")
    UNDER_WAY = "under_way", pgettext_lazy("what came of a promise", "Under way")
    NOT_DONE = "not_done", pgettext_lazy("what came of a promise", "Not done")


class PromiseAnswer(models.Model):
    """`promise`, `origin` and `source` are the words that were answered: those of the source may change. `key` finds
    the promise again. `version` and `saved_tab` tell a stale save, as for a row of a ledger.
    """

    State = PromiseState

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="promise_answers")
    key = models.SlugField(max_length=40)
    origin = models.CharField(max_length=10, choices=PromiseOrigin.choices)
    promise = models.TextField()
    source = models.CharField(max_length=300)
    state = models.CharField(_("what came of it"), max_length=9, choices=PromiseState.choices)
    text = models.TextField(_("in words"), blank=True)
    figure = models.ForeignKey(Figure, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    row = models.ForeignKey(LedgerRow, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_tab = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("answer to a promise")
        verbose_name_plural = _("answers to promises")
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="promise_answered_once"),
            models.CheckConstraint(condition=Q(state__in=PromiseState.values), name="promise_state_known"),
            models.CheckConstraint(condition=Q(origin__in=PromiseOrigin.values), name="promise_origin_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="promise_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.key}"


@dataclass(frozen=True, slots=True)
class Promise:
    """`source` names the report, the reviewer or the ledger. `is_current` is False where only an answer still tells of
    it: the source says something else today, or the row is closed. `row` is what a listed problem was entered as.
    """

    key: str
    origin: PromiseOrigin
    text: str
    source: str
    answer: PromiseAnswer | None = None
    is_current: bool = True
    row: LedgerRow | None = None

    @property
    def is_reworded(self) -> bool:
        """Since it was answered."""
        return self.answer is not None and self.answer.promise != self.text

    def answered(self, answer: PromiseAnswer | None) -> Self:
        return replace(self, answer=answer)

    def answer_of_row(self, report: Report) -> PromiseAnswer | None:
        """What its closed row says came of it, which nobody has to write again. One that is open answers nothing."""
        state = _STATES.get(self.row.state) if self.row and self.row.state and not self.row.deleted_at else None
        if state is None:
            return None
        said = {"origin": self.origin, "promise": self.text, "source": self.source, "state": state, "row": self.row}
        return PromiseAnswer(report=report, key=self.key, version=0, **said)

    @classmethod
    def remembered(cls, answer: PromiseAnswer) -> Self:
        """What an answer tells of a promise whose source does not say it any more."""
        origin = PromiseOrigin(answer.origin)
        return cls(answer.key, origin, answer.promise, answer.source, answer, is_current=False)


_STATES = {ItemState.DONE: PromiseState.DONE, ItemState.LONG_TERM: PromiseState.UNDER_WAY}


def reports_before_last_year(report: Report) -> ReportQuerySet:
    """The same author's that were handed in, from which something may have been carried over."""
    before = {"author": report.author_id, "cycle__year__lt": report.cycle.year - 1, "state__in": SUBMITTED_STATES}
    return Report.objects.filter(**before)


def reports_of_last_year(report: Report) -> ReportQuerySet:
    """The same author's, as far as they are handed in: of two both, for both promised something."""
    before = {"author": report.author_id, "cycle__year": report.cycle.year - 1, "state__in": SUBMITTED_STATES}
    return Report.objects.filter(**before).select_related("cycle").order_by("pk")


def promises_of_reports(reports: Iterable[Report]) -> list[Promise]:
    """Their next steps as last frozen for readers, the problems that they list, and the opinions of those that nobody
    has to decide on. Three queries, none where there is no report. A next step that is the measure of a listed problem
    is promised with that one.
    """
    by_pk = {report.pk: report for report in reports}
    if not by_pk:
        return []
    newest = Revision.objects.for_readers().filter(report__in=by_pk).order_by().values("report")
    revisions = Revision.objects.filter(pk__in=newest.annotate(newest=Max("pk")).values("newest")).order_by("report")
    found: list[Promise] = []
    listed = list(Shortcoming.objects.listed().filter(report__in=by_pk))
    for revision in revisions:
        items = [one for one in listed if one.report_id == revision.report_id]
        found += _next_steps(by_pk[revision.report_id], revision, items) + _shortcomings(revision, items)
    decided = [pk for pk, report in by_pk.items() if report.state not in UNDER_REVIEW]
    return sorted(found, key=lambda one: one.origin == PromiseOrigin.SHORTCOMING) + _opinions(by_pk, decided)


def _shortcomings(revision: Revision, items: Iterable[Shortcoming]) -> list[Promise]:
    figures, origin = _figures(revision), PromiseOrigin.SHORTCOMING
    return [
        Promise(
            promise_key(origin, one.pk),
            origin,
            "；".join(_filled(words, figures) for words in (one.problem, one.measure) if words),
            revision.content.title,
            row=one.row,
        )
        for one in items
    ]


def _figures(revision: Revision) -> dict[str, FigureContent]:
    return {figure.label: figure for figure in revision.content.figures}


def _filled(words: str, figures: Mapping[str, FigureContent]) -> str:
    return fill_text(words, figures).strip().rstrip("。；")


def _next_steps(report: Report, revision: Revision, items: Iterable[Shortcoming]) -> list[Promise]:
    content, figures, found = revision.content, _figures(revision), []
    measures = [_filled(one.measure, figures) for one in items if one.measure]
    for section in content.sections:
        if section.kind == SectionKind.NEXT_STEPS:
            found += find_promises(fill_text(section.body, figures).strip())
    origin, source = PromiseOrigin.NEXT_STEP, content.title
    own = [text for text in dict.fromkeys(found) if not any(measure in text for measure in measures)]
    return [Promise(promise_key(origin, report.pk, text), origin, text, source) for text in own]


def _opinions(reports: Mapping[int, Report], decided: list[int]) -> list[Promise]:
    """Of each reviewer the last: an earlier one was about words that have been written again. One that only agrees asks
    for nothing.
    """
    given = Opinion.objects.filter(review__report__in=decided).select_related("by", "review").order_by("at", "pk")
    last = {(opinion.review_id, opinion.by_id): opinion for opinion in given}
    origin = PromiseOrigin.OPINION
    return [
        Promise(
            promise_key(origin, opinion.pk),
            origin,
            opinion.text.strip(),
            f"{opinion.by.name} · {reports[opinion.review.report_id].cycle}",
        )
        for opinion in last.values()
        if opinion.text.strip() and not only_agrees(opinion.text)
    ]


def promises_of_ledgers(ledgers: LedgerQuerySet, year: int) -> list[Promise]:
    """The rows of earlier years that are still open. One query."""
    kept = ledgers.filter(kind__slug__in=KINDS).values("pk")
    rows = LedgerRow.objects.current().filter(ledger__in=kept, day__lt=date(year, 1, 1))
    rows = rows.select_related("ledger__kind", "kind_version").order_by("day", "pk")
    origin = PromiseOrigin.LEDGER_ROW
    return [
        Promise(promise_key(origin, row.pk), origin, describe_row(row), f"{row.ledger.kind} · {row.day.isoformat()}")
        for row in rows
        if row.state == ItemState.OPEN
    ]


def promises_carried(reports: ReportQuerySet) -> list[Promise]:
    """What they answered and none of them calls done; open rows of ledgers come back by themselves. One query."""
    of_reports = PromiseAnswer.objects.filter(report__in=reports.order_by().values("pk"))
    answers = list(of_reports.exclude(origin=PromiseOrigin.LEDGER_ROW).order_by("pk"))
    by_key = {answer.key: answer for answer in answers}
    done = {answer.key for answer in answers if answer.state == PromiseState.DONE}
    origin = PromiseOrigin.CARRIED
    return [
        Promise(promise_key(origin, key), origin, answer.promise, answer.source)
        for key, answer in by_key.items()
        if key not in done
    ]


def describe_row(row: LedgerRow) -> str:
    """What it is about: the words that nobody may leave out, and those of a measure."""
    texts = [column for column in row.shape.columns if column.type == ColumnType.TEXT]
    needed = [row.cells[column.name] for column in texts if column.is_required and column.name in row.cells]
    measure = row.cells.get("整改措施", "")
    return "；".join(filter(None, [*needed[:1], measure])) or str(row.day)


def with_answers(report: Report, promises: Iterable[Promise], *, keeps: bool) -> list[Promise]:
    """One query. With `keeps` also the answers to what is not promised so any more come back, at the end."""
    answers = PromiseAnswer.objects.filter(report=report).select_related("figure", "row__ledger__kind", "saved_by")
    by_key = {answer.key: answer for answer in answers.order_by("pk")}
    listed = [promise.answered(by_key.pop(promise.key, None) or promise.answer_of_row(report)) for promise in promises]
    return listed + [Promise.remembered(answer) for answer in by_key.values() if keeps]


def promise_key(origin: PromiseOrigin, *parts: object) -> str:
    said = ":".join(map(str, [origin.value, *parts]))
    return sha256(said.encode()).hexdigest()[:20]
