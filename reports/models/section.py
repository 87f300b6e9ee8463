"""One section of a report."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..prose.blanks import find_labels
from ..prose.content import SectionKind
from .labels import choices_of, values_of
from .outline import OutlineSection
from .report import Report, ReportState
from .saved_text import SavedText

HEADING_LENGTH = 200


class SectionQuerySet(models.QuerySet["Section"]):
    def open_for_writing(self) -> Self:
        """All sections of a draft, and the returned ones of a returned report."""
        return self.filter(
            Q(report__state=ReportState.DRAFT) | (Q(report__state=ReportState.RETURNED) & ~Q(return_reason=""))
        )


class Section(SavedText):
    """`return_reason` is why the last return named this section. While the report is returned, it unlocks the section.

    ReturnReason keeps the reasons of all returns. `waived` are the excerpts of numbers in the words that stay typed.
    """

    word_fields = ("heading", "body")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    outline_section = models.ForeignKey(
        OutlineSection, on_delete=models.PROTECT, null=True, blank=True, related_name="sections"
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=choices_of(SectionKind))
    heading = models.CharField(_("heading"), max_length=HEADING_LENGTH, blank=True)
    return_reason = models.TextField(blank=True)
    waived = models.JSONField(default=list, editable=False)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="section_position_once"),
            models.CheckConstraint(condition=Q(kind__in=values_of(SectionKind)), name="section_kind_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="section_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The outline's title for it, else its own heading, else its kind."""
        if self.outline_section:
            return self.outline_section.title
        return self.heading or str(self.get_kind_display())

    @property
    def name_in_log(self) -> str:
        """For auditors: the outline's title for it, else its kind. The heading is the author's words."""
        return self.outline_section.title if self.outline_section else str(self.get_kind_display())

    @property
    def is_open(self) -> bool:
        """The queryset's `open_for_writing`, for one section whose report is loaded."""
        state = self.report.state
        return state == ReportState.DRAFT or (state == ReportState.RETURNED and bool(self.return_reason))

    @property
    def labels(self) -> list[str]:
        return find_labels(self.words.text)
