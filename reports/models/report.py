"""One official's report in one cycle."""

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..prose.blanks import fill_blanks
from ..prose.content import Numbering
from ..prose.proofreading import ListedDocument, WordList
from .assistance import Assistance
from .cycle import Cycle
from .grade import with_final_grade
from .labels import choices_of
from .ledger_document import documents_for
from .participant import Participant
from .review import Review
from .stage import Stage, StageReviewer
from .statement import PreparedQuery
from .unit import KeyAmong, Unit
from .unit import organised_by as unit_organised_by
from .word_list import list_for

if TYPE_CHECKING:
    from .waiver import Waiver

TITLE_LENGTH = 200


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")

    @property
    def is_open(self) -> bool:
        return self in {ReportState.DRAFT, ReportState.RETURNED}

    @property
    def is_under_review(self) -> bool:
        return self in {ReportState.SUBMITTED, ReportState.IN_REVIEW}


FINAL_STATES = [ReportState.APPROVED, ReportState.PUBLISHED]
SUBMITTED_STATES = [state for state in ReportState if state != ReportState.DRAFT]


# Rules, each said of the report at `path`: a query of notices or comments nests no deeper than one of reports, for
# SQLite parses only so deep.
def written_by(user, path: str = "") -> Q:
    assisted = Assistance.objects.filter(assistant=user).keys_of_reports()
    return Q(**{f"{path}author": user}) | Q(KeyAmong(F(f"{path}pk"), Subquery(assisted)))


def reviewed_by(user, path: str = "") -> Q:
    assigned = Review.objects.filter(reviewer=user).values("report")
    return Q(**{f"{path}pk__in": assigned, f"{path}state__in": SUBMITTED_STATES})


def organised_by(user, path: str = "") -> Q:
    return in_units_of(user, path) & Q(**{f"{path}state__in": SUBMITTED_STATES})


def in_units_of(user, path: str = "") -> Q:
    """Beside notices and comments few reports are asked for: each looks upward, and no tree is walked."""
    is_theirs = Q(unit_organised_by(user, f"{path}unit")) if path else Q(unit__in=Unit.objects.of_organiser(user))
    return is_theirs & ~Q(**{f"{path}author": user})


def read_by(user, path: str = "") -> Q:
    return written_by(user, path) | reviewed_by(user, path) | organised_by(user, path)


def print_day(at: datetime) -> str:
    """As GB/T 9704-2012, 7.3.5.4 writes it."""
    day = timezone.localdate(at)
    return f"{day.year}年{day.month}月{day.day}日"


class ReportQuerySet(models.QuerySet["Report"]):
    def written_by(self, user) -> Self:
        """The person's own reports, and those they assist with."""
        return self.filter(written_by(user))

    def reviewed_by(self, user) -> Self:
        """Submitted ones only. A returned report stays open to its reviewers."""
        return self.filter(reviewed_by(user))

    def organised_by(self, user) -> Self:
        """Submitted ones only, of the units that the person organises."""
        return self.filter(organised_by(user))

    def in_units_of(self, user) -> Self:
        """Those of the units that the person organises, in any state, without the person's own: nobody runs a round for
        themselves.
        """
        return self.filter(in_units_of(user))

    def reached_by(self, user) -> Self:
        """The same, where few are asked for: each looks upward from its unit, and no tree is walked."""
        return self.filter(unit_organised_by(user, "unit")).exclude(author=user)

    def late(self, today: date) -> Self:
        """Those of the late participants; see there."""
        return self.filter(participant__in=Participant.objects.late(today))

    def with_final_grade(self) -> Self:
        """`final_grade` of an approved report, as it is of its participant; empty for none, and before."""
        graded: Any = with_final_grade(Participant.objects.filter(pk=OuterRef("participant")))
        grade = Case(When(state__in=FINAL_STATES, then=Subquery(graded.values("final_grade"))), default=Value(""))
        return self.annotate(final_grade=grade)

    def read_by(self, user) -> Self:
        """All that the person may read. Pages, lists of notices and mails use this one rule."""
        return self.filter(read_by(user))

    def open_for_writing(self) -> Self:
        return self.filter(state__in=[state for state in ReportState if state.is_open])

    def under_review(self) -> Self:
        return self.filter(state__in=[state for state in ReportState if state.is_under_review])

    def for_cycle_list(self) -> Self:
        """With all that a list of the round shows."""
        listed = self.with_final_grade().for_lists().select_related("stage", "participant__cycle")
        return listed.order_by("unit__name", "unit_id", "author__name", "pk")

    def for_lists(self) -> Self:
        return self.select_related("cycle", "author", "unit", "participant").order_by("-cycle__year", "author__name")


