"""Fetch and authorise in one call: the only way a view gets an object.

A stranger gets 404 (Http404): that a report exists is nobody else's business. A reader who tries to write gets 403.
Administrators and auditors, as such, see no report.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from .models import (
    Assistance,
    Attachment,
    Comment,
    Cycle,
    Event,
    Figure,
    Notice,
    Opinion,
    Reply,
    Report,
    Review,
    Revision,
    Section,
    Stage,
    StageReviewer,
    Unit,
    User,
)
from .models.circle import circle_of, reviewers_of, writers_of
from .models.comment import CommentQuerySet
from .models.notice import NoticeQuerySet
from .models.progress import ReportProgress, SectionProgress, content_for, progress_of
from .models.report import SUBMITTED_STATES
from .models.revision import RevisionQuerySet
from .text.content import SectionContent


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person may do with one report.

    `may_decide`: it is their turn. `organises` is not asked about those who write: nobody runs a round for themselves.
    """

    person: User
    may_write: bool
    may_submit: bool
    is_reviewer: bool
    may_decide: bool
    organises: bool

    @property
    def may_comment(self) -> bool:
        return self.may_write or self.is_reviewer

    @property
    def reads_reviewers_notes(self) -> bool:
        """What reviewers tell one another is not for the author's side, nor for those who organise."""
        return self.is_reviewer and not self.may_write


def _fetch(user: User, pk: int) -> tuple[Report, Standing]:
    reports = Report.objects.read_by(user).with_standing(user).select_related("cycle", "author", "unit")
    report = get_object_or_404(reports, pk=pk)
    is_author = report.author_id == user.pk
    may_write = is_author or report.may_submit_for_author is not None
    is_reviewer = report.is_reviewer and report.state in SUBMITTED_STATES
    standing = Standing(
        person=user,
        may_write=may_write,
        may_submit=is_author or bool(report.may_submit_for_author),
        is_reviewer=is_reviewer,
        may_decide=is_reviewer and report.may_decide,
        organises=not may_write and report.organises,
    )
    if not standing.may_write:
        report.title = content_for(report, writes=False).title  # its author may be changing it just now
    return report, standing


def report_to_read(user: User, pk: int) -> tuple[Report, Standing]:
    """For the author, assistants, assigned reviewers and organisers of the unit (these two once submitted)."""
    return _fetch(user, pk)


def report_to_write(user: User, pk: int) -> Report:
    """For the author and assistants. Whether the text is locked is asked of the report, not here."""
    report, standing = _fetch(user, pk)
    if not standing.may_write:
        raise PermissionDenied(_("You may read this report but not change it."))
    return report


def report_to_submit(user: User, pk: int) -> Report:
    """For the author, and for assistants whom the author allowed to submit."""
    report, standing = _fetch(user, pk)
    if not standing.may_submit:
        raise PermissionDenied(
            _("Only the author, or an assistant the author allows to, may submit or withdraw this report.")
        )
    return report


def report_to_decide(user: User, pk: int) -> tuple[Report, Standing]:
    """For its reviewers; whether it is their turn the standing says, and the action asks again."""
    report, standing = _fetch(user, pk)
    if not standing.is_reviewer:
        raise PermissionDenied(_("Only a reviewer of this report may return or approve it."))
    return report, standing


def report_to_organise(user: User, pk: int) -> Report:
    """For organisers of its unit: who reviews it, in any state; its title only once it is submitted."""
    report = get_object_or_404(Report.objects.select_related("cycle", "author", "unit", "stage"), pk=pk)
    if Unit.objects.of_organiser(user).filter(pk=report.unit_id).exists():
        return report
    _fetch(user, pk)
    raise PermissionDenied(_("Only who organises the round may do this."))


def section_to_write(user: User, report_pk: int, pk: int) -> tuple[ReportProgress, SectionProgress]:
    """A section of a report that the person writes, and the whole in which it stands."""
    progress = progress_of(report_to_write(user, report_pk))
    for current in progress.sections:
        if current.section.pk == pk:
            return progress, current
    raise Http404


