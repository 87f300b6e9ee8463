"""What is said of a report: who may say it, read it, be told of it and take it back."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..models import Comment, Figure, Reply, Report, Review, Section, User
from ..models.circle import circle_of, reviewers_of, writers_of
from ..models.comment import CommentQuerySet
from ..models.instance_reader import put_beside
from ..models.statement import PreparedQuery, PreparedStatement, person_of
from ..prose.content import SectionContent
from .permissions import ReportPermissions, report_to_read


def section_to_comment(user: User, report_pk: int, pk: int) -> tuple[Section, ReportPermissions]:
    """For the reviewers, the author and the assistants of the report."""
    report, permissions = report_to_read(user, report_pk)
    section = get_object_or_404(report.sections.select_related("outline_section"), pk=pk)
    section.report = report
    _require_voice(permissions)
    return section, permissions


def figures_to_comment(section: Section, shown: SectionContent) -> dict[str, Figure]:
    """Figures by label, in the order of the text: those that stand in the section as the person reads it."""
    figures = {figure.label: figure for figure in section.report.figures.filter(label__in=shown.labels)}
    return {label: figures[label] for label in shown.labels if label in figures}


def _require_voice(permissions: ReportPermissions) -> None:
    if not permissions.may_comment:
        raise PermissionDenied(_("You may read this report but not comment on it."))


def comments_to_read(report: Report, permissions: ReportPermissions) -> CommentQuerySet:
    return _seen_by(report.pk, permissions.person)


def _seen_by(report: int, person: User) -> CommentQuerySet:
    return Comment.objects.filter(section__report=report).seen_by(person)


def comments_beside_text(report: Report, permissions: ReportPermissions) -> list[Comment]:
    """Those to be read, in the order of the text; whoever shows them has their sections."""
    comments = _beside(report.pk, permissions.person.pk)
    if comments:
        _add_said(comments, report)
    return comments


def _add_said(comments: list[Comment], report: Report) -> None:
    """What was answered and who was told, as the queryset's `beside_text` prefetches it: of these comments alone."""
    put_beside(comments, "mentioned", ((one.comment_id, one.user) for one in _told(report.pk)), User)
    by_key, replies = {one.pk: one for one in comments}, _replies(report.pk)
    for reply in replies:
        if reply.comment_id in by_key:
            reply.comment = by_key[reply.comment_id]
    put_beside(comments, "replies", ((one.comment_id, one) for one in replies), Reply)
    if replies:
        put_beside(replies, "mentioned", ((one.reply_id, one.user) for one in _told_in_replies(report.pk)), User)


def _beside_text(report: int, person: int) -> CommentQuerySet:
    return _seen_by(report, person_of(person)).beside_text().prefetch_related(None)


def _replies_on(report: int) -> QuerySet[Reply]:
    return Reply.objects.filter(comment__section__report=report).select_related("author")


def _told_on(report: int) -> QuerySet:
    told = Comment.mentioned.through._default_manager.filter(comment__section__report=report)
    return told.select_related("user").order_by("user__username")


def _told_in_replies_on(report: int) -> QuerySet:
    told = Reply.mentioned.through._default_manager.filter(reply__comment__section__report=report)
    return told.select_related("user").order_by("user__username")


def open_comments_by_section(report: Report, permissions: ReportPermissions) -> dict[int, int]:
    """How many of those to be read are open, by the section's primary key."""
    return dict(_open_by_section.rows(report.pk, permissions.person.pk))


def _open_in(report: int, person: int) -> QuerySet:
    return _seen_by(report, person_of(person)).open().counts_by("section")


def news_token(report: Report, permissions: ReportPermissions) -> str:
    """Changes with whatever the reading page shows: the comments the person may see, the text, the report's state."""
    said = _said.rows(report.pk, permissions.person.pk)
    text = _text.rows(report.pk) if permissions.may_write else []  # others read what was submitted
    return f"{report.state}.{_joined(text)}.{_joined(said)}"


def _said_of(report: int, person: int) -> QuerySet:
    seen = _seen_by(report, person_of(person))
    return seen.order_by().values("section__report").values_list(Count("pk"), Max("changed_at"))