class Report(models.Model):
    """Keeps the unit and the post held when it was begun: people move, records do not.

    `stage` is where the review stands, or stood when the report was returned. It is empty until a reviewer is assigned.
    `first_submitted_at` is when it was first submitted and not withdrawn again: it says whether the report was late.
    `correction` is why a published report is being written again. It is empty once the correction (更正) is published.
    """

    State = ReportState

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reports")
    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="report")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    post = models.CharField(_("post"), max_length=100, blank=True)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    salutation = models.CharField(_("salutation"), max_length=TITLE_LENGTH, blank=True)
    numbering = models.CharField(_("numbering"), max_length=10, choices=choices_of(Numbering))
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    stage = models.ForeignKey(
        "Stage", on_delete=models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("stage")
    )
    correction = models.TextField(_("reason for the correction"), blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    first_submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(fields=["cycle", "unit", "author"], name="report_by_unit"),
            # All that is asked of reports to know how long their reviewers wait: their rows are long, and not read.
            models.Index(
                fields=["cycle", "stage", "id", "submitted_at", "author", "state"],
                condition=Q(state__in=["submitted", "in_review"]),
                name="report_under_review",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(submitted_at__isnull=False),
                name="report_submitted_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return ReportState(self.state).is_open

    @property
    def is_under_review(self) -> bool:
        return ReportState(self.state).is_under_review

    @property
    def is_submitted(self) -> bool:
        """Whether others than its writers may know of it. A returned report counts as submitted."""
        return self.state in SUBMITTED_STATES

    @property
    def is_final(self) -> bool:
        """Whether the text is approved, so that a copy without 草稿 may leave the house."""
        return self.state in FINAL_STATES

    @property
    def is_published(self) -> bool:
        return self.state == ReportState.PUBLISHED

    @property
    def waits_for_publication(self) -> bool:
        """Approved and not published, or published by an early release that kept no file."""
        return self.state == ReportState.APPROVED or (self.is_published and not self.publications.exists())

    @property
    def grades(self) -> list[Review]:
        """The reviews that gave a grade. Lists of reports must prefetch reviews, reviewers and opinions."""
        return [review for review in self.reviews.all() if review.grade]

    @property
    def grades_differ(self) -> bool:
        return len({review.grade for review in self.grades}) > 1

    @property
    def printed_date(self) -> str:
        """The day of submission. Empty before it."""
        return "" if self.submitted_at is None or self.is_open else print_day(self.submitted_at)

    @property
    def due_on(self) -> date:
        """The participant's own due day, or the round's; reports are due at the end of it."""
        return self.participant.due or self.cycle.due

    @property
    def is_late(self) -> bool:
        """Submitted after the end of the due day."""
        first = self.first_submitted_at
        return first is not None and timezone.localdate(first) > self.due_on

    @cached_property
    def waivers_by_key(self) -> dict[str, "Waiver"]:
        """Why words stay that a check asks about; see AskedWords."""
        return {waiver.key: waiver for waiver in _waivers(self.pk)}

    @cached_property
    def word_list(self) -> WordList:
        """Of its unit and all above it; of two for the same words the one that was changed last counts."""
        return list_for(self.unit_id)

    @cached_property
    def documents(self) -> list[ListedDocument]:
        """Those of the ledgers of its author, and of the author's unit and what is below it. One query."""
        return documents_for(self.author)

    def is_written_by(self, user) -> bool:
        return self.author_id == user.pk or Assistance.objects.of_report(self).filter(assistant=user).exists()

    def stages_to_pass(self) -> models.QuerySet[Stage]:
        """The stages after the present one in which somebody reviews this report. Before the first, all of them."""
        passed = self.stage.position if self.stage else 0
        return Stage.objects.filter(reviews__report=self, position__gt=passed).order_by("position").distinct()

    def stages_left_empty(self) -> models.QuerySet[Stage]:
        """The stages still ahead for which reviewers are named, but none of them can review this report.

        A stage for which nobody is named is not among them: it is passed over.
        """
        able = Q(reviewer__is_active=True) & ~Q(reviewer=self.author_id)
        rules = StageReviewer.objects.filter(stage=OuterRef("pk")).reaching(Value(self.unit_id), self.participant_id)
        reviews = Review.objects.filter(stage=OuterRef("pk"), report=self.pk)
        asked = Exists(rules) | Exists(reviews)
        answered = Exists(rules.filter(able).exclude(set_by=self.author_id)) | Exists(reviews.filter(able))
        return self.cycle.stages.filter(asked, ~answered, position__gte=self.stage.position if self.stage else 0)

    def last_years(self) -> "Report | None":
        """The same author's report of the year before. Of two, the later one."""
        before = [report for report in _reports(self.author_id) if report.cycle.year == self.cycle.year - 1]
        return before[-1] if before else None

    @cached_property
    def last_years_words(self) -> str:
        """The text of last year's report with its values filled in. Three queries, one where there is none."""
        report = self.last_years()
        if report is None:
            return ""
        values = dict(report.figures.values_list("label", "value"))
        texts = report.sections.order_by("position").values_list(*report.sections.model.word_fields)
        written = "\n".join(text for words in texts for text in words)
        return fill_blanks(written, lambda label: values.get(label) or f"【{label}】")


def _of_author(author: int) -> models.QuerySet[Report]:
    return Report.objects.filter(author=author).select_related("cycle").order_by("pk")


def _waivers_on(report: int) -> "models.QuerySet[Waiver]":
    waivers = apps.get_model("reports", "Waiver")  # which knows of this module
    return waivers._default_manager.filter(report=report).select_related("by")


_reports, _waivers = PreparedQuery(_of_author), PreparedQuery(_waivers_on)
