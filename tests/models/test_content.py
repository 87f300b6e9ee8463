from dataclasses import replace

import pytest

from reports.actions.report import withdraw_report
from reports.models import Cycle, Report, Revision, Section
from reports.models.content import content_for, content_today
from reports.models.progress import progress_of
from reports.prose.content import AttachmentContent

from ..factories import MOMENT, enrol


def test_content_for_readers_is_what_was_frozen(returned):
    Section.objects.filter(report=returned, position=4).update(body="改写中。")
    assert content_for(returned, writes=True).sections[3].body == "改写中。"
    assert content_for(returned, writes=False).sections[3].body == "到村组走得不够多，调研还不够深入。"


def test_content_of_a_draft_is_for_its_writers(report):
    with pytest.raises(Revision.DoesNotExist):
        content_for(report, writes=False)


def test_what_is_withdrawn_in_this_moment_is_not_read(submitted, author):
    fetched_before = Report.objects.get(pk=submitted.pk)
    withdraw_report(report=submitted, by=author, at=MOMENT)
    with pytest.raises(Revision.DoesNotExist):
        content_for(fetched_before, writes=False)


def test_an_approved_report_is_its_revision_for_everybody(approved):
    approved.title = "别的题目"
    approved.save()
    assert content_for(approved, writes=True) == content_for(approved, writes=False)
    assert content_for(approved, writes=True).title == "2026年度述职报告"


def test_today_is_what_is_checked_and_last_years_values(report, last_year):
    report.attachments.create(position=1, title="数据表", body="甲。")
    today = content_today(report)
    assert [figure.previous for figure in today.figures] == ["21", "21", "县工程队", "2026年6月1日", "21"]
    assert today.attachments == (AttachmentContent("数据表", "甲。"),)
    checked = progress_of(report).content
    assert [replace(figure, previous="") for figure in today.figures] == list(checked.figures)
    assert replace(today, figures=checked.figures) == checked


def test_of_two_reports_last_year_the_later_one_counts(report, last_year):
    first = last_year.cycle
    second = Cycle.objects.create(
        year=2025, name="专项述职", report_title="述职", unit=first.unit, outline=first.outline, due=first.due,
        opened_at=first.opened_at,
    )  # fmt: skip
    later = Report.objects.create(
        participant=enrol(second, report.author),
        cycle=second,
        author=report.author,
        unit=report.unit,
        title="述职",
        numbering="run_in",
        created_at=MOMENT,
    )
    later.figures.create(label="学习次数", value="33")
    assert [figure.previous for figure in content_today(report).figures] == ["33", "", "", "", ""]


def test_queries(report, last_year, django_assert_num_queries):
    with django_assert_num_queries(4):
        content_today(report)
