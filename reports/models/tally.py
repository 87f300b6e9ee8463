"""How many of a round are how far, kept for each unit with all that is below it. On PostgreSQL alone, see
docs/decisions/0084.

What changes a number leaves a mark of the unit in its own transaction (tally_marks); whoever asks has the marked units
counted anew first (tally_upkeep). Nothing is counted ahead of a commit, and nobody reads what is stale.
"""

from django.db import models

from .cycle import Cycle
from .unit import Unit


class TallySubject(models.TextChoices):
    """What is counted, each with what its `key` says."""

    PROGRESS = "progress", "participants; the progress and, after a colon, the stage"
    MISSING = "missing", "participants whose report was not handed in; the day it is due"
    LATE = "late", "participants who are late whatever the day"
    LEFT_BEHIND = "left_behind", "participants who have left with a report unfinished"
    NEVER_SIGNED_IN = "never_signed_in", "participants who never signed in"
    SUBMITTED = "submitted", "reports; the day of the first submission"
    GRADE = "grade", "approved reports; the final grade"
    WAITING = "waiting", "reviews that wait; the reviewer"
    VACANT = "vacant", "reviews that somebody has to take over; the reviewer"


class Tally(models.Model):
    """`own` is the number in the unit itself, `whole` that with all below it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    subject = models.CharField(max_length=15, choices=TallySubject.choices)
    key = models.CharField(max_length=60, blank=True)
    own = models.IntegerField()
    whole = models.IntegerField()

    class Meta:
        verbose_name = "tally"
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit", "subject", "key"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.key}: {self.whole}"


class TallyMark(models.Model):
    """Written by the database: something of the unit has changed; without a unit, the round or the tree of units."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)

    class Meta:
        verbose_name = "tally mark"
        verbose_name_plural = "tally marks"

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.unit_id}"


class TalliedCycle(models.Model):
    """A round that has been counted. Whoever counts holds its row."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        verbose_name = "tallied cycle"
        verbose_name_plural = "tallied cycles"

    def __str__(self) -> str:
        return str(self.cycle_id)
