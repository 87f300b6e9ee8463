"""What reviewers and authors say about a section or about words in it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..prose.anchoring.anchor import Anchor, Placement, PlacementState
from ..prose.anchoring.reanchor import AnchoredPassage
from .assistance import Assistance
from .figure import Figure
from .labels import choices_of
from .report import Report, reviewed_by, written_by
from .revision import Revision
from .section import Section
from .statement import PreparedStatement

TEXT_LENGTH = 5000


class Resolution(models.TextChoices):
    RESOLVED = "resolved", pgettext_lazy("of a comment", "Resolved")
    ACCEPTED = "accepted", pgettext_lazy("of a suggestion", "Accepted")
    DECLINED = "declined", pgettext_lazy("of a suggestion", "Declined")


class Verdict(models.TextChoices):
    """The decisions on a comment, in the words of the table of opinions (意见汇总表)."""

    ADOPTED = "adopted", pgettext_lazy("of a comment", "Adopted")
    PARTLY = "partly", pgettext_lazy("of a comment", "Adopted in part")
    NOT_ADOPTED = "not_adopted", pgettext_lazy("of a comment", "Not adopted")


def seen_by(user, path: str = "") -> Q:
    """What must hold of the comment at `path`, in reports that the person may read.

    Writers see all except notes among reviewers. Reviewers see all on submitted words. Organisers see what both of
    these see.
    """
    report = f"{path}section__report__"
    writes, reviews = written_by(user, report), reviewed_by(user, report)
    is_submitted, is_for_all = Q(**{f"{path}made_on__isnull": False}), Q(**{f"{path}for_reviewers_only": False})
    # What nests deepest stands first: SQLite's parser has less on its stack then.
    return (writes | is_submitted) & (reviews | is_for_all) & (~writes | is_for_all)


class CommentQuerySet(models.QuerySet["Comment"]):
    def for_writers(self) -> Self:
        """Without notes among reviewers."""
        return self.filter(for_reviewers_only=False)

    def for_readers(self) -> Self:
        """Without comments on words that have not been submitted."""
        return self.filter(made_on__isnull=False)

    def seen_by(self, user) -> Self:
        """Of reports that the person may read. Pages, lists of notices and mails use this one rule."""
        return self.filter(seen_by(user))

    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def with_side(self) -> Self:
        """Adds `is_from_writers`: whether the author of the report or one of the assistants wrote it."""
        assisting = Assistance.objects.of_outer_report("section__report__").filter(assistant=OuterRef("author"))
        by_writers = Q(author=F("section__report__author")) | Exists(assisting)
        return self.annotate(is_from_writers=ExpressionWrapper(by_writers, output_field=BooleanField()))

    def asking(self) -> Self:
        """Open ones on which the writers owe a decision: others made them, and the writers may see them."""
        return self.open().once_asking()

    def once_asking(self) -> Self:
        return self.for_readers().for_writers().with_side().filter(is_from_writers=False)

    def unanswered(self) -> Self:
        return self.asking().filter(answer=None)

    def counts_by(self, path: str) -> models.QuerySet:
        """Primary keys of what `path` leads to, each with how many there are."""
        return self.order_by().values_list(path).annotate(Count("pk"))

    def summary(self) -> str:
        """Changes whenever one of them is added, changed, answered or deleted. One query."""
        said = self.aggregate(count=Count("pk"), last=Max("changed_at"))
        return f"{said['count']}.{said['last'].timestamp() if said['last'] else 0}"

    def for_reading(self) -> Self:
        """With all that a page shows of them, in the order of the text. Those on a whole section come first."""
        return self.beside_text().select_related("section__outline_section")

    def beside_text(self) -> Self:
        """The same without their sections, for a page that has those."""
        people = self.with_side().select_related("author", "resolved_by", "made_on", "answer", "figure")
        shown = people.prefetch_related("mentioned", "replies__author", "replies__mentioned")
        return shown.order_by("section__position", F("start").asc(nulls_first=True), "pk")


class SentOnce(models.Model):
    """`idempotency_key` names the form. Sent again because an answer was lost, it is stored once."""

    idempotency_key = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["author", "idempotency_key"], name="%(class)s_sent_once")]


class Comment(SentOnce):
    """On a passage of a section's text, or on the whole section: then all fields of the passage are empty.

    `original_quote` is the passage as the commenter marked it and never changes. `quote`, `prefix`, `suffix` and
    `start` are the anchor in the last text in which the place was certain (see prose.anchoring). `placement`,
    `placed_start` and `placed_end` say where it is in today's text.

    `made_on` is the version that was read, or with which the words were submitted. Until then only the writers may know
    of the comment. `replacement` makes it a suggestion: these words instead of the quoted ones. `answer` is the reply
    whose verdict stands; reopening the comment, or a reviewer's reply, asks for a new one.

    `figure` makes it a comment on that figure, in the section where it was read. `original_quote` is then its value at
    that time.
    """

    Resolution = Resolution
    is_from_writers: bool  # by the queryset's `with_side`
    MARK_FIELDS = ["quote", "prefix", "suffix", "start", "placement", "placed_start", "placed_end"]

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    text = models.TextField(_("comment"), blank=True)
    replacement = models.TextField(_("these words instead"), null=True, blank=True)  # noqa: DJ001 - "" means: take out
    for_reviewers_only = models.BooleanField(_("for reviewers only"), default=False)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    made_on = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="comments")
    original_quote = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True)
    placement = models.CharField(max_length=6, choices=choices_of(PlacementState), default=PlacementState.PLACED.value)
    placed_start = models.PositiveIntegerField(null=True)
    placed_end = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    answer = models.ForeignKey("Reply", on_delete=models.SET_NULL, null=True, related_name="+")
    resolution = models.CharField(max_length=8, choices=Resolution.choices, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            *SentOnce.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start=None, quote="", replacement=None) | (Q(start__isnull=False) & ~Q(quote="")),
                name="comment_passage_whole_or_none",
            ),
            models.CheckConstraint(condition=Q(figure=None) | Q(start=None), name="comment_on_figure_has_no_passage"),
            models.CheckConstraint(
                condition=Q(placed_start=None, placed_end=None) | Q(placed_start__lt=F("placed_end")),
                name="comment_place_has_words",
            ),
            models.CheckConstraint(
                condition=Q(placed_start=None, start=None)
                | Q(placed_start=None, placement=PlacementState.LOST.value)
                | (Q(placed_start__isnull=False) & ~Q(placement=PlacementState.LOST.value)),
                name="comment_lost_has_no_place",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None, resolution="")
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution="")),
                name="comment_resolved_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} · {self.section} · {self.pk}"

    @property
    def report(self) -> Report:
        return self.section.report

    @property
    def is_suggestion(self) -> bool:
        return self.replacement is not None

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def is_unanswered(self) -> bool:
        """The queryset's `unanswered` for one comment that the writers see. Needs `with_side`."""
        waits = self.is_open and self.made_on_id is not None and self.answer_id is None
        return waits and not self.is_from_writers

    @property
    def words_today(self) -> str:
        """The words at its place in today's text. Empty for a lost comment and for one on the whole section."""
        return "" if self.placed_start is None else self.section.body[self.placed_start : self.placed_end]

    @property
    def is_applicable(self) -> bool:
        """Whether the words that a suggestion would replace still stand there unchanged."""
        return self.placement == PlacementState.PLACED and self.words_today == self.original_quote

    @property
    def mark(self) -> AnchoredPassage:
        """Only for a comment on a passage."""
        assert self.start is not None  # noqa: S101 - the caller's promise
        anchor = Anchor(self.quote, self.prefix, self.suffix, self.start)
        return AnchoredPassage(anchor, Placement(PlacementState(self.placement), self.placed_start, self.placed_end))

    @mark.setter
    def mark(self, mark: AnchoredPassage) -> None:
        anchor, place = mark.anchor, mark.placement
        self.quote, self.prefix, self.suffix, self.start = anchor.quote, anchor.prefix, anchor.suffix, anchor.start
        self.placement, self.placed_start, self.placed_end = place.state.value, place.start, place.end


def unanswered_comments(report: Report) -> CommentQuerySet:
    """What the writers have to decide before a returned report may be submitted again. One query."""
    return _unanswered_on(report.pk)


def _unanswered_on(report: int) -> CommentQuerySet:
    return Comment.objects.filter(section__report=report).unanswered()


_unanswered = PreparedStatement(lambda report: _unanswered_on(report).values_list("pk"))


def count_unanswered(report: Report) -> int:
    return len(_unanswered.rows(report.pk))


class Reply(SentOnce):
    """One level deep. `verdict` is empty for a reply without a decision."""

    Verdict = Verdict

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="replies")
    verdict = models.CharField(_("decision"), max_length=11, choices=Verdict.choices, blank=True)
    text = models.TextField(_("answer"), blank=True)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("answer to a comment")
        verbose_name_plural = _("answers to comments")
        ordering = ["comment", "pk"]
        constraints = [
            *SentOnce.Meta.constraints,
            models.CheckConstraint(condition=Q(verdict="") | Q(verdict__in=Verdict.values), name="reply_verdict_known"),
            models.CheckConstraint(condition=~Q(text="") | Q(verdict=Verdict.ADOPTED), name="reply_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.author} · {self.comment_id}"
