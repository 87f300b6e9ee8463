"""What is held about a person, as the person may see it. See docs/decisions/0075-personal-data.md."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model, Q

from ..documents import evidence, published
from ..models import (
    Assistance,
    Comment,
    Confirmation,
    Event,
    Evidence,
    LedgerRow,
    Notice,
    Opinion,
    Participant,
    Passkey,
    ReadReceipt,
    Reminder,
    Report,
    ReturnDraft,
    ReturnReason,
    Review,
    SavedView,
    SecondFactor,
    Session,
    SignInSlip,
    Unit,
    UnitFileRow,
    User,
    Waiver,
)
from ..models.content import content_today
from .person import grades_to_read
from .report import report_to_read
from .review import opinions_to_read, return_reasons_to_read

_ACCOUNT = ("username", "name", "post", "staff_number", "phone", "email", "mail", "mail_language", "date_joined")
_RIGHTS = ("is_active", "is_staff", "is_auditor")
_PLACE = ("cycle__name", "unit__name", "post", "duties", "since", "until", "state", "reason", "due", "due_reason")
_SLIP = ("delivery", "issued_at", "expires_at", "mailed_at", "used_at", "withdrawn_at")
# What is a row each: whose key is the person's, and the columns. Keys, and words of others, are not among them.
_ROWS: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "on the rolls": (Participant, "person", _PLACE),
    "ledgers": (LedgerRow, "ledger__person", ("ledger__kind__slug", "day", "cells", "saved_at", "deleted_at")),
    "units' files": (UnitFileRow, "person", ("file__cycle__name", "file__source", "number", "values")),
    "reviews": (Review, "reviewer", ("report_id", "stage__name", "due", "opened_at")),
    "drafts of returns": (ReturnDraft, "by", ("section__report_id", "text", "at")),
    "reasons why words stay": (Waiver, "by", ("report_id", "reason", "at")),
    "notices": (Notice, "recipient", ("kind", "at", "read_at", "mailed_at", "report_id")),
    "reminders": (Reminder, "person", ("day",)),
    "read": (ReadReceipt, "reader", ("revision__report_id", "revision__number", "first_at", "last_at")),
    "saved lists": (SavedView, "person", ("list", "name", "query")),
    "rights asked for": (Confirmation, "person", ("subject", "asked_at", "outcome", "decided_at")),
    "sign-in slips": (SignInSlip, "person", _SLIP),
    "second factor": (SecondFactor, "person", ("begun_at", "confirmed_at")),
    "passkeys": (Passkey, "person", ("name", "added_at", "last_used_at")),
    "sign-ins": (Session, "person", ("address", "agent", "began_at", "last_used_at")),
    "log": (Event, "actor", ("at", "verb", "report_id", "cycle_id")),
}


def personal_data(person: User) -> dict[str, Any]:
    """Plain values. Passwords and codes are not data about somebody, but keys."""
    account = {name: getattr(person, name) for name in (*_ACCOUNT, *_RIGHTS)}
    units = [*Unit.objects.filter(organisers=person).order_by("pk").values_list("name", flat=True)]
    return {
        "account": account | {"unit": str(person.unit or ""), "organises": units},
        "reports": [_report(person, report) for report in _reports(person)],
        "said in reports": [*_said(person)],
        "assistance": [*_assistances(person)],
    } | {name: _rows_of(person, *told) for name, told in _ROWS.items()}


def _rows_of(person: User, model: type[Model], key: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [*model._default_manager.filter(**{key: person}).order_by("pk").values(*columns)]


def personal_files(person: User) -> dict[str, str]:
    """Where each is stored, by a name that says what it is: published reports, and evidence on their own rows."""
    found = {}
    for report in _reports(person):
        for publication in report.publications.order_by("number"):
            found[f"report-{report.pk}-{publication.number}.pdf"] = published.path_of(publication.sha256)
    for hung in Evidence.objects.filter(row__ledger__person=person).order_by("pk"):
        found[f"evidence-{hung.pk}.{hung.ending}"] = evidence.path_of(hung.sha256)
    return found


def _reports(person: User) -> Iterator[Report]:
    return person.reports.select_related("cycle", "author", "unit").order_by("pk").iterator(chunk_size=100)


def _report(person: User, report: Report) -> Mapping[str, Any]:
    """With what others have said of it, as far as its author reads it on the site: no notes among reviewers, and no
    opinion or grade before its time.
    """
    report, permissions = report_to_read(person, report.pk)
    comments = Comment.objects.filter(section__report=report).for_writers().order_by("pk")
    return {
        "number": report.pk,
        "title": report.title,
        "state": report.state,
        "round": report.cycle.name,
        "words": content_today(report).to_dict(),
        "versions": [*report.revisions.order_by("number").values("number", "milestone", "created_at", "data")],
        "comments": [*comments.values("author__name", "created_at", "text", "original_quote", "replacement")],
        "answers": [*_answers(comments)],
        "opinions": [
            {"by": opinion.by.name, "at": opinion.at, "decision": opinion.decision, "text": opinion.text}
            | ({"grade": opinion.grade} if opinion.grade else {})
            for opinion in opinions_to_read(person, report, permissions)
        ],
        "problems": [*report.shortcomings.order_by("position").values("problem", "cause", "measure", "person", "due")],
        "promises": [*report.promise_answers.order_by("pk").values("promise", "source", "state", "text")],
        "grade": grades_to_read(person, Report.objects.filter(pk=report.pk)).get(report.participant_id, ""),
        "reasons for returns": [*return_reasons_to_read(report).values("by__name", "text")],
    }


def _answers(comments: Any) -> Iterator[dict[str, Any]]:
    for comment in comments.prefetch_related("replies__author"):
        for reply in comment.replies.all():
            yield {"by": reply.author.name, "at": reply.created_at, "verdict": reply.verdict, "text": reply.text}


def _said(person: User) -> Iterator[dict[str, Any]]:
    """In the reports of others too, without their words: no passage and no quote."""
    for comment in person.comments.select_related("section").order_by("pk"):
        yield {"report": comment.section.report_id, "at": comment.created_at, "comment": comment.text}
    for reply in person.replies.select_related("comment__section").order_by("pk"):
        yield {"report": reply.comment.section.report_id, "at": reply.created_at, "answer": reply.text}
    for opinion in Opinion.objects.filter(by=person).select_related("review").order_by("pk"):
        yield {"report": opinion.review.report_id, "at": opinion.at, "opinion": opinion.text, "grade": opinion.grade}
    for reason in ReturnReason.objects.filter(by=person).select_related("revision").order_by("pk"):
        yield {"report": reason.revision.report_id, "at": reason.at, "reason": reason.text}


def _assistances(person: User) -> Iterator[dict[str, Any]]:
    both = Assistance.objects.filter(Q(author=person) | Q(assistant=person))
    for assistance in both.select_related("author", "assistant").order_by("pk"):
        yield {"author": assistance.author.name, "assistant": assistance.assistant.name}
