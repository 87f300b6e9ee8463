import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.actions.figure_basis import bind_figure, keep_value
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row, delete_row
from reports.actions.report import submit_report
from reports.ledgers.binding import Binding
from reports.models import Report, Review
from reports.pages.reconciliation import reconcile as pages_reconcile

from ..factories import MOMENT, UserFactory, write_report

RECEIVED = Binding.from_dict(
    {"since": "2026-01-01", "until": "2026-12-31", "measure": "sum", "column": "人次", "conditions": []}
)
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

    def write_value(post, value, *, unit=bureau, submits=True, label="泵站", unit_of="座"):
        person = UserFactory.create(unit=unit, post=post)
        words = [
            ("", "本人分管供水。"),
            ("坚持学习", "读了书。"),
            ("抓好供水", f"全年新建{label}【{label}】{unit_of}。"),
            ("", "到村组不够深入。"),
        ]
        figures = [{"label": label, "kind": "number", "unit": unit_of, "value": value}]
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


def test_one_of_many_who_say_what_their_leader_says(capsys, write):
    """No total, of which the others would be parts."""
    claims = [(write(post, value), value) for post, value in [("局长", "27"), ("副局长", "27"), ("副局长", "270")]]
    assert reconcile(capsys) == [("same_name", "泵站", None, claims)]


def test_other_units_and_drafts_are_not_held_against_it(capsys, write, office):
    write("局长", "27"), write("科长", "12", unit=office), write("副局长", "13", submits=False)
    assert reconcile(capsys) == []


def test_a_sudden_change_against_last_year(capsys, last_year, submitted):
    """管网长度 was 21, is 31.5; the number of studies was 21, is 12."""
    assert reconcile(capsys) == [("last_year", "走访次数", "21", [(submitted.pk, "4")])]


@pytest.fixture
def unit_ledger(bureau, organiser):
    """The bureau's own, of receptions: 30 people so far."""
    ledger = begin_ledger(slug="reception", unit=bureau, by=organiser, at=MOMENT)
    receive(ledger, "3月", 18, organiser), receive(ledger, "4月", 12, organiser)
    return ledger


def receive(ledger, month, people, by):
    cells = {"日期": f"2026-0{month[0]}-08", "批次": "1", "人次": str(people), "事项": month}
    return add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, month), by=by, at=MOMENT)


@pytest.fixture
def write_bound(write, unit_ledger, organiser):
    """Submitted with a figure from that ledger; `typed` stands over what the ledger says."""

    def write_from_ledger(typed=None):
        report = Report.objects.get(pk=write("副局长", "1", submits=False))
        bind_figure(figure=report.figures.get(), ledger=unit_ledger, binding=RECEIVED, by=report.author, at=MOMENT)
        if typed:
            figure = report.figures.get()
            said = figure.value
            report.figures.update(value=typed)
            keep_value(figure=figure, seen=said, reason="另有口径。", by=report.author, at=MOMENT)
        submit_report(report=report, by=report.author, at=MOMENT)
        return report.pk

    return write_from_ledger


def against_ledger(capsys):
    return [row for row in reconcile(capsys) if row[0] == "ledger"]


def test_a_report_that_its_units_ledger_bears_out(capsys, write_bound):
    write_bound(), write_bound("30.0")
    assert reconcile(capsys) == []


def test_a_value_ten_times_what_the_units_ledger_says(capsys, write_bound):
    write_bound()
    wrong = write_bound("300")
    assert against_ledger(capsys) == [("ledger", "泵站", "30", [(wrong, "300")])]


def test_a_ledger_that_was_written_in_after_the_report_was_submitted(capsys, write_bound, unit_ledger, organiser):
    reports = [write_bound(), write_bound()]
    row = receive(unit_ledger, "5月", 5, organiser)
    assert against_ledger(capsys) == [("ledger", "泵站", "35", [(pk, "30")]) for pk in reports]
    delete_row(row=row, version=1, by=organiser, at=MOMENT)
    assert against_ledger(capsys) == []


def test_many_reports_against_their_ledger_ask_no_more_queries(write_bound, cycle, django_assert_num_queries):
    wrong = [write_bound(str(number)) for number in range(100, 106)]
    for count in (1, 6):
        reports = Report.objects.filter(pk__in=wrong[:count])
        with django_assert_num_queries(3):
            assert [one.kind for one in pages_reconcile(reports)].count("ledger") == count


def test_a_year_without_a_round():
    with translation.override("en"), pytest.raises(CommandError, match=r"There is no cycle of 1999\."):
        call_command("reconcile", cycle=1999)


def test_one_amount_in_two_measures(capsys, write):
    """Both are written out in the smaller one; what is the same is not asked about."""
    claims = [(write("副局长", "1.2", unit_of="亿元"), "12000"), (write("副局长", "13000", unit_of="万元"), "13000")]
    assert reconcile(capsys) == [("same_name", "泵站", None, claims)]


def test_one_amount_rounded_in_another_measure_is_the_same(capsys, write):
    write("副局长", "1.2", unit_of="亿元"), write("副局长", "12156", unit_of="万元")
    assert reconcile(capsys) == []
