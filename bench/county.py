"""A county of 20,000 officials in a round, made in bulk, and what its organiser's pages cost. Prints JSON.

    DATABASE_URL=… python -m bench.county

Started by bench.organiser, which gives it a database of its own.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from itertools import islice
from random import Random
from time import perf_counter, sleep
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")

import django

django.setup()

from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils import timezone

from bench import processor
from reports import access
from reports.actions.spread import SpreadOrder, plan_spread, spread_reviews
from reports.models import (
    Cycle,
    GradeScale,
    Opinion,
    Outline,
    Participant,
    Report,
    Review,
    Revision,
    Section,
    Stage,
    Unit,
    User,
)
from reports.models.report import SUBMITTED_STATES
from reports.models.revision_text import text_of
from reports.prose.content import ReportContent, SectionContent

OFFICIALS, BUREAUS, OFFICES, REVIEWERS = 20_000, 80, 10, 200
CHARACTERS = 2_300  # of the words of a report
TIMES = 7
SPREAD = 12_515
STATES = ["", "draft", "submitted", "in_review", "returned", "approved", "published"]
SHARES = [20, 20, 15, 15, 5, 2, 23]
WORDS = "坚持以人民为中心的发展思想扎实推进重点工作落实深入基层调研走访群众解决突出问题强化责任担当狠抓党风廉政建设"
GRADES = ["好", "较好", "一般", "差"]
RARE, THEME = "引黄灌溉续建配套", "灌溉"  # what one report in a thousand, and one in a hundred, speaks of
random = Random(11)  # noqa: S311 - nothing secret


def print_county() -> None:
    begun = perf_counter()
    cycle, organiser = build()
    built = perf_counter() - begun
    setup_test_environment()
    client = Client()
    client.force_login(organiser, backend="reports.http.session.PersonBackend")
    rows = [[name, *measure(client, address)] for name, address in addresses(cycle)]
    rows += measure_spread(cycle, organiser)
    json.dump({"built": built, "rows": rows}, sys.stdout)


def build() -> tuple[Cycle, User]:
    """Two years of them: last year's reports are all published, and have no words."""
    county = Unit.objects.create(name="云溪县")
    organiser = User.objects.create(username="organiser", name="唐雅琴", unit=county)
    county.organisers.add(organiser)
    bureaus = store(Unit(name=f"第{number}局", parent=county) for number in range(BUREAUS))
    units = store(Unit(name=f"第{n}科", parent=bureau) for bureau in bureaus for n in range(OFFICES))
    people = store(_person(number, random.choice(units)) for number in range(OFFICIALS))
    last, cycle = (_cycle(county, years) for years in (1, 0))
    _reports(last, people, ["published"] * OFFICIALS)
    reports = _reports(cycle, people, random.choices(STATES, SHARES, k=OFFICIALS))
    _texts(reports, organiser)
    _reviews(cycle, reports)
    with connection.cursor() as cursor:  # as PostgreSQL does by itself a minute after so many rows came in
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return cycle, organiser


def store(rows: Iterator[Model]) -> list:
    """By the thousand, so that long texts are not all in memory at once."""
    stored: list = []
    while chunk := list(islice(rows, 1000)):
        stored += type(chunk[0])._default_manager.bulk_create(chunk)
    return stored


def _person(number: int, unit: Unit) -> User:
    seen = timezone.now() if number % 10 else None
    names = {"username": f"official{number}", "name": f"干部{number}", "staff_number": f"G{number:05}"}
    return User(**names, unit=unit, post="科长", password="!", last_login=seen)  # noqa: S106 - nobody signs in


def _cycle(county: Unit, years: int) -> Cycle:
    now = timezone.now() - timedelta(days=365 * years)
    outline = Outline.objects.create(name=f"提纲{years}", numbering="run_in")
    scale = GradeScale.of_labels(GRADES)
    cycle = Cycle.objects.create(
        year=now.year, name=f"{now.year}年度述职", unit=county, outline=outline, due=(now + timedelta(20)).date(),
        opened_at=now - timedelta(days=30), grade_scale=scale, best_grade_quota=20,
    )  # fmt: skip
    for position, name in enumerate(["初审", "审定"], start=1):
        Stage.objects.create(cycle=cycle, position=position, name=name)
    return cycle


def _reports(cycle: Cycle, people: list[User], states: list[str]) -> list[Report]:
    roll = store(Participant(cycle=cycle, person=person, unit=person.unit, post=person.post) for person in people)
    stages = list(cycle.stages.all())
    return store(_report(row, state, stages) for row, state in zip(roll, states, strict=True) if state)


def _report(row: Participant, state: str, stages: list[Stage]) -> Report:
    opened = row.cycle.opened_at
    at = opened + timedelta(days=random.randrange(1, 30)) if state in SUBMITTED_STATES else None
    stage = random.choice(stages) if state == "in_review" else stages[0]
    return Report(
        cycle=row.cycle, participant=row, author=row.person, unit=row.unit, post=row.post, title="述职报告",
        numbering="run_in", state=state, stage=stage if at else None, created_at=opened, submitted_at=at,
        first_submitted_at=at,
    )  # fmt: skip


def _texts(reports: list[Report], by: User) -> None:
    submitted = [report for report in reports if report.state in SUBMITTED_STATES]
    revisions = store(_revision(report, number, by) for number, report in enumerate(submitted))
    store(text_of(revision) for revision in revisions)
    store(_section(revision) for revision in revisions)


def _section(revision: Revision) -> Section:
    """As the words stand: those of a submitted report are the same."""
    (words,) = revision.content.sections
    return Section(report=revision.report, position=1, kind=words.kind, heading=words.heading, body=words.body)


