"""A round in full swing: people of three units in every state, numbers that differ from one another."""

from datetime import timedelta

from django.utils import timezone

from reports.models import Cycle, Opinion, Participant, Report, Review, Revision, Stage, Unit, User
from reports.models.report import ReportState
from reports.models.revision_text import keep_text
from reports.prose.content import ReportContent, SectionContent

from ..factories import MOMENT, ReportFactory, UserFactory, create_outline, enrol

SUBMITTED = [state for state in ReportState if state != ReportState.DRAFT]


def take_part(cycle: Cycle, unit: Unit, progress: str = "not_begun", *, days: int = 0, **fields) -> Participant:
    """Somebody new, who submitted twenty days ago, or so many days later."""
    person = UserFactory.create(unit=unit, post="科长", last_login=fields.pop("last_login", MOMENT))
    participant = enrol(cycle, person, **fields)
    if progress in set(ReportState):
        at = timezone.now() - timedelta(days=20 - days) if progress in SUBMITTED else None
        ReportFactory.create(
            participant=participant, cycle=cycle, author=person, state=progress, submitted_at=at, first_submitted_at=at
        )
    return participant


def submit_words(report: Report, words: str, milestone: str = "submitted", *, title: str = "述职报告") -> Revision:
    """A version with these words, as an action would freeze it; the report's own state is left alone."""
    section = SectionContent("duty", "第一", "抓好工作", words)
    content = ReportContent(title, report.unit.name, report.post, report.author.name, sections=(section,))
    revision = Revision.objects.create(
        report=report,
        number=report.revisions.count() + 1,
        milestone=milestone,
        data=content.to_dict(),
        sha256=content.sha256(),
        created_at=MOMENT,
        created_by=report.author,
    )
    keep_text(revision)
    return revision


def give_grade(report: Report, reviewer: User, stage: Stage, grade: str, *, days: int = 5) -> None:
    review = Review.objects.create(report=report, stage=stage, reviewer=reviewer, opened_at=MOMENT)
    revision = submit_words(report, "好。", "approved")
    at = MOMENT + timedelta(days=days)
    Opinion.objects.create(review=review, revision=revision, decision="agreed", grade=grade, at=at, by=reviewer)


def fill_round(cycle: Cycle, stage: Stage, bureau: Unit, office: Unit, school: Unit, reviewer: User) -> None:
    """Due in 25 days; 12 people in the office, 8 in the bureau itself, 7 in the school beside it. Of last year's three
    reports one came 46 days before the due day and two 45.
    """
    today = timezone.localdate()
    cycle.due = today + timedelta(days=25)
    cycle.save()
    second = Stage.objects.create(cycle=cycle, position=2, name="领导审定")
    gone = UserFactory.create(name="高升", is_active=False)
    for unit, progress, count in [
        (office, "not_begun", 4),
        (office, "draft", 3),
        (office, "submitted", 2),
        (office, "published", 3),
        (bureau, "in_review", 6),
        (bureau, "returned", 1),
        (bureau, "approved", 1),
        (school, "not_begun", 5),
    ]:
        for number in range(count):
            take_part(cycle, unit, progress, days=number)
    take_part(cycle, school, state="exempt", reason="援藏")
    take_part(cycle, school, due=today - timedelta(days=1), last_login=None)
    Report.objects.filter(state__in=["submitted", "in_review"]).update(stage=stage)
    for number, report in enumerate(Report.objects.filter(state="in_review").order_by("pk")):
        if number < 2:
            Report.objects.filter(pk=report.pk).update(stage=second)
        here = second if number < 2 else stage
        Review.objects.create(report=report, stage=here, reviewer=gone if number == 5 else reviewer)
    for report, grade in zip(Report.objects.filter(state="published").order_by("pk"), ["好", "好", ""], strict=True):
        give_grade(report, reviewer, stage, grade)
    due = today - timedelta(days=350)
    last = Cycle.objects.create(
        year=cycle.year - 1, name="上年述职", unit=cycle.unit, due=due, outline=create_outline("去年提纲")
    )
    for days in (-46, -45, -45):
        take_part(last, office, "published", days=20 - 350 + days)
