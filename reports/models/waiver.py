"""Words that a check asks about and that stay as they are: why, and by whose word."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..prose.proofreading import MarkedWords
from .report import Report

REASON_LENGTH = 500


class Waiver(models.Model):
    """`key` is that of the question (AskedWords): it holds while these words and their neighbours are the same. What
    must be mended is no question, and nothing waives it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="waivers")
    key = models.CharField(max_length=60)
    reason = models.TextField(_("why it stays"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("words that stay as they are")
        verbose_name_plural = _("words that stay as they are")
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="waiver_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} · {self.key}"


@dataclass(frozen=True, slots=True)
class WaivedWords:
    """Words of a text with the reason why they stay in it, as a version keeps them. `place` is their section's name."""

    place: str
    words: MarkedWords
    reason: str
    by: str
    at: datetime
    key: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Only what JSON holds; `from_dict` is its inverse."""
        words = {field.name: getattr(self.words, field.name) for field in fields(self.words)}
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        words["details"] = dict(self.words.details)
        return data | {"words": words, "at": self.at.isoformat()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        words = MarkedWords(**data["words"])
        return cls(**{**data, "words": words, "at": datetime.fromisoformat(data["at"])})
