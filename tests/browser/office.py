"""A small office: who writes, who helps, and this year's cycle with four sections to write."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from reports.actions.assistance import accept_assistance, name_assistant
from reports.actions.cycle import open_cycle
from reports.actions.manuscript import start_report
from reports.actions.notice import read_all_notices
from reports.actions.participant import propose_roll
from reports.actions.saved_text import TextEdit
from reports.actions.section import save_section
from reports.models import Cycle, Outline, OutlineSection, Participant, Report, Section, Unit, User
from reports.prose.content import Words

PASSWORD = "mountain-river-17"
OPENING, DUTY, PROBLEMS, CLOSING = range(4)  # the sections by their place in the outline


@dataclass(frozen=True, slots=True)
class Office:
    author: User
    assistant: User
    other: User
    cycle: Cycle

    @property
    def participant(self) -> Participant:
        return self.cycle.participants.get(person=self.author)


def open_office() -> Office:
    unit = Unit.objects.create(name="南溪县水务局")
    author = User.objects.create_user("author", PASSWORD, name="周明", unit=unit, post="局长")
    assistant = User.objects.create_user("assistant", PASSWORD, name="何静", unit=unit, post="秘书")
    other = User.objects.create_user("other", PASSWORD, name="吴刚", unit=unit, post="副局长")
    now = timezone.now()
    assistance = name_assistant(author=author, assistant=assistant, may_submit=False, at=now)
    accept_assistance(assistance=assistance, at=now)
    cycle = Cycle.objects.create(
        year=now.year,
        name="年度述职",
        report_title="年度述职报告",
        unit=unit,
        outline=create_outline(),
        due=timezone.localdate() + timedelta(days=20),
    )
    propose_roll(cycle=cycle, by=author, at=now)
    open_cycle(cycle=cycle, by=author, at=now)
    for person in (author, assistant, other):  # what they were told of all that, they have read
        read_all_notices(by=person, at=now)
    return Office(author, assistant, other, cycle)


def create_outline() -> Outline:
    outline = Outline.objects.create(name="提纲")
    rows = [
        ("opening", "导语", True),
        ("duty", "供水保障", True),
        ("problems", "存在问题", True),
        ("closing", "结语", False),
    ]
    OutlineSection.objects.bulk_create(
        OutlineSection(
            outline=outline, position=place, kind=kind, title=title, is_required=required, max_characters=300
        )
        for place, (kind, title, required) in enumerate(rows, start=1)
    )
    return outline


def start_own_report(office: Office) -> Report:
    return start_report(participant=office.participant, by=office.author, at=timezone.now())


def write(section: Section, body: str, *, by: User, heading: str = "") -> Section:
    """Stores a text as if it had been typed in another page, opened just now."""
    base = Words(section.heading, section.body)
    edit = TextEdit(tab="elsewhere", version=section.version, words=Words(heading, body), base=base)
    return save_section(section=section, edit=edit, by=by, at=timezone.now())


def section_of(report: Report, place: int) -> Section:
    """As it is stored now."""
    return report.sections.select_related("report", "outline_section").order_by("position")[place]
