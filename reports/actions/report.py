"""Starting, submitting and withdrawing a report."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ..models import Cycle, Event, Report, Revision, Section, Unit, User
from ..models.progress import progress_of
from ..models.report import TITLE_LENGTH, ReportState
from ..models.section import HEADING_LENGTH
from ..text.content import ReportContent, SectionKind
from ..text.reading import Reading
from .errors import Refused
from .figure import create_figures
from .log import log, log_sitting

_ORDER = [kind.value for kind in SectionKind]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part of a text that was read in, to become a section."""

    kind: str
    heading: str
    body: str


@transaction.atomic
def start_report(
    *, cycle: Cycle, author: User, by: User, at: datetime, reading: Reading | None = None, kinds: tuple[str, ...] = ()
) -> Report:
    """A new draft with the outline's sections; `reading` fills them, `kinds` corrects the kinds it recognised.

    Keeps the unit and post held now. Raises Refused where the cycle is not open, or the author has a report already.
    """
    unit = author.unit
    if unit is None:
        raise Refused(_("Your account has no unit yet. Ask the administrator to enter it."))
    if not Cycle.objects.open_at(at).filter(pk=cycle.pk).exists():
        raise Refused(_("This cycle is not open."))
    report = _create(cycle=cycle, author=author, unit=unit, at=at, reading=reading)
    parts = _read_parts(reading, kinds) if reading else []
    _create_sections(report, parts)
    create_figures(report=report, guesses={blank.label: blank for blank in reading.blanks} if reading else {})
    verb = Event.Verb.IMPORTED if reading else Event.Verb.STARTED
    log(verb=verb, actor=by, at=at, report=report)
    return report


def _create(*, cycle: Cycle, author: User, unit: Unit, at: datetime, reading: Reading | None) -> Report:
    try:
        with transaction.atomic():
            return Report.objects.create(
                cycle=cycle,
                author=author,
                unit=unit,
                post=author.post,
                title=(reading and reading.title[:TITLE_LENGTH]) or cycle.report_title,
                salutation=reading.salutation[:TITLE_LENGTH] if reading else "",
                numbering=cycle.outline.numbering,
                created_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("There is already a report for this cycle. Open it from the list of reports.")) from error


def _read_parts(reading: Reading, kinds: tuple[str, ...]) -> list[ReadPart]:
    opening = [ReadPart(SectionKind.OPENING, "", reading.opening)] if reading.opening else []
    chosen = kinds or tuple(section.kind for section in reading.sections)
    pairs = zip(chosen, reading.sections, strict=True)
    return opening + [_read_part(kind, section.heading, section.body) for kind, section in pairs]


def _read_part(kind: str, heading: str, body: str) -> ReadPart:
    """A heading too long to be one stays, whole, as the text's first paragraph."""
    return ReadPart(kind, heading, body) if len(heading) <= HEADING_LENGTH else ReadPart(kind, "", f"{heading}\n{body}")


def _create_sections(report: Report, parts: list[ReadPart]) -> None:
    """The outline's sections in order, each taking the next part of its kind; the last of a kind is followed by
    the parts left over, and a kind the outline lacks goes where reports usually have it. No part is dropped.
    """
    asked = list(report.cycle.outline.sections.order_by("position"))
    placed: list[tuple] = []
    waiting = list(parts)
    for number, outline_section in enumerate(asked):
        of_kind = [part for part in waiting if part.kind == outline_section.kind]
        is_last = all(later.kind != outline_section.kind for later in asked[number + 1 :])
        taken = of_kind if is_last else of_kind[:1]
        for part in taken:
            waiting.remove(part)
        placed.append((outline_section, taken[0] if taken else ReadPart(outline_section.kind, "", "")))
        placed += [(None, part) for part in taken[1:]]
    for part in waiting:
        after = [i for i, (_asked, other) in enumerate(placed) if _ORDER.index(other.kind) <= _ORDER.index(part.kind)]
        placed.insert(after[-1] + 1 if after else 0, (None, part))
    Section.objects.bulk_create(
        Section(
            report=report,
            outline_section=outline_section,
            position=position,
            kind=part.kind,
            heading=part.heading,
            body=part.body,
        )
        for position, (outline_section, part) in enumerate(placed, start=1)
    )


@transaction.atomic
def rename_report(*, report: Report, title: str, salutation: str, by: User, at: datetime) -> None:
    """The words above the first section. Raises Refused for a report that is locked."""
    if not Report.objects.open_for_writing().filter(pk=report.pk).update(title=title, salutation=salutation):
        raise Refused(_("This report is locked. Nothing was changed."))
    log(verb=Event.Verb.RENAMED, actor=by, at=at, report=report)


@transaction.atomic
def submit_report(*, report: Report, by: User, at: datetime) -> Revision:
    """Freezes the content as a Revision and locks the text. Raises Refused while findings stand."""
    report = Report.objects.select_for_update(of=("self",)).select_related("cycle", "author", "unit").get(pk=report.pk)
    if not report.is_open:
        raise Refused(_("This report has been submitted already."))
    report.state, report.submitted_at = ReportState.SUBMITTED, at
    progress = progress_of(report)
    if not progress.is_ready:
        raise Refused(_("The report is not complete yet. The check page lists what is missing."))
    report.save(update_fields=["state", "submitted_at"])
    log(verb=Event.Verb.SUBMITTED, actor=by, at=at, report=report)
    return add_revision(report, progress.content, Revision.Milestone.SUBMITTED, by=by, at=at)


@transaction.atomic
def withdraw_report(*, report: Report, by: User, at: datetime) -> None:
    """Back to the author, until somebody has opened it for review; after that raises Refused."""
    was_returned = report.sections.exclude(return_reason="").exists()
    state = ReportState.RETURNED if was_returned else ReportState.DRAFT
    if not Report.objects.filter(pk=report.pk, state=ReportState.SUBMITTED).update(state=state):
        raise Refused(_("It cannot be withdrawn any more: a reviewer has opened it. Ask the reviewer to return it."))
    log(verb=Event.Verb.WITHDREW, actor=by, at=at, report=report)


def note_export(*, report: Report, kind: str, by: User, at: datetime) -> None:
    """Logs that the words left the site as a file; once a sitting for each kind of file."""
    log_sitting(verb=Event.Verb.EXPORTED, actor=by, at=at, report=report, detail=kind)


def add_revision(report: Report, content: ReportContent, milestone: str, *, by: User, at: datetime) -> Revision:
    """The next numbered snapshot of a report whose row is locked."""
    return Revision.objects.create(
        report=report,
        number=report.revisions.count() + 1,
        milestone=milestone,
        data=content.to_dict(),
        sha256=content.sha256(),
        created_at=at,
        created_by=by,
    )
