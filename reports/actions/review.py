"""What reviewers do with a submitted report."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from ..models import Event, Opinion, Report, ReturnReason, Review, Revision, Section, User
from ..models.content import content_today
from ..models.report import ReportState
from ..prose.numbering import print_numeral
from .conditions import Party
from .event import log
from .grade import lock_places
from .notification import ask_next
from .report import add_revision
from .return_draft import drop_sent_drafts
from .transitions import move


def open_review(*, report: Report, by: User, at: datetime) -> None:
    """From now on the author cannot withdraw. Raises Refused where that happens at the same moment."""
    if Review.objects.filter(report=report, reviewer=by).unopened().exists():
        report.state = _open(report, by=by, at=at)


@transaction.atomic
def _open(report: Report, *, by: User, at: datetime) -> str:
    """Returns the report's state. Its row is locked first, as everywhere."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    is_first = Review.objects.filter(report=locked, reviewer=by, opened_at=None).update(opened_at=at)
    if locked.state != ReportState.IN_REVIEW:
        return move(locked, Event.Verb.OPENED, by=by, party=Party.REVIEWER, at=at)[0].state
    if is_first:
        log(verb=Event.Verb.OPENED, actor=by, at=at, report=locked)
    return locked.state


@transaction.atomic
def return_report(
    *,
    report: Report,
    reasons: Mapping[int, str],
    by: User,
    at: datetime,
    opinion: str = "",
    read: int | None = None,
    stage: int | None = None,
    shown: Mapping[int, str] | None = None,
) -> Revision:
    """Only the sections named in `reasons` (primary key → why) unlock. `shown` are the drafts that they came from."""
    open_review(report=report, by=by, at=at)  # to decide is to have looked
    sections = list(report.sections.select_related("outline_section").order_by("position"))
    named = {section.pk: reasons.get(section.pk, "").strip() for section in sections}
    said: dict[str, Any] = {"reasons": named, "read": read, "stage": stage}
    report, _verb = move(report, Event.Verb.RETURNED, by=by, party=Party.REVIEWER, at=at, **said)
    _keep_opinion(report, Opinion.Decision.RETURNED, text=opinion, grade="", by=by, at=at)
    drop_sent_drafts(report, shown or {}, named, by=by)
    return _unlock(report, sections, named, by=by, at=at)


@transaction.atomic
def correct_report(*, report: Report, sections: Collection[int], reason: str, by: User, at: datetime) -> Revision:
    """Gives a published report back to its author, with only these sections (primary keys) unlocked.

    The publication stays as it is. Once approved again, the report is published beside it as a correction (更正).
    """
    listed = list(report.sections.select_related("outline_section").order_by("position"))
    named = {section.pk: reason.strip() if section.pk in sections else "" for section in listed}
    sets = {"correction": reason.strip()}
    report, _verb = move(report, Event.Verb.CORRECTED, by=by, party=Party.ORGANISER, at=at, reasons=named, sets=sets)
    return _unlock(report, listed, named, by=by, at=at)


def _unlock(
    report: Report, sections: Sequence[Section], reasons: Mapping[int, str], *, by: User, at: datetime
) -> Revision:
    for section in sections:
        section.return_reason = reasons[section.pk]
    Section.objects.bulk_update(sections, ["return_reason"])
    _keep_reasons(report, sections, by=by, at=at)
    return _freeze(report, Revision.Milestone.RETURNED, by=by, at=at)


@transaction.atomic
def agree(
    *,
    report: Report,
    by: User,
    at: datetime,
    opinion: str = "",
    grade: str = "",
    read: int | None = None,
    stage: int | None = None,
) -> Report:
    """The last agreement approves the report. Before that the report waits, or goes on to the next stage.

    Raises Refused as the table of transitions says, also where the quota of the best grade is full.
    """
    lock_places(report.cycle_id, grade)
    open_review(report=report, by=by, at=at)
    verbs = (Event.Verb.AGREED, Event.Verb.APPROVED)
    said: dict[str, Any] = {"grade": grade, "read": read, "stage": stage}
    report, verb = move(report, *verbs, by=by, party=Party.REVIEWER, at=at, **said)
    _keep_opinion(report, Opinion.Decision.AGREED, text=opinion, grade=grade, by=by, at=at)
    if verb == Event.Verb.APPROVED:
        _freeze(report, Revision.Milestone.APPROVED, by=by, at=at)
    elif not Review.objects.waiting().filter(report=report).exists():
        report.stage = report.stages_to_pass().first()
        report.save(update_fields=["stage"])
        ask_next(report, by=by, at=at)
    return report


def _keep_opinion(report: Report, decision: str, *, text: str, grade: str, by: User, at: datetime) -> None:
    """Stores the opinion with the version that was decided on, under the reviewer's review in this stage."""
    Opinion.objects.create(
        review=report.reviews.get(stage=report.stage, reviewer=by),
        by=by,
        revision=report.revisions.latest("number"),
        decision=decision,
        text=text,
        grade=grade,
        at=at,
    )


def _keep_reasons(report: Report, sections: Sequence[Section], *, by: User, at: datetime) -> None:
    """Stores each with the version that was returned: the next return overwrites the sections' own reasons."""
    decided = report.revisions.latest("number")
    ReturnReason.objects.bulk_create(
        ReturnReason(
            section=section,
            revision=decided,
            by=by,
            label=f"{print_numeral(shown.numeral)}{section.name}",
            text=section.return_reason,
            at=at,
        )
        for section, shown in zip(sections, decided.content.sections, strict=True)
        if section.return_reason
    )


def _freeze(report: Report, milestone: str, *, by: User, at: datetime) -> Revision:
    return add_revision(report, content_today(report), milestone, by=by, at=at)
