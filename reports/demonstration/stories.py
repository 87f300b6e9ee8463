"""The reports of the demonstration, written as people write them: through the actions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..actions.attachment import add_attachment, save_attachment
from ..actions.conditions import Party
from ..actions.figure import describe_figures
from ..actions.manuscript import start_report
from ..actions.publication import publish_report
from ..actions.read_receipt import record_read_receipts
from ..actions.report import submit_report
from ..actions.review import agree, open_review, return_report
from ..actions.saved_text import FigureEdit, TextEdit
from ..actions.section import save_section
from ..models import Cycle, Report, Section, User
from ..prose.content import FigureContent, Words
from ..prose.figures import FigureKind
from . import discussion
from .ledgers import bind_figures, remember_values
from .promises import answer_promises
from .shortcomings import list_shortcomings

TIME_FOR_WORDS = timedelta(minutes=20)
TIME_FOR_VALUES = timedelta(minutes=10)
TIME_TO_DECIDE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Story:
    """The contents of a report's file, and the people it names. `begun` is when the author starts."""

    data: Mapping[str, Any]
    people: Mapping[str, User]
    begun: datetime

    @property
    def author(self) -> User:
        return self.people[self.data["author"]]

    @property
    def typist(self) -> User:
        return self.people[self.data.get("typed_by", self.data["author"])]

    @property
    def reviewer(self) -> User:
        """Who comments and returns; who agrees is named beside each opinion."""
        return self.people[self.data["reviewer"]]


def tell_story(data: Mapping[str, Any], people: Mapping[str, User], *, now: datetime) -> Story:
    begun = (now - timedelta(days=data["days_ago"])).replace(hour=9, minute=0, second=0, microsecond=0)
    return Story(data, people, begun)


def write_report(story: Story, cycle: Cycle) -> Report:
    """Takes one report through the steps that its file names, a day apart."""
    participant = cycle.participants.get(person=story.author)
    report = start_report(participant=participant, by=story.author, at=story.begun)
    moment = story.begun
    for section in report.sections.select_related("outline_section"):
        if section.name in story.data["sections"]:
            section.report = report
            moment += TIME_FOR_WORDS
            _write_section(section, story, at=moment)
    remember_values(report, story.data.get("previous", {}), by=story.author, at=moment)
    bind_figures(report, story.data, by=story.author, at=moment)
    answer_promises(report, story.data.get("promises", ()), by=story.typist, at=moment)
    list_shortcomings(report, story.data.get("shortcomings", ()), by=story.typist, at=moment)
    for row in story.data.get("attachments", ()):
        moment += TIME_FOR_WORDS
        _attach(report, story, row, at=moment)
    for day, step in enumerate(story.data["steps"], start=1):
        STEPS[step](report, story, at=story.begun + timedelta(days=day))
    return report


def _write_section(section: Section, story: Story, *, at: datetime) -> None:
    """The author writes the words, the typist fills the blanks that are taken from no ledger."""
    part = story.data["sections"][section.name]
    words = Words(part.get("heading", ""), part["body"].strip())
    edit = TextEdit(tab="", version=section.version, words=words, base=Words("", ""))
    stored = save_section(section=section, edit=edit, by=story.author, at=at)
    stored.report = section.report
    taken = set(
        stored.report.figures.exclude(binding__isnull=True, formula__isnull=True).values_list("label", flat=True)
    )
    rows = {label: story.data["figures"][label] for label in stored.labels if label not in taken}
    described = {label: _figure(label, row) for label, row in rows.items()}
    describe_figures(report=section.report, described=described, by=story.typist, at=at)
    values = {label: FigureEdit(value=row["value"], base="") for label, row in rows.items()}
    filling = TextEdit(tab="", version=stored.version, figures=values)
    save_section(section=stored, edit=filling, by=story.typist, at=at + TIME_FOR_VALUES)


def _attach(report: Report, story: Story, row: Mapping[str, str], *, at: datetime) -> None:
    """An attachment without a text is handed in apart."""
    added = add_attachment(report=report, title=row["title"], by=story.author, at=at)
    base = Words(row["title"], "")
    edit = TextEdit(tab="", version=added.version, words=Words(row["title"], row.get("body", "").strip()), base=base)
    save_attachment(attachment=added, edit=edit, by=story.author, at=at)


def _figure(label: str, row: Mapping[str, str]) -> FigureContent:
    return FigureContent(label, row.get("kind", FigureKind.NUMBER), row.get("unit", ""), "", row["source"])


def _submit(report: Report, story: Story, *, at: datetime) -> None:
    submit_report(report=report, by=story.author, at=at)


def _open(report: Report, story: Story, *, at: datetime) -> None:
    _read(report, by=story.reviewer, at=at)


def _read(report: Report, *, by: User, at: datetime) -> None:
    open_review(report=report, by=by, at=at)
    record_read_receipts(revisions=[report.revisions.latest("number")], by=by, at=at)


def _return(report: Report, story: Story, *, at: datetime) -> None:
    reasons = story.data["returned"]
    named = {section.pk: reasons[section.name] for section in report.sections.all() if section.name in reasons}
    return_report(report=report, reasons=named, opinion=story.data["why_returned"], by=story.reviewer, at=at)


def _agree(report: Report, story: Story, *, at: datetime) -> None:
    """Everybody with an opinion in the file agrees, in its order: one stage after the other."""
    for row in story.data["opinions"]:
        at += TIME_TO_DECIDE
        reviewer = story.people[row["by"]]
        _read(report, by=reviewer, at=at)
        agree(report=report, opinion=row["text"], grade=row["grade"], by=reviewer, at=at)


def _publish(report: Report, story: Story, *, at: datetime) -> None:
    by = story.people[story.data["opinions"][-1]["by"]]
    publish_report(report=report, by=by, party=Party.REVIEWER, at=at)


STEPS: Mapping[str, Callable[..., None]] = {
    "submit": _submit,
    "open": _open,
    "comment": discussion.comment,
    "return": _return,
    "answer": discussion.answer,
    "rewrite": discussion.rewrite,
    "agree": _agree,
    "publish": _publish,
}
