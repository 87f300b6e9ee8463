"""What authors were asked about a value that contradicts another."""

from django.db import models

from ..prose.reconciliation import Contradiction
from .comment import Comment
from .labels import choices_of
from .report import Report


class Inquiry(models.Model):
    """The question is a comment like any other; this says about which value it asks, so that nobody is asked twice."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="inquiries")
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="inquiry")
    kind = models.CharField(max_length=10, choices=choices_of(Contradiction))
    label = models.CharField(max_length=100)
    measure = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "label", "measure", "value"], name="inquiry_once_about_a_value"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} · {self.label}"

    @property
    def of(self) -> tuple[int, str, str, str, str]:
        return self.report_id, self.kind, self.label, self.measure, self.value
