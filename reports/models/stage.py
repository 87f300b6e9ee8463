"""The steps of a cycle's review, and who reviews in each."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .unit import LineUpward, Unit


class Stage(models.Model):
    """One step, for example first check, department, leader. A report passes them by position."""

    cycle = models.ForeignKey("Cycle", on_delete=models.CASCADE, related_name="stages", verbose_name=_("cycle"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=60)
    due = models.DateField(_("due"), null=True, blank=True, help_text=_("Decisions are due at the end of this day."))

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["cycle", "position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "position"], name="stage_position_once")]

    def __str__(self) -> str:
        return self.name


class StageReviewerQuerySet(models.QuerySet["StageReviewer"]):
    def reaching(self, unit: Any, participant: Any) -> Self:
        """Rules for a participant, for the unit, and for all above it. Each is a key, or a reference for a subquery."""
        return self.filter(Q(unit__in=LineUpward(unit)) | Q(participant=participant))

    def named_on_the_roll(self) -> Self:
        """In the first stage of their rounds: those whom the roll names."""
        earlier = Stage.objects.filter(cycle=OuterRef("stage__cycle"), position__lt=OuterRef("stage__position"))
        return self.filter(~Exists(earlier), participant__isnull=False)

    def able(self) -> Self:
        """Without those who have left."""
        return self.filter(reviewer__is_active=True)


class StageReviewer(models.Model):
    """Reviews, in this stage, the report of one participant, or the reports of a unit and of all units below. A rule
    for the participant counts before all others, then the rule of the nearest unit.

    A rule does not count for reports of `set_by`: nobody runs a cycle for themselves. Rules by administrators have no
    `set_by`.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="reviewers", verbose_name=_("stage"))
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    participant = models.ForeignKey(
        "Participant",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="stage_reviewers",
        verbose_name=_("participant"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("reviewer")
    )

    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = StageReviewerQuerySet.as_manager()

    class Meta:
        verbose_name = _("reviewer of a stage")
        verbose_name_plural = _("reviewers of a stage")
        constraints = [
            models.UniqueConstraint(fields=["stage", "unit", "reviewer"], name="stage_reviewer_once"),
            models.UniqueConstraint(
                fields=["stage", "participant", "reviewer"], name="stage_reviewer_once_for_a_participant"
            ),
            models.CheckConstraint(
                condition=Q(unit=None, participant__isnull=False) | Q(unit__isnull=False, participant=None),
                name="stage_reviewer_of_unit_or_participant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} · {self.unit or self.participant} · {self.reviewer}"


class StageRules:
    """Who would review whom, by rules that are read once for any number of participants."""

    def __init__(self, rules: Iterable[StageReviewer], lines: Mapping[int, list[int]] | None = None) -> None:
        """`rules` with their stages, and the `lines` upward of the units, none for those of all; all of the rounds,
        participants and units that will be asked about.
        """
        self._lines = Unit.objects.lines_upward() if lines is None else lines
        self._by_stage: dict[Stage, dict[tuple[int | None, int | None], list[StageReviewer]]] = {}
        for rule in rules:
            by_place = self._by_stage.setdefault(rule.stage, {})
            by_place.setdefault((rule.unit_id, rule.participant_id), []).append(rule)

    def stages(self, cycle: int) -> Iterator[Stage]:
        """Those of the round that have rules."""
        return (stage for stage in self._by_stage if stage.cycle_id == cycle)

    def nearest(self, stage: Stage, *, participant: int, unit: int, author: int) -> list[StageReviewer]:
        """The nearest rules that name somebody else than the author. Rules set by the author do not count."""
        by_place = self._by_stage[stage]
        line = [(None, participant), *((above, None) for above in self._lines.get(unit, []))]
        named = (
            [rule for rule in by_place.get(place, ()) if author not in (rule.reviewer_id, rule.set_by_id)]
            for place in line
        )
        return next(filter(None, named), [])
