"""The roll of a round: who takes part in it, and as what."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..prose.proofreading import WordList
from .assistance import Assistance
from .grade_scale import GRADE_LENGTH
from .unit import KeyAmong, Unit, organised_by
from .word_list import list_for

if TYPE_CHECKING:
    from .cycle import Cycle
    from .report import Report


class ParticipantState(models.TextChoices):
    """Whether a report is asked for; all but the first say why it is not."""

    WRITING = "writing", pgettext_lazy("of a participant", "Writes a report")
    EXEMPT = "exempt", pgettext_lazy("of a participant", "Exempt")
    SECONDED = "seconded", pgettext_lazy("of a participant", "Seconded")
    SICK_LEAVE = "sick_leave", pgettext_lazy("of a participant", "On sick leave")
    MATERNITY_LEAVE = "maternity_leave", pgettext_lazy("of a participant", "On maternity leave")
    SHORT_SERVICE = "short_service", pgettext_lazy("of a participant", "Less than half a year in office")
    RETIRED = "retired", pgettext_lazy("of a participant", "Retired")
    INVESTIGATED = "investigated", pgettext_lazy("of a participant", "Under investigation")


class ParticipantProgress(models.TextChoices):
    """How far a participant is: the state of the report, and what there is before it."""

    NOT_ASKED = "not_asked", pgettext_lazy("progress of a participant", "Not asked")
    NOT_BEGUN = "not_begun", pgettext_lazy("progress of a participant", "Not begun")
    DRAFT = "draft", pgettext_lazy("progress of a participant", "Writing")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")

    def label_in(self, cycle: "Cycle") -> Promise | str:
        """What it is called there: nobody is about to begin in a round that is closed."""
        return _WHEN_CLOSED.get(self, self.label) if cycle.is_closed else self.label


_WHEN_CLOSED: dict[str, Promise] = {
    ParticipantProgress.NOT_BEGUN: pgettext_lazy("progress of a participant", "No report"),
    ParticipantProgress.DRAFT: pgettext_lazy("progress of a participant", "Draft, not handed in"),
}


class ReportsAsked(models.TextChoices):
    """After a transfer within the year."""

    BOTH = "both", _("One for each of the two posts")
    NEW = "new", _("Only for the new post")
    OLD = "old", _("Only for the post that ends")


class Closing(models.TextChoices):
    """What was decided about a report that was not handed in when the round closed."""

    KEPT = "kept", pgettext_lazy("of a participant", "May still be handed in, as late")
    MISSING = "missing", pgettext_lazy("of a participant", "Not handed in")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    # Rules that are counted by as well as filtered by.
    NEVER_SIGNED_IN = Q(person__last_login=None)
    LEFT_BEHIND = (Q(report=None) | ~Q(report__state__in=["approved", "published"])) & Q(person__is_active=False)
    NOT_SENT = Q(report=None) | Q(report__first_submitted_at=None)
    # Of rows with `due_day`. Whatever comes on a later day comes after the due day began; this spares most rows the
    # work with time zones.
    SENT_LATE = Q(report__first_submitted_at__gte=F("due_day")) & Q(report__first_submitted_at__date__gt=F("due_day"))

    def to_write(self) -> Self:
        """Those of whom a report is asked."""
        return self.filter(state=ParticipantState.WRITING)

    def not_begun(self) -> Self:
        return self.to_write().filter(report=None)

    def never_signed_in(self) -> Self:
        return self.to_write().filter(self.NEVER_SIGNED_IN)

    def left_behind(self) -> Self:
        """Those who have left, deactivated, with a report that is not approved: somebody decides what becomes of it."""
        return self.to_write().filter(self.LEFT_BEHIND)

    def late(self, today: date) -> Self:
        """Those whose report was not submitted by the end of the day it was due, or was submitted after it, or that
        was recorded at the closing as not handed in.
        """
        days = self.to_write().annotate(due_day=Coalesce("due", "cycle__due"))
        ended = Q(due_day__lt=today) | Q(closing=Closing.MISSING)
        return days.filter((self.NOT_SENT & ended) | self.SENT_LATE)

    def with_progress(self) -> Self:
        """`progress`: a value of ParticipantProgress. Where no report is asked, one that was begun does not count."""
        progress = Case(
            When(~Q(state=ParticipantState.WRITING), then=Value(ParticipantProgress.NOT_ASKED.value)),
            default=Coalesce("report__state", Value(ParticipantProgress.NOT_BEGUN.value)),
        )
        return self.annotate(progress=progress)

    def for_cycle_list(self) -> Self:
        """With all that a list of the round shows, and `due_day` to sort by."""
        shown = self.with_progress().annotate(due_day=Coalesce("due", "cycle__due"))
        listed = shown.select_related("cycle", "person", "unit", "report__stage")
        return listed.order_by("unit__name", "unit_id", "person__name", "pk")

    def organised_by(self, user) -> Self:
        """Those of the person's units, their own participation among them: they see it and do not decide about it."""
        return self.filter(unit__in=Unit.objects.of_organiser(user))

    def reached_by(self, user) -> Self:
        """The same, where few rows are asked for: each looks upward from its unit, and no tree is walked."""
        return self.filter(organised_by(user, "unit"))

    def to_start(self, user, at: datetime) -> Self:
        """In open rounds, without a report yet: the person's own, and those of the authors whom they assist."""
        assisted = Assistance.objects.filter(assistant=user, author__is_active=True).keys_of_participants()
        goes_on = Q(cycle__closed_at=None) | Q(cycle__closed_at__gt=at) | Q(closing=Closing.KEPT)
        is_open = goes_on & Q(cycle__opened_at__lte=at)
        mine = Q(person=user) | Q(KeyAmong(F("pk"), Subquery(assisted)))
        return self.not_begun().filter(is_open, mine)

    def for_lists(self) -> Self:
        return self.select_related("cycle", "person", "unit").order_by("unit__name", "person__name", "pk")