def _text_of(report: int) -> QuerySet:
    return Section.objects.filter(report=report).order_by().values("report").values_list(Sum("version"))


_said, _text = PreparedStatement(_said_of), PreparedStatement(_text_of)
_open_by_section, _beside = PreparedStatement(_open_in), PreparedQuery(_beside_text)
_replies, _told, _told_in_replies = map(PreparedQuery, (_replies_on, _told_on, _told_in_replies_on))


def _joined(rows: list[tuple]) -> str:
    return ".".join(str(value) for row in rows for value in row)


def people_to_mention(
    report: Report, permissions: ReportPermissions, *, for_reviewers_only: bool = False
) -> QuerySet[User]:
    """Everybody else in the report's circle who may see the comment. In a draft these are its writers only."""
    if for_reviewers_only:
        circle = reviewers_of(report).exclude(pk__in=writers_of(report))
    else:
        circle = circle_of(report) if report.is_submitted else writers_of(report)
    return circle.exclude(pk=permissions.person.pk).select_related("unit").order_by("name", "pk")


def open_comments_to_write(reports: Iterable[Report]) -> dict[int, int]:
    """Counts by report, of the comments that its writers may see."""
    return dict(_open_to_writers.rows(*(report.pk for report in reports)))


def open_comments_to_review(reviews: Iterable[Review]) -> dict[int, int]:
    """Counts by report, of the comments that its reviewers may see."""
    return dict(_open_to_readers.rows(*(review.report_id for review in reviews)))


def _open_to_writers_of(*reports: int) -> QuerySet:
    return Comment.objects.filter(section__report__in=reports).for_writers().open().counts_by("section__report")


def _open_to_readers_of(*reports: int) -> QuerySet:
    return Comment.objects.filter(section__report__in=reports).for_readers().open().counts_by("section__report")


_open_to_writers, _open_to_readers = PreparedStatement(_open_to_writers_of), PreparedStatement(_open_to_readers_of)


def comment_to_answer(user: User, report_pk: int, pk: int) -> tuple[Comment, ReportPermissions]:
    """For the reviewers, the author and the assistants. Notes among reviewers give 404 to everybody else."""
    report, permissions = report_to_read(user, report_pk)
    comments = comments_to_read(report, permissions).with_side().select_related("author", "section__outline_section")
    comment = get_object_or_404(comments, pk=pk)
    comment.section.report = report
    _require_voice(permissions)
    return comment, permissions


def comment_to_edit(user: User, report_pk: int, pk: int) -> tuple[Comment, ReportPermissions]:
    """For the person who wrote it. The action checks whether it has been answered."""
    comment, permissions = comment_to_answer(user, report_pk, pk)
    if comment.author_id != user.pk:
        raise PermissionDenied(_("Only who wrote a comment may change or delete it."))
    return comment, permissions


def comments_to_decide(report: Report) -> CommentQuerySet:
    """The open comments that wait for a decision by the writers. `report` comes from `report_to_write`."""
    return comments_once_asked(report).open()


def comments_once_asked(report: Report) -> CommentQuerySet:
    asking = Comment.objects.filter(section__report=report).once_asking()
    return asking.select_related("section__report", "section__outline_section")


def reply_to_edit(user: User, report_pk: int, comment_pk: int, pk: int) -> tuple[Reply, ReportPermissions]:
    """For the person who wrote it. The action checks whether a later reply exists."""
    comment, permissions = comment_to_answer(user, report_pk, comment_pk)
    reply = get_object_or_404(comment.replies, pk=pk)
    reply.comment = comment
    if reply.author_id != user.pk:
        raise PermissionDenied(_("Only who wrote an answer may change or delete it."))
    return reply, permissions


def suggestion_to_decide(user: User, report_pk: int, pk: int) -> tuple[Comment, ReportPermissions]:
    """For the author and the assistants."""
    comment, permissions = comment_to_answer(user, report_pk, pk)
    if not permissions.may_write:
        raise PermissionDenied(_("Only the author of the report accepts or declines a suggestion."))
    return comment, permissions