def _revision(report: Report, number: int, by: User) -> Revision:
    words = "".join(random.choices(WORDS, k=CHARACTERS))
    theme = RARE if number % 1000 == 0 else THEME if number % 100 == 0 else ""
    section = SectionContent("duty", "第一", "抓好工作", words[:1000] + theme + words[1000:])
    content = ReportContent(report.title, report.unit.name, report.post, report.author.name, sections=(section,))
    milestone = "returned" if report.state == "returned" else "submitted" if report.is_under_review else "approved"
    return Revision(
        report=report, number=1, milestone=milestone, data=content.to_dict(), sha256="0" * 64,
        created_at=report.created_at, created_by=by,
    )  # fmt: skip


def _reviews(cycle: Cycle, reports: list[Report]) -> None:
    """One in each stage; a hundredth of the reviewers have left."""
    reviewers = store(User(username=f"reviewer{n}", name=f"审阅人{n}", is_active=n % 100 > 0) for n in range(REVIEWERS))
    stages, submitted = list(cycle.stages.all()), [report for report in reports if report.state in SUBMITTED_STATES]
    reviews = store(
        Review(report=report, stage=stage, reviewer=random.choice(reviewers))
        for report in submitted
        for stage in stages
    )
    revisions = dict(Revision.objects.values_list("report", "pk"))
    store(
        Opinion(
            review=review, revision_id=revisions[review.report_id], decision="agreed", grade=random.choice(GRADES),
            at=review.report.submitted_at + timedelta(days=1), by=review.reviewer,
        )
        for review in reviews
        if review.report.is_final
    )  # fmt: skip


def addresses(cycle: Cycle) -> Iterator[tuple[str, str]]:
    bureau = Unit.objects.filter(parent=cycle.unit).first().pk
    page = {
        name: reverse(name, args=[cycle.pk]) for name in ("cycle", "participants", "cycle_reports", "cycle_reviews")
    }
    yield "Dashboard of the county", page["cycle"]
    yield "Dashboard of a bureau", f"{page['cycle']}?under={bureau}"
    yield "Participants", page["participants"]
    yield "Participants, page 200, by due day", f"{page['participants']}?page=200&sort=-due"
    yield "Participants not begun in a bureau", f"{page['participants']}?progress=not_begun&unit={bureau}"
    yield "Reports", page["cycle_reports"]
    yield "Reports graded good", f"{page['cycle_reports']}?grade={GRADES[0]}"
    yield "Search: a name", f"{page['cycle_reports']}?q=干部123"
    yield f"Search: words of {len(RARE)} characters, in one text of 1,000", f"{page['cycle_reports']}?q={RARE}"
    yield f"Search: words of {len(THEME)}, in one of 100", f"{page['cycle_reports']}?q={THEME}"
    yield "Search: a pair that nearly every text has", f"{page['cycle_reports']}?q={WORDS[:2]}"
    yield "Reading page", reverse("read", args=[cycle.reports.filter(state="in_review").first().pk])
    yield "Reviews", page["cycle_reviews"]
    yield "Reviews that wait", f"{page['cycle_reviews']}?turn=waiting"
    yield "Participants as .xlsx, all 20,000", f"{page['participants']}?format=xlsx"


def measure(client: Client, address: str) -> list[Any]:
    """Rows, milliseconds of the processor, and as they were waited for: of some on average, of a file of one."""
    answer = _get(client, address)
    assert answer.status_code == 200, address  # noqa: S101 - a wrong page is quick
    page = answer.context["page"].paginator.count if answer.context and "page" in answer.context else ""
    times = 1 if "xlsx" in address else TIMES
    begun, computed = perf_counter(), processor.spent()
    for _ in range(times):
        _get(client, address)
    return [page, *(seconds * 1000 / times for seconds in (processor.spent() - computed, perf_counter() - begun))]


def _get(client: Client, address: str) -> Any:
    """What comes in the end: a long list is made after the answer, under an address of its own."""
    answer = client.get(address)
    if answer.status_code == HTTPStatus.FOUND:
        address = answer.headers["Location"]
        answer = client.get(address)
    while answer.status_code == HTTPStatus.ACCEPTED:
        sleep(0.1)
        answer = client.get(address)
    return answer


def measure_spread(cycle: Cycle, organiser: User) -> Iterator[list[Any]]:
    """Over 12,515 participants, some of whom wait for it: reviews that nobody has decided on are taken away first."""
    stage, organised = cycle.stages.first(), access.cycle_to_organise(organiser, cycle.pk)
    waiting = cycle.reports.under_review().filter(stage=stage).values("pk")
    undecided = Review.objects.filter(stage=stage, report__in=waiting, opinions=None).order_by("pk")
    free = organised.participants.to_write().exclude(report__reviews__stage=stage).count()
    Review.objects.filter(pk__in=list(undecided.values_list("pk", flat=True)[: SPREAD - free])).delete()
    order = SpreadOrder(stage, tuple(User.objects.filter(username__startswith="reviewer", is_active=True)[:40]))
    told = {"cycle": cycle, "participants": organised.participants, "order": order, "by": organiser}
    for name, act in (("shown", plan_spread), ("confirmed", spread_reviews)):
        begun, computed = perf_counter(), processor.spent()
        plan = act(**told)
        taken = [seconds * 1000 for seconds in (processor.spent() - computed, perf_counter() - begun)]
        yield [f"A stage spread over 40 reviewers, {name}", len(plan.rows), *taken]
        told |= {"digest": plan.digest, "at": timezone.now()}


if __name__ == "__main__":
    print_county()
