"""Rows in numbers, and the one report that most tests are about."""

from datetime import UTC, datetime
from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from reports.models import Cycle, Figure, Outline, OutlineSection, Participant, Report, Section, User

MOMENT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai
PASSWORD = "duihe-shuiqu-17"

OUTLINE = [
    {"kind": "opening", "title": "导语"},
    {"kind": "duty", "title": "政治建设"},
    {"kind": "duty", "title": "业务工作", "max_characters": 200, "guidance": "写清做了什么、结果如何。"},
    {"kind": "problems", "title": "存在问题", "min_characters": 5},
    {"kind": "next_steps", "title": "下一步打算", "is_required": False},
]
WORDS = [
    ("", "本人分管灌溉和供水。\n现将一年来的工作报告如下。"),
    ("坚持学用结合", "组织集中学习【学习次数】次。"),
    ("抓好供水保障", "铺设管网【管网长度】公里，由【承建单位】承建，【通水日期】通水。"),
    ("", "到村组走得不够多，调研还不够深入。"),
    ("", "每月到村组走访【走访次数】次。"),
]
FIGURES = [
    {"label": "学习次数", "kind": "number", "unit": "次", "value": "12"},
    {"label": "管网长度", "kind": "number", "unit": "公里", "value": "31.5"},
    {"label": "承建单位", "kind": "text", "unit": "", "value": "县工程队"},
    {"label": "通水日期", "kind": "date", "unit": "", "value": "2026年6月1日"},
    {"label": "走访次数", "kind": "number", "unit": "次", "value": "4"},
]


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"person{number}")
    name = factory.Sequence(lambda number: f"干部{number}")
    post = "科员"
    # Once in a process: a salt and a clock would make each database another one (see replay).
    password = factory.LazyFunction(cache(lambda: make_password(PASSWORD)))
    date_joined = factory.LazyFunction(cache(timezone.now))


class ReportFactory(factory.django.DjangoModelFactory):
    """A bare report: no sections."""

    class Meta:
        model = Report

    author = factory.SubFactory(UserFactory)
    participant = factory.LazyAttribute(lambda report: enrol(report.cycle, report.author))
    unit = factory.SelfAttribute("author.unit")
    post = factory.SelfAttribute("author.post")
    title = "2026年度述职报告"
    numbering = "run_in"
    created_at = MOMENT


def enrol(cycle: Cycle, person: User, **fields) -> Participant:
    """On the roll, with today's unit and post."""
    row = {"cycle": cycle, "person": person, "unit": person.unit, "post": person.post}
    return Participant.objects.get_or_create(**row, defaults=fields)[0]


def create_outline(name: str, rows=OUTLINE, numbering="run_in") -> Outline:
    outline = Outline.objects.create(name=name, numbering=numbering)
    OutlineSection.objects.bulk_create(
        OutlineSection(outline=outline, position=position, **row) for position, row in enumerate(rows, start=1)
    )
    return outline


def write_report(cycle: Cycle, author: User, *, words=WORDS, figures=FIGURES, **fields) -> Report:
    """A draft with all its words and values, stored directly: its start is not what most tests are about."""
    report = ReportFactory.create(cycle=cycle, author=author, **fields)
    Section.objects.bulk_create(
        Section(report=report, outline_section=asked, position=asked.position, kind=asked.kind, heading=h, body=b)
        for asked, (h, b) in zip(cycle.outline.sections.all(), words, strict=True)
    )
    Figure.objects.bulk_create(Figure(report=report, **row) for row in figures)
    return report


def many_reports(cycle: Cycle, count: int, **fields) -> list[Report]:
    """Reports of as many new people of the cycle's unit, in a few statements."""
    people = User.objects.bulk_create(UserFactory.build_batch(count, unit=cycle.unit, password="!"))
    roll = Participant.objects.bulk_create(
        Participant(cycle=cycle, person=person, unit=person.unit, post=person.post) for person in people
    )
    return Report.objects.bulk_create(
        ReportFactory.build(cycle=cycle, author=row.person, participant=row, **fields) for row in roll
    )
