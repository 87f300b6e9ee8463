"""What the database itself refuses, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import JSONField, ProtectedError, Value

from reports.models import (
    Assistance,
    Cycle,
    Figure,
    Outline,
    OutlineSection,
    Report,
    Review,
    Revision,
    Section,
    Unit,
    User,
)

from ..factories import MOMENT, ReportFactory


def refused(call):
    with pytest.raises(IntegrityError), transaction.atomic():
        call()


def test_units(county, bureau):
    refused(lambda: Unit.objects.create(name="水务局", parent=county))
    refused(lambda: Unit.objects.create(name="石桥县"))
    assert Unit.objects.create(name="水务局", parent=bureau).pk  # the same name elsewhere is another unit


def test_a_unit_with_units_below_it_is_not_deleted(county, bureau):
    with pytest.raises(ProtectedError):
        county.delete()


def test_sign_in_names(author):
    refused(lambda: User.objects.create(username="lin", name="另一个林晓"))


def test_assistances(author, assistant):
    refused(lambda: Assistance.objects.create(author=author, assistant=assistant))
    refused(lambda: Assistance.objects.create(author=author, assistant=author))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"name": "又一轮", "min_problems_share": 101},
        {"name": "又一轮", "rounding_places": 5},
        {"name": "又一轮", "rounding_method": "up"},
        {"name": "又一轮", "due": date(1, 1, 1)},
        {"name": "又一轮", "due": date(9999, 12, 31)},
    ],
    ids=[
        "same year, unit and name",
        "more than all",
        "too many places",
        "no such rounding",
        "the first of days",
        "the last of days",
    ],
)
def test_cycles(cycle, county, outline, wrong):
    fields = {"name": cycle.name, "year": 2026, "unit": county, "outline": outline, "due": date(2026, 12, 20)}
    refused(lambda: Cycle.objects.create(**(fields | wrong)))


@pytest.mark.parametrize(
    "wrong",
    [{"position": 1}, {"position": 9, "kind": "other"}, {"position": 9, "min_characters": 20, "max_characters": 10}],
    ids=["same place", "unknown kind", "limits crossed"],
)
def test_outline_sections(outline, wrong):
    refused(lambda: OutlineSection.objects.bulk_create([OutlineSection(outline=outline, title="又一", **wrong)]))


def test_no_upper_limit_below_a_lower_one(outline):
    made = OutlineSection.objects.create(outline=outline, position=9, title="又一", min_characters=20, max_characters=0)
    assert made.pk


def test_outline_names(outline):
    refused(lambda: Outline.objects.create(name=outline.name))


def test_one_report_a_cycle_and_author(report, cycle, author):
    refused(lambda: ReportFactory.create(cycle=cycle, author=author))


@pytest.mark.parametrize("wrong", [{"state": "lost"}, {"state": "submitted"}], ids=["unknown", "without a time"])
def test_states_of_reports(report, wrong):
    refused(lambda: Report.objects.filter(pk=report.pk).update(**wrong))


@pytest.mark.parametrize("wrong", [{"position": 2}, {"kind": "other"}, {"version": 0}])
def test_sections(section, wrong):
    refused(lambda: Section.objects.filter(pk=section.pk).update(**wrong))


def test_figures(report):
    refused(lambda: Figure.objects.create(report=report, label="管网长度"))
    refused(lambda: Figure.objects.create(report=report, label="新", kind="colour"))


def test_reviews(report, reviewer):
    refused(lambda: Review.objects.create(report=report, stage=report.cycle.stages.get(), reviewer=reviewer))


@pytest.mark.parametrize("number", [0, 1], ids=["zero", "taken"])
def test_revisions(submitted, author, number):
    fields = {"report": submitted, "data": {}, "sha256": "", "created_at": MOMENT, "created_by": author}
    refused(lambda: Revision.objects.create(number=number, milestone="submitted", **fields))


@pytest.mark.parametrize("keeper", ["cycle", "author", "bureau", "outline"])
def test_what_a_report_stands_on_is_not_deleted(report, request, keeper):
    with pytest.raises(ProtectedError):
        request.getfixturevalue(keeper).delete()


@pytest.mark.parametrize("binding", [{"start": ""}, Value(None, JSONField())], ids=["words", "the null of JSON"])
def test_a_figure_is_bound_with_a_ledger_only(report, binding):
    figure = Figure.objects.create(report=report, label="走访")
    refused(lambda: Figure.objects.filter(pk=figure.pk).update(binding=binding))
