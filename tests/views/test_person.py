"""An official over the years, for the organisers of their units and for the person."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reports.actions.report import submit_report
from reports.models import Report

from ..factories import MOMENT, UserFactory, enrol, write_report
from .rounds import give_grade


@pytest.fixture
def years(last_year, submitted, author):
    """Two years of reports: last year's handed in too."""
    submit_report(report=last_year, by=author, at=MOMENT - timedelta(days=350))
    return author


@pytest.fixture
def look(visit):
    def look(visitor, person):
        answer = visit(visitor).get(reverse("person", args=[person.pk]))
        return answer.context, answer.content.decode()

    return look


def test_posts_reports_and_figures(years, organiser, look):
    shown, body = look(organiser, years)
    assert [(row.cycle.year, row.post, row.progress) for row in shown["participants"]] == [
        (2026, "局长", "submitted"),
        (2025, "局长", "submitted"),
    ]
    assert sorted(shown["titles"].values()) == ["2025年度述职报告", "2026年度述职报告"]
    values = {figure.label: (figure.unit, figure.values) for figure in shown["figures"]}
    assert values == {
        "学习次数": ("次", [(2025, "21"), (2026, "12")]),
        "管网长度": ("公里", [(2025, "21"), (2026, "31.5")]),
        "走访次数": ("次", [(2025, "21"), (2026, "4")]),
    }
    assert body.count("<polyline") == 3


def test_figures_of_a_draft_are_not_shown(last_year, report, author, organiser, look):
    """A label in one submitted report alone has no course."""
    submit_report(report=last_year, by=author, at=MOMENT - timedelta(days=350))
    shown, body = look(organiser, author)
    assert (shown["figures"], len(shown["titles"]), "31.5" in body) == ([], 1, False)
    assert [row.progress for row in shown["participants"]] == ["draft", "submitted"]


def test_what_was_changed_since_is_not_shown(years, returned, organiser, look):
    Report.objects.filter(pk=returned.pk).update(title="机密题目")
    returned.figures.update(value="4711")
    _shown, body = look(organiser, years)
    assert [word in body for word in ("机密题目", "4711", "31.5")] == [False, False, True]


def test_a_unit_of_measure_that_changed_makes_another_figure(last_year, submitted, author, organiser, look):
    last_year.figures.filter(label="管网长度").update(unit="里")
    submit_report(report=last_year, by=author, at=MOMENT - timedelta(days=350))
    assert [figure.label for figure in look(organiser, author)[0]["figures"]] == ["学习次数", "走访次数"]


def test_what_was_in_other_units_stays_there(years, cycle, county, office, visit, look):
    """Who moved into the office's care: its organiser learns nothing of the years in the bureau."""
    person = UserFactory.create(unit=office)
    office.organisers.add(person)
    assert visit(person).get(reverse("person", args=[years.pk])).status_code == 404
    years.unit = office
    years.save()
    enrol(cycle, years, duties="灌溉")
    shown, body = look(person, years)
    assert [row.unit.name for row in shown["participants"]] == ["灌溉科"]
    assert ([word in body for word in ("水务局", "2025", "31.5")], shown["titles"]) == ([False] * 3, {})


@pytest.mark.parametrize("shows_grades", [True, False])
def test_grades_are_for_organisers_and_for_the_author_where_the_round_shows_them(
    submitted, cycle, stage, reviewer, author, organiser, look, shows_grades
):
    cycle.shows_grades = shows_grades
    cycle.save()
    give_grade(submitted, UserFactory.create(), stage, "好")
    for state, organisers, authors in [("in_review", 0, 0), ("published", 1, int(shows_grades))]:
        Report.objects.filter(pk=submitted.pk).update(state=state)
        assert [len(look(who, author)[0]["grades"]) for who in (organiser, author)] == [organisers, authors]


def test_the_organisers_own_page_is_the_authors(cycle, organiser, stage, look):
    """Nobody runs a round for themselves: also not to learn the own grade."""
    report = write_report(cycle, organiser)
    Report.objects.filter(pk=report.pk).update(state="published", submitted_at=MOMENT)
    give_grade(Report.objects.get(pk=report.pk), UserFactory.create(), stage, "好")
    shown, body = look(organiser, organiser)
    assert (shown["grades"], ">好<" in body) == ({}, False)


@pytest.mark.parametrize("role", ["reviewer", "assistant", "auditor", "administrator", "stranger"])
def test_for_others_there_is_no_such_page(request, years, visit, role):
    visitor = request.getfixturevalue(role)
    assert visit(visitor).get(reverse("person", args=[years.pk])).status_code == 404
    assert visit(visitor).get(reverse("person", args=[visitor.pk])).status_code == 200