class Participant(models.Model):
    """A person in a round, with the unit, post and duties of that time: people move, records do not.

    Who moves within the year takes part twice, each time with their own unit, post, reviewers and report.
    `grade` is what an organiser settled where the reviewers differ; who `is_ungraded` gets none (不定等次).
    """

    State = ParticipantState
    Closing = Closing

    cycle = models.ForeignKey("Cycle", on_delete=models.CASCADE, related_name="participants", verbose_name=_("cycle"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="participants", verbose_name=_("unit"))
    post = models.CharField(_("post"), max_length=100, blank=True)
    duties = models.TextField(_("duties"), blank=True)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("to"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=15, choices=ParticipantState.choices, default=ParticipantState.WRITING
    )
    reason = models.CharField(pgettext_lazy("of a participant", "reason"), max_length=200, blank=True)
    due = models.DateField(_("own due day"), null=True, blank=True, help_text=_("Empty: as for the whole round."))
    due_reason = models.CharField(_("reason for the own due day"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=60, blank=True)
    closing = models.CharField(_("after the closing"), max_length=7, choices=Closing.choices, blank=True)
    grade = models.CharField(_("grade"), max_length=GRADE_LENGTH, blank=True)
    is_ungraded = models.BooleanField(_("without a grade"), default=False)
    grade_reason = models.CharField(_("reason for the grade"), max_length=200, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        indexes = [
            models.Index(fields=["cycle", "unit"], name="participant_by_unit"),
            models.Index(fields=["cycle", "category"], condition=~Q(category=""), name="participant_category"),
            models.Index(fields=["cycle"], condition=Q(state="writing", is_ungraded=False), name="participant_graded"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person", "unit", "post"],
                name="participant_once",
                violation_error_code="twice",
                violation_error_message=_("This person is on the roll with this unit and post already."),
            ),
            models.CheckConstraint(condition=Q(state__in=ParticipantState.values), name="participant_state_known"),
            models.CheckConstraint(condition=Q(closing__in=["", *Closing.values]), name="participant_closing_known"),
            models.CheckConstraint(
                condition=Q(grade="") | Q(is_ungraded=False), name="participant_grade_or_none_of_them"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="participant_period_in_order",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.unit} · {self.post}"

    def clean(self) -> None:
        """Raises ValidationError by field."""
        self.drop_needless_reasons()
        if mistakes := self.mistakes():
            raise ValidationError(mistakes)

    def drop_needless_reasons(self) -> None:
        """A reason goes with the state, or the due day, that it is for."""
        self.reason = "" if self.is_asked_to_write else self.reason.strip()
        self.due_reason = self.due_reason.strip() if self.due else ""

    def mistakes(self) -> dict[str, str]:
        """What the rules of the roll refuse, by field, and what to do about it."""
        years = {"year": self.cycle.year, "next": self.cycle.year + 1}
        return {name: message % years for name, (is_wrong, message) in self._rules().items() if is_wrong}

    def _rules(self) -> dict[str, tuple[bool, Any]]:
        """For each field whether it is wrong, and what to do about it."""
        year = self.cycle.year
        has_due, is_exempt = self.due is not None, not self.is_asked_to_write
        is_outside = self.due is not None and not self.cycle.may_be_due(self.due)
        starts_after = self.since is not None and self.since.year > year
        ended_before = self.until is not None and self.until.year < year
        return {
            "reason": (is_exempt and not self.reason, _("Say why no report is asked for.")),
            "due_reason": (has_due and not self.due_reason, _("Say why the report is due on another day.")),
            "due": (is_outside, _("Choose a day from the opening of the round to the end of %(next)s.")),
            "since": (starts_after, _("This is after the year of the round, %(year)s.")),
            "until": (ended_before, _("This is before the year of the round, %(year)s.")),
        }

    @property
    def is_asked_to_write(self) -> bool:
        return self.state == ParticipantState.WRITING

    @property
    def may_hand_in(self) -> bool:
        """Whether the round still waits for the report; at its closing some are kept open."""
        return self.is_asked_to_write and (not self.cycle.is_closed or self.closing == Closing.KEPT)

    @cached_property
    def word_list(self) -> WordList:
        """The one that the report will be held against."""
        return list_for(self.unit_id)

    @property
    def due_on(self) -> date:
        return self.due or self.cycle.due

    @property
    def begun(self) -> "Report | None":
        """The report, None where there is none yet. Lists must select it."""
        return getattr(self, "report", None)

    def is_late(self, today: date) -> bool:
        """What the queryset's `late` says of one whose report is loaded."""
        report = self.begun
        if not self.is_asked_to_write:
            return False
        first = report.first_submitted_at if report else None
        if first is None and self.closing == Closing.MISSING:
            return True
        return (timezone.localdate(first) if first else today) > self.due_on
