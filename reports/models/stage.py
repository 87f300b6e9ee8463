"""The steps of a cycle's review, and who reviews in each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class StageReviewer(models.Model):
    """Reviews, in this stage, the reports of a unit and of all units below. The rule of the nearest unit counts.

    A rule does not count for reports of `set_by`: nobody runs a cycle for themselves. Rules by administrators have no
    `set_by`.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="reviewers", verbose_name=_("stage"))
    unit = models.ForeignKey("Unit", on_delete=models.CASCADE, related_name="+", verbose_name=_("unit"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("reviewer")
    )

    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("reviewer of a stage")
        verbose_name_plural = _("reviewers of a stage")
        constraints = [models.UniqueConstraint(fields=["stage", "unit", "reviewer"], name="stage_reviewer_once")]

    def __str__(self) -> str:
        return f"{self.stage} · {self.unit} · {self.reviewer}"


class NamedReviewer(models.Model):
    """Reviews what a participant will write, in the first stage, in place of those whom the rules name there."""

    participant = models.ForeignKey("Participant", on_delete=models.CASCADE, related_name="named_reviewers")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("reviewer of a participant")
        verbose_name_plural = _("reviewers of a participant")
        constraints = [models.UniqueConstraint(fields=["participant", "reviewer"], name="named_reviewer_once")]

    def __str__(self) -> str:
        return f"{self.participant} · {self.reviewer}"
