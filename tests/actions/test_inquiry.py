"""Authors are asked about what their reports still say."""

from datetime import timedelta

from reports.actions.inquiry import ask_authors
from reports.actions.report import withdraw_report
from reports.models import Comment, Report
from reports.pages.reconciliation import reconcile

from ..commands.test_reconcile import write  # noqa: F401 - fixture
from ..factories import MOMENT


def test_who_withdraws_while_it_is_asked_is_passed_over(write, cycle, organiser):  # noqa: F811
    pair = [write("副局长", value) for value in ("12", "13")]
    (one,) = reconcile(cycle.reports.all())
    report = Report.objects.get(pk=pair[0])
    withdraw_report(report=report, by=report.author, at=MOMENT + timedelta(minutes=1))
    assert ask_authors(contradicted=one, text="哪个对？", by=organiser, at=MOMENT + timedelta(minutes=2)) == 1
    assert list(Comment.objects.values_list("section__report", flat=True)) == [pair[1]]
