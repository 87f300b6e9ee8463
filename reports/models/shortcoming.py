"""What a report says was not good enough, item by item (问题清单): problem, cause, measure, who, by when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..prose.shortcomings import ShortcomingContent, ShortcomingPart, stands_in
from .cycle import DAY_LIMITS
from .ledger import LedgerRow
from .report import Report

MOST_SHORTCOMINGS = 100  # of one report
PERSON_LENGTH = 60  # as a ledger has it
WORDS_LENGTH = 2_000


class ShortcomingQuerySet(models.QuerySet["Shortcoming"]):
    def listed(self) -> "ShortcomingQuerySet":
        return self.select_related("row__ledger__kind", "row__kind_version", "saved_by").order_by("position", "pk")


class Shortcoming(models.Model):
    """Words of several lines are several sentences. `row` is the one of the ledger 问题整改 that it was entered as.

    Which words stand in the text is looked up, not stored: the words are the link. `version` and `saved_tab` tell a
    stale save, as for a section.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="shortcomings")
    position = models.PositiveSmallIntegerField()
    problem = models.TextField(_("problem"), max_length=WORDS_LENGTH)
    cause = models.TextField(_("cause"), max_length=WORDS_LENGTH, blank=True)
    measure = models.TextField(_("measure"), max_length=WORDS_LENGTH, blank=True)
    person = models.CharField(_("who"), max_length=PERSON_LENGTH, blank=True)
    due = models.DateField(_("by when"), null=True, blank=True, validators=DAY_LIMITS)
    row = models.OneToOneField(
        LedgerRow, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="shortcoming"
    )
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_tab = models.CharField(max_length=40, blank=True)

    objects = ShortcomingQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem with cause and measure")
        verbose_name_plural = _("problems with cause and measure")
        constraints = [
            models.CheckConstraint(condition=~Q(problem=""), name="shortcoming_says_what"),
            models.CheckConstraint(condition=Q(version__gte=1), name="shortcoming_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} · {self.pk}"

    @property
    def content(self) -> ShortcomingContent:
        return ShortcomingContent(self.problem, self.cause, self.measure, self.person, self.due)

    def stands_in(self, texts: list[str]) -> bool:
        """Whether all that it says of problem, cause and measure stands in the texts."""
        return all(stands_in(words, texts) for part in ShortcomingPart if (words := getattr(self, part)))
