"""The yearly round."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..prose.content import BylineStyle
from ..prose.days import FIRST_DAY, LAST_DAY
from ..prose.proofreading import LONGEST_SENTENCE
from ..prose.rounding import MOST_PLACES, Rounding, RoundingMethod
from .grade_scale import DEFAULT_QUOTA, GradeScale
from .labels import choices_of, values_of
from .outline import Outline
from .unit import Unit

DAY_LIMITS: list[Callable[[Any], None]] = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class CycleQuerySet(models.QuerySet["Cycle"]):
    def open_at(self, at: datetime) -> Self:
        """Opened and not closed at that moment. Reports may still be written after the due date."""
        return self.filter(Q(closed_at=None) | Q(closed_at__gt=at), opened_at__lte=at)

    def for_person(self, user) -> Self:
        """The cycles of the person's unit and of the units above it."""
        if user.unit_id is None:
            return self.none()
        return self.filter(unit__in=Unit.objects.at_or_above(user.unit_id))


class Cycle(models.Model):
    """`opened_at` may lie ahead: then the round is announced and its outline frozen. `corrected_outline` is a copy of
    the outline that is being corrected while reports are written from the other one.
    """

    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1949), MaxValueValidator(2199)])
    name = models.CharField(_("name"), max_length=100)
    report_title = models.CharField(_("title of the reports"), max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cycles", verbose_name=_("unit"))
    outline = models.ForeignKey(Outline, on_delete=models.PROTECT, related_name="cycles", verbose_name=_("outline"))
    corrected_outline = models.OneToOneField(
        Outline, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="correction_of"
    )
    opens = models.DateField(_("opens"), null=True, blank=True, help_text=_("The day on which writing is to begin."))
    due = models.DateField(_("due"), help_text=_("Reports are due at the end of this day."))
    min_problems_share = models.PositiveSmallIntegerField(
        _("least share of problems, causes and next steps"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("per cent of all characters; 0: no rule"),
    )
    min_problems = models.PositiveSmallIntegerField(
        _("fewest problems"), default=0, help_text=_("items that the sections of problems list (一是 …); 0: no rule")
    )
    problems_need_measures = models.BooleanField(
        _("each problem with cause and measure"),
        default=False,
        help_text=_("Problems are listed one by one; the check page names those without a cause or a measure."),
    )
    stock_phrases = models.TextField(
        _("stock phrases"),
        blank=True,
        max_length=2_000,
        help_text=_(
            "One a line, such as 学习不够深入. Where problems, causes and next steps say one of them, the author is "
            "asked to say what is meant instead."
        ),
    )
    max_characters = models.PositiveIntegerField(_("longest report"), default=0, help_text=_("characters; 0: no limit"))
    longest_sentence = models.PositiveSmallIntegerField(
        _("longest sentence"),
        default=LONGEST_SENTENCE,
        validators=[MaxValueValidator(1_000)],
        help_text=_("characters; longer ones are pointed out to the author; 0: no rule"),
    )
    rounding_method = models.CharField(
        _("how computed figures are rounded"),
        max_length=9,
        choices=choices_of(RoundingMethod),
        default=RoundingMethod.HALF_UP.value,
        help_text=_("Changes on last year, shares, 百分点 and quotients, in the text, in tables and on paper."),
    )
    rounding_places = models.PositiveSmallIntegerField(
        _("decimal places of computed figures"), default=1, validators=[MaxValueValidator(MOST_PLACES)]
    )
    byline_place = models.CharField(
        _("name and post"), max_length=5, choices=choices_of(BylineStyle), default=BylineStyle.TITLE.value
    )
    page_numbers_centred = models.BooleanField(
        _("page numbers centred"), default=False, help_text=_("GB/T 9704-2012 puts them at the outer edge.")
    )
    mark_reader = models.BooleanField(
        _("name of the reader on every copy"),
        default=False,
        help_text=_("Faintly across each page, with the time, so that a leaked copy tells where it came from."),
    )
    grade_scale = models.ForeignKey(
        GradeScale,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cycles",
        verbose_name=_("grades"),
        help_text=_("Every reviewer who agrees to a report gives it one of these grades. Empty: no grades."),
    )
    best_grade_quota = models.PositiveSmallIntegerField(
        _("quota of the best grade"),
        null=True,
        blank=True,
        default=DEFAULT_QUOTA,
        validators=[MaxValueValidator(100)],
        help_text=_("per cent of those who are graded, rounded down; empty or 0: no quota"),
    )
    shows_grades = models.BooleanField(
        _("authors see their grades"), default=False, help_text=_("Once the report is approved.")
    )
    accepts_late = models.BooleanField(
        _("accepts late reports"), default=True, help_text=_("After the due day; they are marked as late.")
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "name"], name="cycle_once_per_unit_and_year"),
            models.CheckConstraint(condition=Q(min_problems_share__lte=100), name="cycle_share_is_per_cent"),
            models.CheckConstraint(
                condition=Q(rounding_method__in=values_of(RoundingMethod), rounding_places__lte=MOST_PLACES),
                name="cycle_rounding_known",
            ),
            # Days before and after it are counted: none may lie outside what a date can say.
            models.CheckConstraint(condition=Q(due__range=(FIRST_DAY, LAST_DAY)), name="cycle_due_day_possible"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            for is_possible in DAY_LIMITS if self.due else ():
                is_possible(self.due)
        except ValidationError as error:
            raise ValidationError({"due": error}) from error

    @property
    def rounding(self) -> Rounding:
        return Rounding(RoundingMethod(self.rounding_method), self.rounding_places)

    @property
    def phrases(self) -> tuple[str, ...]:
        """The stock phrases, each once."""
        return tuple(dict.fromkeys(line.strip() for line in self.stock_phrases.splitlines() if line.strip()))

    @property
    def asks_for_grades(self) -> bool:
        return self.grade_scale_id is not None

    @property
    def grades(self) -> list[str]:
        return self.grade_scale.labels if self.grade_scale else []

    def may_be_due(self, day: date) -> bool:
        """Whether a report may be due on it: from the opening to the end of the next year."""
        return (self.opens or date(self.year, 1, 1)) <= day < date(self.year + 2, 1, 1)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None and self.closed_at <= timezone.now()

    @property
    def is_announced(self) -> bool:
        """Whether outline and rules are frozen: writing has begun, or begins on a day that is set."""
        return self.opened_at is not None

    @property
    def is_open(self) -> bool:
        """Whether reports may be started and submitted."""
        return self.opened_at is not None and self.opened_at <= timezone.now() and not self.is_closed