def section_to_comment(user: User, report_pk: int, pk: int) -> tuple[Section, Standing]:
    """A section of a report, for its reviewers, author and assistants."""
    report, standing = _fetch(user, report_pk)
    section = get_object_or_404(report.sections.select_related("outline_section"), pk=pk)
    section.report = report
    _require_voice(standing)
    return section, standing


def figures_to_comment(section: Section, shown: SectionContent) -> dict[str, Figure]:
    """By label, those that stand in the section as the person reads it, in the order of the text."""
    figures = {figure.label: figure for figure in section.report.figures.filter(label__in=shown.labels)}
    return {label: figures[label] for label in shown.labels if label in figures}


def _require_voice(standing: Standing) -> None:
    if not standing.may_comment:
        raise PermissionDenied(_("You may read this report but not comment on it."))


def comments_to_read(report: Report, standing: Standing) -> CommentQuerySet:
    """The comments of a report that the person, who may read it, may see."""
    return Comment.objects.filter(section__report=report).seen_by(standing.person)


def people_to_mention(report: Report, standing: Standing, *, for_reviewers_only: bool = False) -> QuerySet[User]:
    """The others of the report's own circle who may see what is said: while it is a draft, those who write it."""
    if for_reviewers_only:
        circle = reviewers_of(report).exclude(pk__in=writers_of(report))
    else:
        circle = circle_of(report) if report.state in SUBMITTED_STATES else writers_of(report)
    return circle.exclude(pk=standing.person.pk).select_related("unit").order_by("name", "pk")


def open_comments_to_write(reports: Iterable[Report]) -> dict[int, int]:
    """How many open comments there are, by report, that their writers may see."""
    return Comment.objects.filter(section__report__in=reports).for_writers().open().count_by_report()


def open_comments_to_review(reviews: Iterable[Review]) -> dict[int, int]:
    """How many open comments there are, by report, that their reviewers may see."""
    reports = [review.report_id for review in reviews]
    return Comment.objects.filter(section__report__in=reports).for_readers().open().count_by_report()


def comment_to_answer(user: User, report_pk: int, pk: int) -> tuple[Comment, Standing]:
    """For the report's reviewers, author and assistants; what reviewers tell one another is not there for the rest."""
    report, standing = _fetch(user, report_pk)
    comments = comments_to_read(report, standing).with_side().select_related("author", "section__outline_section")
    comment = get_object_or_404(comments, pk=pk)
    comment.section.report = report
    _require_voice(standing)
    return comment, standing


def comment_to_edit(user: User, report_pk: int, pk: int) -> tuple[Comment, Standing]:
    """For who wrote it. Whether it has been answered is asked by the action."""
    comment, standing = comment_to_answer(user, report_pk, pk)
    if comment.author_id != user.pk:
        raise PermissionDenied(_("Only who wrote a comment may change or delete it."))
    return comment, standing


def comments_to_decide(report: Report) -> CommentQuerySet:
    """Those on which the writers of a report, which the person may write, owe a decision."""
    asking = Comment.objects.filter(section__report=report).asking()
    return asking.select_related("section__report", "section__outline_section")


def reply_to_edit(user: User, report_pk: int, comment_pk: int, pk: int) -> tuple[Reply, Standing]:
    """For who wrote it. Whether somebody has written after it is asked by the action."""
    comment, standing = comment_to_answer(user, report_pk, comment_pk)
    reply = get_object_or_404(comment.replies, pk=pk)
    reply.comment = comment
    if reply.author_id != user.pk:
        raise PermissionDenied(_("Only who wrote an answer may change or delete it."))
    return reply, standing


def suggestion_to_decide(user: User, report_pk: int, pk: int) -> tuple[Comment, Standing]:
    """For the report's author and assistants."""
    comment, standing = comment_to_answer(user, report_pk, pk)
    if not standing.may_write:
        raise PermissionDenied(_("Only the author of the report accepts or declines a suggestion."))
    return comment, standing


