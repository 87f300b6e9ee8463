"""Why sections were returned: what every return said, kept beside the opinions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .revision import Revision
from .section import Section
from .written_once import WrittenOnce, WrittenOnceQuerySet


class ReturnReason(WrittenOnce):
    """`revision` is the version that was returned, `label` the name of the section at that time."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="return_reasons")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="return_reasons")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    label = models.TextField()
    text = models.TextField(pgettext_lazy("of a return", "reason"))
    at = models.DateTimeField()

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason for a return")
        verbose_name_plural = _("reasons for returns")
        ordering = ["at", "section__position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "section"], name="return_reason_once_per_version_and_section"),
            models.CheckConstraint(condition=~models.Q(text=""), name="return_reason_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.revision} · {self.label}"
