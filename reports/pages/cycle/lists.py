"""What stands in the columns of an organiser's lists of one round."""

from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ...models import Participant, Report, Review, RevisionText
from ...models.participant import ParticipantProgress
from ...models.review import Decision, ReviewTurn
from ..listing import ListColumn

_PERSON = pgettext_lazy("of a person", "name")


def _late(is_late: bool) -> str:  # noqa: FBT001 - what a row says
    return gettext("late") if is_late else ""


def _reviewers(report: Report) -> str:
    return "、".join(review.reviewer.name for review in report.reviews.all()) or gettext("nobody reviews it yet")


def _person(pk: int) -> str:
    return reverse("person", args=[pk])


def _stage_of(participant: Participant) -> str:
    report = participant.begun
    return report.stage.name if report and report.stage else ""


def _submitted_at(participant: Participant) -> datetime | None:
    return participant.begun.first_submitted_at if participant.begun else None


def _how_late(participant: Participant, today: date) -> str:
    if participant.is_late(today) and not _submitted_at(participant):
        return gettext("not handed in")
    return _late(participant.is_late(today))


def _participant(row: Participant) -> str:
    return reverse("participant", args=[row.pk])


def participant_columns(today: date) -> list[ListColumn]:
    return [
        ListColumn("name", _PERSON, lambda row: row.person.name, ("person__name",), _participant),
        ListColumn("staff_number", _("staff number"), lambda row: row.person.staff_number, ("person__staff_number",)),
        ListColumn("unit", _("unit"), lambda row: row.unit.name, ("unit__name", "unit_id", "person__name")),
        ListColumn("post", _("post"), lambda row: row.post, ("post",)),
        ListColumn("duties", _("duties"), lambda row: row.duties, usual=False),
        ListColumn("category", _("category"), lambda row: row.category, ("category",), usual=False),
        ListColumn("state", _("on the roll"), lambda row: row.get_state_display(), ("state",), usual=False),
        ListColumn(
            "reason", pgettext_lazy("of a participant", "reason"), lambda row: row.reason, ("reason",), usual=False
        ),
        ListColumn(
            "progress",
            _("progress"),
            lambda row: str(ParticipantProgress(row.progress).label_in(row.cycle)),
            ("progress",),
            tag=lambda row: row.progress,
        ),
        ListColumn("stage", _("stage"), _stage_of, ("report__stage__position",)),
        ListColumn("due", _("due"), lambda row: row.due_on, ("due_day",)),
        ListColumn("submitted", _("submitted"), _submitted_at, ("report__first_submitted_at",)),
        ListColumn(
            "late",
            _("late"),
            lambda row: _how_late(row, today),
            tag=lambda row: "late" if row.is_late(today) else "",
        ),
        ListColumn(
            "signed_in", _("last signed in"), lambda row: row.person.last_login, ("person__last_login",), usual=False
        ),
    ]


def report_columns(today: date) -> list[ListColumn]:
    return [
        ListColumn("name", _PERSON, lambda row: row.author.name, ("author__name",), lambda row: _person(row.author_id)),
        ListColumn("staff_number", _("staff number"), lambda row: row.author.staff_number, usual=False),
        ListColumn("unit", _("unit"), lambda row: row.unit.name, ("unit__name", "unit_id", "author__name")),
        ListColumn("post", _("post"), lambda row: row.post, ("post",)),
        ListColumn(
            "title",
            _("title"),
            lambda row: row.read_title,
            address=lambda row: reverse("read", args=[row.pk]) if row.is_submitted else "",
        ),
        ListColumn(
            "category", _("category"), lambda row: row.participant.category, ("participant__category",), usual=False
        ),
        ListColumn("state", _("state"), lambda row: row.get_state_display(), ("state",), tag=lambda row: row.state),
        ListColumn("stage", _("stage"), lambda row: str(row.stage or ""), ("stage__position",)),
        ListColumn("submitted", _("submitted"), lambda row: row.first_submitted_at, ("first_submitted_at",)),
        ListColumn(
            "late",
            _("late"),
            lambda row: _how_late(row.participant, today),
            tag=lambda row: "late" if row.participant.is_late(today) else "",
        ),
        ListColumn("grade", _("grade"), lambda row: row.final_grade, ("final_grade",), usual=False),
        ListColumn(
            "reviewers",
            _("reviewers"),
            _reviewers,
            address=lambda row: reverse("reviewers", args=[row.pk]),
        ),
    ]


def review_columns(now: datetime) -> list[ListColumn]:
    return [
        ListColumn("reviewer", _("reviewer"), lambda row: row.reviewer.name, ("reviewer__name",)),
        ListColumn("stage", _("stage"), lambda row: row.stage.name, ("stage__position",)),
        ListColumn(
            "turn",
            _("state"),
            lambda row: str(ReviewTurn(row.turn).label),
            ("turn",),
            tag=lambda row: f"turn-{row.turn}",
        ),
        ListColumn(
            "name",
            _("whose report"),
            lambda row: row.report.author.name,
            ("report__author__name",),
            lambda row: reverse("read", args=[row.report_id]) if row.report.is_submitted else "",
        ),
        ListColumn("unit", _("unit"), lambda row: row.report.unit.name, ("report__unit__name", "report__author__name")),
        ListColumn("due", _("due"), lambda row: row.due_on, ("due_day",)),
        ListColumn("submitted", _("submitted"), lambda row: row.report.submitted_at, ("report__submitted_at",)),
        ListColumn(
            "late",
            _("submitted late"),
            lambda row: _late(row.report.is_late),
            tag=lambda row: "late" if row.report.is_late else "",
        ),
        ListColumn("days", _("days"), lambda row: _days(row, now), ("report__submitted_at",)),
        ListColumn("opened", _("opened"), lambda row: row.opened_at, ("opened_at",), usual=False),
        ListColumn("decision", _("decision"), _decision, usual=False),
        ListColumn("grade", _("grade"), lambda row: row.last_grade or "", ("last_grade",), usual=False),
    ]


def _days(review: Any, now: datetime) -> int | None:
    """How long the report has waited, where it waits."""
    waits = review.turn in {ReviewTurn.WAITING, ReviewTurn.VACANT}
    return (now - review.report.submitted_at).days if waits and review.report.submitted_at else None


def _decision(review: Review) -> str:
    """The reviewer's own: who takes a review over has decided nothing yet."""
    own = [opinion.decision for opinion in review.opinions.all() if opinion.by_id == review.reviewer_id]
    return str(Decision(own[-1]).label) if own else ""


def complete_reports(reports: list[Any]) -> None:
    """`read_title`: as it was submitted, for the author may be changing it just now; a draft has none."""
    prefetch_related_objects(reports, "reviews__reviewer")
    texts = RevisionText.objects.read_by_organisers().filter(revision__report__in=reports)
    titles = dict(texts.values_list("revision__report", "title"))
    for report in reports:
        report.read_title = titles.get(report.pk, "")


def complete_reviews(reviews: list[Review]) -> None:
    prefetch_related_objects(reviews, "opinions")