def figure_to_write(user: User, report_pk: int, pk: int) -> Figure:
    """A figure of a report that the person writes."""
    report = report_to_write(user, report_pk)
    figure = get_object_or_404(report.figures, pk=pk)
    figure.report = report
    return figure


def attachment_to_write(user: User, report_pk: int, pk: int) -> Attachment:
    """An attachment of a report that the person writes. Whether it is locked is asked of the report."""
    report = report_to_write(user, report_pk)
    attachment = get_object_or_404(report.attachments, pk=pk)
    attachment.report = report
    return attachment


def revision_to_read(user: User, report_pk: int, number: int) -> tuple[Revision, Standing]:
    """A revision of a report that the person may read."""
    report, standing = _fetch(user, report_pk)
    revision = get_object_or_404(revisions_to_read(report, standing), number=number)
    revision.report = report
    return revision, standing


def revisions_to_read(report: Report, standing: Standing) -> RevisionQuerySet:
    """All for its writers, newest first; for others none that was withdrawn unread."""
    listed = report.revisions.all() if standing.may_write else report.revisions.for_readers()
    return listed.for_lists()


def last_year_to_read(user: User, report: Report) -> tuple[Report, Standing] | None:
    """The author's report of the year before, for those who may read that one for itself."""
    before = report.last_years()
    try:
        return _fetch(user, before.pk) if before else None
    except Http404:
        return None


def reports_to_write(user: User) -> QuerySet[Report]:
    """The person's own reports and those they assist with, newest year first."""
    return Report.objects.written_by(user).for_lists()


def cycles_to_start(user: User, at: datetime) -> list[tuple[Cycle, User]]:
    """The open cycles, with the author, in which the person or an author they assist has no report yet.

    Four queries, however many authors a person assists.
    """
    assisted = User.objects.filter(assistances__assistant=user, is_active=True).select_related("unit")
    authors = [user, *assisted]
    cycles = list(Cycle.objects.open_at(at).select_related("outline").order_by("due"))
    begun = set(Report.objects.filter(cycle__in=cycles, author__in=authors).values_list("cycle", "author"))
    above = Unit.objects.lines_upward()
    pairs = [
        (cycle, author) for author in authors for cycle in cycles if cycle.unit_id in above.get(author.unit_id, ())
    ]
    return [(cycle, author) for cycle, author in pairs if (cycle.pk, author.pk) not in begun]


def cycle_to_start(user: User, pk: int, author_pk: int | None, at: datetime) -> tuple[Cycle, User]:
    """An open cycle for the person, or for an author whom they assist."""
    for cycle, author in cycles_to_start(user, at):
        if cycle.pk == pk and author.pk == (author_pk or user.pk):
            return cycle, author
    raise Http404


def reviews_of(user: User) -> QuerySet[Review]:
    """The person's review tasks on submitted reports, oldest due first."""
    return Review.objects.filter(reviewer=user, report__state__in=SUBMITTED_STATES).for_lists().oldest_first()


def reviews_waiting(user: User) -> QuerySet[Review]:
    """Those of the person's review tasks whose turn it is, oldest due first."""
    return Review.objects.filter(reviewer=user).waiting().for_lists().oldest_first()


def reviews_to_organise(report: Report) -> QuerySet[Review]:
    """All of a report that the person organises, with their opinions."""
    reviews = report.reviews.select_related("stage", "reviewer__unit").prefetch_related("opinions__revision")
    return reviews.order_by("stage__position", "pk")


def review_to_remove(user: User, report_pk: int, pk: int) -> Review:
    """A review of a report that the person organises."""
    report = report_to_organise(user, report_pk)
    return get_object_or_404(report.reviews.select_related("report", "stage", "reviewer"), pk=pk)


