"""Fetch and authorise in one call: the only way a view gets an object.

A stranger gets 404 (Http404): that a report exists is nobody else's business. A reader who tries to write gets 403.
Administrators and auditors, as such, see no report.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from .models import Assistance, Attachment, Comment, Cycle, Event, Figure, Report, Review, Revision, Section, Unit, User
from .models.comment import CommentQuerySet
from .models.progress import ReportProgress, SectionProgress, content_for, progress_of
from .models.report import ReportState

SUBMITTED_STATES = [ReportState.SUBMITTED, ReportState.IN_REVIEW, ReportState.RETURNED, ReportState.APPROVED]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person may do with one report."""

    may_write: bool
    may_submit: bool
    is_reviewer: bool

    @property
    def may_comment(self) -> bool:
        return self.may_write or self.is_reviewer

    @property
    def reads_reviewers_notes(self) -> bool:
        """What reviewers tell one another is not for the author's side, nor for those who organise."""
        return self.is_reviewer and not self.may_write


def _fetch(user: User, pk: int) -> tuple[Report, Standing]:
    reports = Report.objects.with_standing(user).select_related("cycle", "author", "unit")
    report = get_object_or_404(reports, pk=pk)
    is_author = report.author_id == user.pk
    standing = Standing(
        may_write=is_author or report.may_submit_for_author is not None,
        may_submit=is_author or bool(report.may_submit_for_author),
        is_reviewer=report.is_reviewer and report.state in SUBMITTED_STATES,
    )
    if not (standing.may_write or standing.is_reviewer or _organises(user, report)):
        raise Http404
    if not standing.may_write:
        report.title = content_for(report, writes=False).title  # its author may be changing it just now
    return report, standing


def _organises(user: User, report: Report) -> bool:
    return report.state in SUBMITTED_STATES and report.unit_id in Unit.objects.organised_by(user)


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


def report_to_decide(user: User, pk: int) -> Report:
    """For its reviewers."""
    report, standing = _fetch(user, pk)
    if not standing.is_reviewer:
        raise PermissionDenied(_("Only a reviewer of this report may return or approve it."))
    return report


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


def _require_voice(standing: Standing) -> None:
    if not standing.may_comment:
        raise PermissionDenied(_("You may read this report but not comment on it."))


def comments_to_read(report: Report, standing: Standing) -> CommentQuerySet:
    """The comments of a report that the person, who may read it, may see."""
    comments = Comment.objects.filter(section__report=report)
    if standing.may_write:
        return comments.for_writers()
    return comments.for_readers() if standing.is_reviewer else comments.for_readers().for_writers()


def comment_to_answer(user: User, report_pk: int, pk: int) -> tuple[Comment, Standing]:
    """For the report's reviewers, author and assistants; what reviewers tell one another is not there for the rest."""
    report, standing = _fetch(user, report_pk)
    comments = comments_to_read(report, standing).select_related("author", "section__outline_section")
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


def revisions_to_read(report: Report, standing: Standing) -> QuerySet[Revision]:
    """All for its writers, newest first; for others none that was withdrawn unread."""
    listed = report.revisions.all() if standing.may_write else report.revisions.for_readers()
    return listed.select_related("created_by").order_by("-number")


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
    waiting = Review.objects.filter(reviewer=user, report__state__in=SUBMITTED_STATES)
    return waiting.select_related("report__author", "report__unit", "report__cycle").order_by("due", "pk")


def cycles_to_organise(user: User) -> QuerySet[Cycle]:
    """The cycles whose units the person organises, or that reach into them."""
    units = Unit.objects.organised_by(user)
    return Cycle.objects.filter(Q(unit__in=units) | Q(reports__unit__in=units)).select_related("unit").distinct()


def reports_to_organise(user: User, cycle_pk: int) -> tuple[Cycle, QuerySet[Report]]:
    """A cycle and the reports in it of the units the person organises; their states, not their words."""
    units = Unit.objects.organised_by(user)
    cycle = get_object_or_404(cycles_to_organise(user), pk=cycle_pk)
    return cycle, cycle.reports.filter(unit__in=units).for_lists()


def events_to_audit(user: User) -> QuerySet[Event]:
    """The log, for auditors."""
    if not user.is_auditor:
        raise Http404
    return Event.objects.select_related("actor", "report__author")


def assistances_of(user: User) -> QuerySet[Assistance]:
    """The assistants whom the person has named."""
    return user.assistances.select_related("assistant__unit").order_by("pk")


def assistance_to_remove(user: User, pk: int) -> Assistance:
    """An assistant whom the person has named."""
    return get_object_or_404(assistances_of(user), pk=pk)
