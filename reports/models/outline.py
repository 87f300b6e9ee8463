"""Outlines: the sections that a report must have."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..prose.content import Numbering, SectionKind
from .labels import choices_of, values_of

MOST_SECTIONS = 100  # more than the pages of a report can show beside those of its author


class Outline(models.Model):
    """Frozen once a cycle that uses it has opened. Copy it for the next year."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    numbering = models.CharField(
        _("numbering"), max_length=10, choices=choices_of(Numbering), default=Numbering.RUN_IN.value
    )

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.refuse_change_when_frozen()
        super().save(*args, **kwargs)

    @property
    def is_frozen(self) -> bool:
        """Whether reports are written from it, or were before it was corrected."""
        if self.pk is None:
            return False
        opened, written = self.cycles.filter(opened_at__isnull=False), self.sections.filter(sections__isnull=False)
        return opened.exists() or written.exists()

    def refuse_change_when_frozen(self) -> None:
        """Raises ValidationError: reports are being written from a frozen outline."""
        if self.is_frozen:
            raise ValidationError(_("This outline is frozen: a cycle that uses it has opened. Copy it to change it."))

    def copy(self, name: str) -> "Outline":
        """A new outline with the same sections, not frozen."""
        copied = Outline.objects.create(name=name, numbering=self.numbering)
        sections = list(self.sections.all())
        for section in sections:
            section.copied_from_id, section.pk, section.outline = section.pk, None, copied
            section._state.adding = True
        OutlineSection.objects.bulk_create(sections)
        return copied


class OutlineSection(models.Model):
    """`figures` are asked for in the text: a list of `{"label", "unit", "kind"}`. `bases` says by label what some of
    them are taken from, for everybody: `{"kind", "year", "binding"}`, a kind of ledger, and the year that is meant.
    """

    outline = models.ForeignKey(Outline, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=choices_of(SectionKind), default=SectionKind.DUTY.value)
    title = models.CharField(_("title"), max_length=60)
    is_required = models.BooleanField(_("required"), default=True)
    min_characters = models.PositiveIntegerField(_("at least"), default=0, help_text=_("characters; 0: no limit"))
    max_characters = models.PositiveIntegerField(_("at most"), default=0, help_text=_("characters; 0: no limit"))
    guidance = models.TextField(_("guidance"), blank=True)
    sample = models.TextField(_("sample text"), blank=True)
    figures = models.JSONField(_("figures asked for"), default=list, blank=True)
    bases = models.JSONField(default=dict, blank=True, editable=False)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("section of an outline")
        verbose_name_plural = _("sections of an outline")
        ordering = ["outline", "position"]
        constraints = [
            models.UniqueConstraint(fields=["outline", "position"], name="outline_section_position_once"),
            models.CheckConstraint(
                condition=models.Q(max_characters=0) | models.Q(max_characters__gte=models.F("min_characters")),
                name="outline_section_limits_in_order",
                violation_error_message=_("The upper limit is below the lower limit."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=values_of(SectionKind)), name="outline_section_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.outline.refuse_change_when_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.outline.refuse_change_when_frozen()
        return super().delete(*args, **kwargs)
