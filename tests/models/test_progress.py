import pytest

from reports.actions.report import submit_report
from reports.models import Figure, Section
from reports.models.progress import progress_of

from ..factories import MOMENT


def states(report):
    return [item.state for item in progress_of(report).sections]


def test_a_complete_draft(report):
    progress = progress_of(report)
    assert [item.state for item in progress.sections] == ["complete"] * 5
    assert (progress.is_ready, progress.complete, progress.blanks, progress.filled) == (True, 5, 5, 5)
    assert [item.numeral for item in progress.sections] == ["", "第一", "第二", "", ""]
    assert [item.printed_numeral for item in progress.sections][1:3] == ["第一，", "第二，"]


def test_counts(report):
    """组织集中学习12次 is 8 characters, its heading 6; punctuation is none of them, but Word counts one."""
    second = progress_of(report).sections[1]
    assert (second.characters, second.characters_with_punctuation) == (14, 15)


@pytest.mark.parametrize(
    ("position", "words", "state"),
    [
        (4, {"heading": "", "body": ""}, "not_started"),
        (4, {"heading": "只有标题", "body": ""}, "in_progress"),
        (4, {"heading": "", "body": "太短。"}, "in_progress"),
        (2, {"heading": "", "body": "没有主题句。"}, "in_progress"),
        (3, {"heading": "太长", "body": "长" * 200}, "in_progress"),
        (5, {"heading": "", "body": ""}, "not_started"),
        (5, {"heading": "", "body": "新【没填】的。"}, "in_progress"),
    ],
)
def test_state_of_a_section(report, position, words, state):
    Section.objects.filter(report=report, position=position).update(**words)
    found = states(report)
    assert found.pop(position - 1) == state
    assert found == ["complete"] * 4


def test_a_wrong_value_makes_a_section_incomplete(report):
    Figure.objects.filter(label="走访次数").update(value="常去")
    assert states(report) == ["complete", "complete", "complete", "complete", "in_progress"]


def test_returned(returned):
    assert states(returned) == ["complete", "complete", "complete", "returned", "complete"]


def test_the_reason_of_a_return_is_no_state_once_submitted_again(returned, author):
    submit_report(report=returned, by=author, at=MOMENT)
    returned.refresh_from_db()
    assert states(returned) == ["complete"] * 5


def test_queries(report, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert progress_of(report).is_ready


def test_dates_are_printed_where_the_office_is(submitted):
    """Submitted at one in the morning, UTC, is nine in Shanghai; a text being written has no date."""
    assert submitted.printed_date == "2026年11月3日"
    submitted.submitted_at = submitted.submitted_at.replace(hour=17)
    assert submitted.printed_date == "2026年11月4日"
    submitted.state = "returned"
    assert submitted.printed_date == ""
