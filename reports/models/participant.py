"""The roll of a round: who takes part in it, and as what."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .assistance import Assistance
from .unit import Unit


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


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def to_write(self) -> Self:
        """Those of whom a report is asked."""
        return self.filter(state=ParticipantState.WRITING)

    def not_begun(self) -> Self:
        return self.to_write().filter(report=None)

    def late(self, today: date) -> Self:
        """Those whose report was not submitted by the end of the day it was due, or was submitted after it."""
        due = Coalesce("due", "cycle__due")
        missing = Q(report=None) | Q(report__first_submitted_at=None)
        days = self.to_write().annotate(due_day=due)
        return days.filter((missing & Q(due_day__lt=today)) | Q(report__first_submitted_at__date__gt=F("due_day")))

    def organised_by(self, user) -> Self:
        """Those of the person's units, their own participation among them: they see it and do not decide about it."""
        return self.filter(unit__in=Unit.objects.of_organiser(user))

    def to_start(self, user, at: datetime) -> Self:
        """In open rounds, without a report yet: the person's own, and those of the authors whom they assist."""
        assisting = Assistance.objects.of_outer_participant().filter(assistant=user)
        is_open = (Q(cycle__closed_at=None) | Q(cycle__closed_at__gt=at)) & Q(cycle__opened_at__lte=at)
        mine = Q(person=user) | Q(Exists(assisting), person__is_active=True)
        return self.not_begun().filter(is_open, mine)

    def for_lists(self) -> Self:
        return self.select_related("cycle", "person", "unit").order_by("unit__name", "person__name", "pk")


class Participant(models.Model):
    """A person in a round, with the unit, post and duties of that time: people move, records do not.

    Who moves within the year takes part twice, each time with their own unit, post, reviewers and report.
    """

    State = ParticipantState

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
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    due = models.DateField(_("own due day"), null=True, blank=True, help_text=_("Empty: as for the whole round."))
    due_reason = models.CharField(_("reason for the own due day"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=60, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "person", "unit", "post"], name="participant_once"),
            models.CheckConstraint(condition=Q(state__in=ParticipantState.values), name="participant_state_known"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="participant_period_in_order",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.unit} · {self.post}"

    @property
    def is_asked_to_write(self) -> bool:
        return self.state == ParticipantState.WRITING

    @property
    def due_on(self) -> date:
        return self.due or self.cycle.due
