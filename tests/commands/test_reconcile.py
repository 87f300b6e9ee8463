import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.actions.report import submit_report
from reports.models import Review

from ..factories import MOMENT, UserFactory, write_report

pytestmark = pytest.mark.django_db


def reconcile(capsys):
    with translation.override("en"):
        call_command("reconcile", cycle=2026, json=True)
    found = json.loads(capsys.readouterr().out)
    return [
        (row["kind"], row["label"], row["source"], [(one["report"], one["value"]) for one in row["claims"]])
        for row in found
    ]


@pytest.fixture
def write(cycle, stage, reviewer, bureau):
    """Submitted by somebody of the bureau: 新建泵站 so many, as a figure."""

    def write_value(post, value, *, unit=bureau, submits=True, label="泵站"):
        person = UserFactory.create(unit=unit, post=post)
        words = [
            ("", "本人分管供水。"),
            ("坚持学习", "读了书。"),
            ("抓好供水", f"全年新建{label}【{label}】座。"),
            ("", "到村组不够深入。"),
        ]
        figures = [{"label": label, "kind": "number", "unit": "座", "value": value}]
        report = write_report(cycle, person, words=[*words, ("", "")], figures=figures)
        Review.objects.create(report=report, stage=stage, reviewer=reviewer)
        if submits:
            submit_report(report=report, by=person, at=MOMENT)
        return report.pk

    return write_value


def test_two_officials_of_one_unit_say_different_things(capsys, write):
    """Once: as the figure, not also as the words around it."""
    one, other = write("副局长", "12"), write("副局长", "13")
    claims = [(one, "12"), (other, "13")]
    assert reconcile(capsys) == [("same_name", "泵站", None, claims)]


def test_the_same_value_with_another_number_of_noughts_is_the_same(capsys, write):
    write("副局长", "12"), write("副局长", "12.0")
    assert reconcile(capsys) == []


def test_a_leaders_total_is_the_sum_of_the_parts(capsys, write):
    write("局长", "25"), write("副局长", "12"), write("副局长", "13")
    assert reconcile(capsys) == []


def test_a_leaders_total_that_is_not(capsys, write):
    claims = [(write("局长", "27"), "27"), (write("副局长", "12"), "12"), (write("副局长", "13"), "13")]
    assert reconcile(capsys) == [("parts", "泵站", None, claims)]


def test_other_units_and_drafts_are_not_held_against_it(capsys, write, office):
    write("局长", "27"), write("科长", "12", unit=office), write("副局长", "13", submits=False)
    assert reconcile(capsys) == []


def test_a_sudden_change_against_last_year(capsys, last_year, submitted):
    """管网长度 was 21, is 31.5; the number of studies was 21, is 12."""
    assert reconcile(capsys) == [("last_year", "走访次数", "21", [(submitted.pk, "4")])]


def test_a_year_without_a_round():
    with translation.override("en"), pytest.raises(CommandError, match=r"There is no cycle of 1999\."):
        call_command("reconcile", cycle=1999)
