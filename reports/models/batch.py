"""What is done to many rows in the background. Its rows are the queue: what waits in them is still to be done."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .cycle import Cycle
from .participant import Participant
from .report import Report
from .review import Review
from .revision import Revision
from .roll_import import RollImport

ROLL_IMPORT = "roll_import"  # option: the list that is imported, or looked through before that
CHOSEN = "chosen"  # option: which rows somebody has confirmed, and what; each is still to be planned and stored
AS_PARTY = "party"  # option of what nobody asked for by itself: a publication that follows from an agreement


class BatchKind(models.TextChoices):
    COLLECT = "collect", _("Collected reports")
    PUBLISH = "publish", _("Published reports")
    EXTEND = "extend", _("Another due day")
    EXEMPT = "exempt", _("Exemption")
    REMIND = "remind", _("Reminder of writing")
    REMIND_REVIEWERS = "remind_reviewers", _("Reminder of reviewing")
    ASSIGN = "assign", _("Assigned reviewer")
    SUBSTITUTE = "substitute", _("Reviews handed over")
    IMPORT_ROLL = "import_roll", _("Imported roll")
    SPREAD = "spread", _("Reviews spread over a group")


class BatchQuerySet(models.QuerySet["Batch"]):
    def under_way(self) -> Self:
        return self.filter(ended_at=None)

    def asked_for(self) -> Self:
        """By somebody, on a page; without what follows from something else, and without what has a page of its own."""
        return self.exclude(options__has_key=AS_PARTY).exclude(kind=BatchKind.IMPORT_ROLL)

    def last_of_roll_import(self, roll_import: RollImport) -> "Batch | None":
        """The last time that the list was to be imported in the background, whatever became of it."""
        return (
            self.filter(kind=BatchKind.IMPORT_ROLL, **{f"options__{ROLL_IMPORT}": roll_import.pk}).order_by("pk").last()
        )

    def of_no_rows(self) -> Self:
        """Under way by themselves: a list, or rows that are still to be stored. They wait for nobody's rows."""
        kinds = [BatchKind.IMPORT_ROLL, BatchKind.SPREAD]
        return self.under_way().filter(Q(kind__in=kinds) | Q(options__has_key=CHOSEN))

    def all_done(self) -> Self:
        """Under way, and nothing of them waits any more."""
        return self.under_way().exclude(pk__in=BatchItem.objects.filter(state=BatchItemState.WAITING).values("batch"))


class Batch(models.Model):
    """Asked for by one person, who alone sees it; what is said of it is said in that person's language.

    `options` are the kind's own. `problem` says why it ended before all was done. `file`, `size` and `sha256` are of
    what it made, in the store of documents. One that takes another back `undoes` it.
    """

    kind = models.CharField(max_length=20, choices=BatchKind.choices)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="batches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches")
    language = models.CharField(max_length=10)
    options = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cancelled = models.BooleanField(default=False)
    undoes = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="undone_by")
    problem = models.TextField(blank=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-asked_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=BatchKind.values), name="batch_kind_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.cycle}"

    @property
    def only_plans(self) -> bool:
        """Of a list that is to be imported: nobody has seen yet what it would do."""
        return self.kind == BatchKind.IMPORT_ROLL and "digest" not in self.options


class BatchItemState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    LEFT_OUT = "left_out", _("left out")


class BatchItemQuerySet(models.QuerySet["BatchItem"]):
    def last_publication_of(self, report: Report) -> "BatchItem | None":
        """The last time that it was to be published in the background, whatever became of it."""
        of_kind = self.filter(report=report, batch__kind=BatchKind.PUBLISH).order_by("-pk")
        return of_kind.select_related("batch").first()


class BatchItem(models.Model):
    """One row: a report, a participant, or a review. `whom` it is about, as it was when it was asked for: rows go.

    `change` is what it does, by field: what was seen, and what is wanted; `what` says so. `attempts` were begun; `why`
    it was left out; `files` were made of it, or of its `revision`.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.SET_NULL, null=True, related_name="+")
    whom = models.TextField(blank=True)
    what = models.TextField(blank=True)
    change = models.JSONField(default=dict)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=BatchItemState.choices, default=BatchItemState.WAITING)
    why = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    files = models.JSONField(default=list)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a batch")
        verbose_name_plural = _("rows of a batch")
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="batch_position_once")]
        indexes = [
            # A batch that came later and is shorter is not held up by a long one: first places first.
            models.Index(fields=["position", "batch"], condition=Q(state="waiting"), name="batch_item_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.batch} · {self.position}"

    @property
    def is_under_way(self) -> bool:
        return self.state == BatchItemState.WAITING and not self.batch.ended_at

    @property
    def its_report(self) -> Report:
        """For a kind that is about reports alone."""
        if self.report is None:
            raise TypeError(f"{self} is about no report")
        return self.report
