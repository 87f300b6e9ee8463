"""Who has opened which version, and when."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .report import Report
from .revision import Milestone, Revision
from .user import User


class ReadReceipt(models.Model):
    """One person and one version: the first time they opened it, and the last."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="read_receipts")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="read_receipts")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("read receipt")
        verbose_name_plural = _("read receipts")
        ordering = ["revision", "first_at"]
        constraints = [models.UniqueConstraint(fields=["revision", "reader"], name="reading_once_per_version")]

    def __str__(self) -> str:
        return f"{self.reader} · {self.revision}"


@dataclass(frozen=True, slots=True)
class SinceLastRead:
    """The numbers of the version last read and of the one submitted since. `is_unread` until the new one is opened."""

    old: int
    new: int
    is_unread: bool


def since_last_read(report: Report, reader: User) -> SinceLastRead | None:
    """None for a reader who read nothing before the last submission. Two queries.

    Only a submission brings new words: a return and an approval freeze those of the submission before them.
    """
    visible = dict(report.revisions.for_readers().order_by("number").values_list("number", "milestone"))
    new = max((number for number, milestone in visible.items() if milestone == Milestone.SUBMITTED), default=0)
    receipts = ReadReceipt.objects.filter(reader=reader, revision__report=report, revision__number__in=visible)
    read = set(receipts.values_list("revision__number", flat=True))
    old = max((number for number in read if number < new), default=None)
    return None if old is None else SinceLastRead(old, new, is_unread=max(read) < new)
