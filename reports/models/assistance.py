"""Who may fill in for whom."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from .review import Review
from .stage import StageReviewer, StageReviewerQuerySet
from .unit import LineUpward, Unit

if TYPE_CHECKING:
    from .report import Report


class Obstacle(models.TextChoices):
    """Why somebody cannot assist an author. All but the last also end an assistance that was accepted."""

    REVIEWS = "reviews", _("%(name)s reviews your report, or is to: nobody reviews what they help to write.")
    ORGANISES = "organises", _("%(name)s organises the reports of a unit: organisers write in nobody's report.")
    AUDITS = "audits", _("%(name)s is an auditor: auditors write in nobody's report.")
    ADMINISTERS = "administers", _("%(name)s is an administrator: administrators write in nobody's report.")
    STANDS_ABOVE = "above", _("%(name)s belongs to a unit above the author's.")


class AssistanceQuerySet(models.QuerySet["Assistance"]):
    """The one rule of who assists: a person who has accepted, and has no duty in the review, the cycle or the site.

    A duty always wins, whichever came first: the person stops assisting. Rules of all units above count, not only the
    nearest: they apply as soon as nobody of the nearest can review.
    """

    def accepted(self) -> Self:
        """Accepted only. Whether it gives a right in a report, `of_report` and its like say."""
        return self.filter(accepted_at__isnull=False)

    def of_assistant(self, user) -> Self:
        """Those in effect today, outside of any one report: for the ledgers of the authors."""
        resting = [obstacle for obstacle in Obstacle if obstacle != Obstacle.STANDS_ABOVE]
        of_user = self.accepted().filter(assistant=user, author__is_active=True).with_obstacle()
        return of_user.exclude(models.Q(("obstacle__in", resting)))

    def of_report(self, report: "Report") -> Self:
        here = {
            "report": report.pk,
            "cycle": report.cycle_id,
            "unit": report.unit_id,
            "participant": report.participant_id,
        }
        return self.filter(author=report.author_id)._in_effect(**here)

    def of_outer_report(self, path: str = "") -> Self:
        """Those who may write in the report of the outer query. `path` leads to that report."""
        here = {name: OuterRef(OuterRef(f"{path}{name}")) for name in ("cycle", "unit", "participant")}
        return self.filter(author=OuterRef(f"{path}author"))._in_effect(report=OuterRef(OuterRef(f"{path}pk")), **here)

    def keys_of_reports(self) -> models.QuerySet:
        """Of those in which it gives the right to write.

        For rules of who may see what, by KeyAmong: a condition asked of every row of the outer query instead makes a
        list of three hundred reports take minutes, once the database misjudges how many rows there are.
        """
        names = ("cycle", "unit", "participant")
        columns = {name: F(f"author__reports__{name}") for name in names}
        rows = self.annotate(report=F("author__reports"), **columns).filter(report__isnull=False)
        return rows._in_effect(**{name: OuterRef(name) for name in ("report", *names)}).values("author__reports")

    def keys_of_participants(self) -> models.QuerySet:
        """Of those whose report the assistant may start."""
        names = ("cycle", "unit")
        columns = {name: F(f"author__participations__{name}") for name in names}
        rows = self.annotate(participant=F("author__participations"), **columns).filter(participant__isnull=False)
        here = {name: OuterRef(name) for name in ("participant", *names)}
        return rows._in_effect(report=None, **here).values("author__participations")

    def of_outer_participant(self) -> Self:
        """Those who may start the report of the participant in the outer query."""
        here = {name: OuterRef(OuterRef(name)) for name in ("cycle", "unit")}
        here["participant"] = OuterRef(OuterRef("pk"))
        return self.filter(author=OuterRef("person"))._in_effect(report=None, **here)

    def _in_effect(self, *, report: Any, cycle: Any, unit: Any, participant: Any) -> Self:
        """Each argument is a value, or a reference for a subquery."""
        rules = _rules().reaching(unit, participant).filter(stage__cycle=cycle)
        reviews = Review.objects.filter(report=report, reviewer=OuterRef("assistant"))
        free = self.filter(~Exists(reviews), ~Exists(rules), ~_organises(), ~_AUDITS, ~_ADMINISTERS)
        return free.accepted()

    def with_obstacle(self) -> Self:
        """Adds `obstacle`, an Obstacle or empty, for the author as of today and all reports still open."""
        unit = OuterRef("author__unit")
        reviews = Review.objects.filter(report__author=OuterRef("author"), reviewer=OuterRef("assistant"))
        rules = _rules().filter(Q(unit__in=LineUpward(unit)) | Q(participant__person=OuterRef("author")))
        is_reviewer = Q(Exists(reviews.exclude_decided())) | Exists(rules.filter(stage__cycle__closed_at=None))
        is_above = Q(assistant__unit__in=LineUpward(F("author__unit"))) & ~Q(assistant__unit=F("author__unit"))
        conditions = {
            Obstacle.REVIEWS: is_reviewer,
            Obstacle.ORGANISES: _organises(),
            Obstacle.AUDITS: _AUDITS,
            Obstacle.ADMINISTERS: _ADMINISTERS,
            Obstacle.STANDS_ABOVE: is_above,
        }
        found = [When(condition, then=Value(name.value)) for name, condition in conditions.items()]
        return self.annotate(obstacle=Case(*found, default=Value(""), output_field=models.CharField()))


_AUDITS = Q(assistant__is_auditor=True)
_ADMINISTERS = Q(assistant__is_staff=True)


def _rules() -> StageReviewerQuerySet:
    """Rules that make the assistant a reviewer."""
    return StageReviewer.objects.filter(reviewer=OuterRef("assistant"))


def _organises() -> Exists:
    return Exists(Unit.organisers.through.objects.filter(user=OuterRef("assistant")))


class Assistance(models.Model):
    """An author's word that an assistant may write in the author's reports, and perhaps submit them.

    It gives no right until the assistant accepts it. One that an organiser proposes (代填人 of a list) is nobody's word
    yet: the assistant is asked once the author names them too. Only the queryset says who may write in a given report.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assistances")
    assistant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assisted")
    may_submit = models.BooleanField(_("may also submit"), default=False)
    is_proposed = models.BooleanField(default=False, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    obstacle: str  # by the queryset's `with_obstacle`

    Obstacle = Obstacle

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("assistant")
        verbose_name_plural = _("assistants")
        constraints = [
            models.UniqueConstraint(fields=["author", "assistant"], name="assistance_once"),
            models.CheckConstraint(condition=~Q(author=F("assistant")), name="assistance_is_for_another"),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} → {self.author}"

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def rests(self) -> bool:
        """Accepted, but without effect because of a duty. Needs `obstacle`."""
        return self.is_accepted and self.obstacle not in {"", Obstacle.STANDS_ABOVE}