def opinions_to_read(user: User, report: Report, standing: Standing) -> list[Opinion]:
    """Oldest first; the author's side reads them once nobody is deciding any more.

    A grade is for organisers and for who gave it; for the author's side where the cycle shows grades, once approved.
    """
    if standing.may_write and report.is_under_review:
        return []
    opinions = list(
        Opinion.objects.filter(review__report=report).select_related("review__stage", "review__reviewer", "revision")
    )
    shown_to_author = standing.may_write and report.is_final and report.cycle.shows_grades
    for opinion in opinions:
        if not (standing.organises or shown_to_author or opinion.review.reviewer_id == user.pk):
            opinion.grade = ""
    return opinions


def cycles_to_organise(user: User) -> QuerySet[Cycle]:
    """The cycles whose units the person organises, or that reach into them."""
    units = Unit.objects.of_organiser(user)
    return Cycle.objects.filter(Q(unit__in=units) | Q(reports__unit__in=units)).select_related("unit").distinct()


def reports_to_organise(user: User, cycle_pk: int) -> tuple[Cycle, QuerySet[Report]]:
    """A cycle and the reports in it of the units the person organises; their states, not their words."""
    units = Unit.objects.of_organiser(user)
    cycle = get_object_or_404(cycles_to_organise(user), pk=cycle_pk)
    return cycle, cycle.reports.filter(unit__in=units).for_lists()


def stages_to_organise(user: User, cycle_pk: int) -> tuple[Cycle, dict[int, list[StageReviewer]], QuerySet[Unit]]:
    """A cycle, the rules for the person's units by stage, and those units."""
    units = Unit.objects.of_organiser(user).order_by("name")
    cycle = get_object_or_404(cycles_to_organise(user).prefetch_related("stages"), pk=cycle_pk)
    rules: dict[int, list[StageReviewer]] = {stage.pk: [] for stage in cycle.stages.all()}
    for rule in _stage_reviewers(cycle, units):
        rules[rule.stage_id].append(rule)
    return cycle, rules, units


def _stage_reviewers(cycle: Cycle, units: Iterable[Unit]) -> QuerySet[StageReviewer]:
    rules = StageReviewer.objects.filter(stage__cycle=cycle, unit__in=units)
    return rules.select_related("stage", "unit", "reviewer__unit").order_by("unit__name", "reviewer__name")


def stage_reviewer_to_remove(user: User, cycle_pk: int, pk: int) -> StageReviewer:
    """A rule for a unit that the person organises."""
    cycle, _rules, units = stages_to_organise(user, cycle_pk)
    return get_object_or_404(_stage_reviewers(cycle, units), pk=pk)


def may_set_stages(user: User, cycle: Cycle) -> bool:
    """Who organises the unit that the whole cycle is for, not only a part of it."""
    return Unit.objects.of_organiser(user).filter(pk=cycle.unit_id).exists()


def stage_to_set(user: User, cycle_pk: int, pk: int | None) -> tuple[Cycle, Stage | None]:
    """A stage of a cycle, or None for a new one."""
    cycle = get_object_or_404(cycles_to_organise(user), pk=cycle_pk)
    if not may_set_stages(user, cycle):
        raise PermissionDenied(_("Only who organises the whole round may change its stages."))
    return cycle, get_object_or_404(cycle.stages.select_related("cycle"), pk=pk) if pk else None


def events_to_audit(user: User) -> QuerySet[Event]:
    """The log, for auditors."""
    if not user.is_auditor:
        raise Http404
    return Event.objects.select_related("actor", "report__author")


def notices_of(user: User) -> NoticeQuerySet:
    """What the person has been told, as far as they may still see what it is about."""
    return Notice.objects.seen_by(user)


def notice_to_open(user: User, pk: int) -> Notice:
    """One of these."""
    return get_object_or_404(notices_of(user).for_lists(), pk=pk)


def assistances_of(user: User) -> QuerySet[Assistance]:
    """The assistants whom the person has named."""
    return user.assistances.select_related("assistant__unit").order_by("pk")


def assistance_to_remove(user: User, pk: int) -> Assistance:
    """An assistant whom the person has named."""
    return get_object_or_404(assistances_of(user), pk=pk)
