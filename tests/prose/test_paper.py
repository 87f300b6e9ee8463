"""Rows and runs of a section: what is printed, and where it stands in the stored text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.blanks import find_blanks
from reports.prose.content import FigureContent, ReportContent, SectionContent
from reports.prose.paper import PaperRow, PaperSpan, Passage, lay_out

CONTENT = ReportContent("述职报告", "", "", "", figures=(FigureContent("次数", "number", "次", "12"),))


def section(body, heading="", numeral=""):
    return SectionContent("duty", numeral, heading, body)


def texts(rows):
    return [(row.level, "".join(r.text for r in row.lead), "".join(r.text for r in row.rest)) for row in rows]


def test_a_run_in_heading_begins_the_first_paragraph_and_has_no_offsets():
    first, second = lay_out(CONTENT, section("走访。\n座谈。", "抓学习", "第一"))
    assert first == PaperRow(1, [PaperSpan("第一，抓学习"), PaperSpan("。")], [PaperSpan("走访。", start=0, end=3)])
    assert second == PaperRow(0, [], [PaperSpan("座谈。", start=4, end=7)])


def test_a_heading_of_its_own_line():
    rows = lay_out(CONTENT, section("（一）走访。多走。", "抓学习", "一"))
    assert texts(rows) == [(1, "一、抓学习", ""), (2, "（一）走访。", "多走。")]
    assert [(row.start, row.end) for row in rows] == [(None, None), (0, 9)]


def test_a_run_in_heading_without_a_text():
    assert texts(lay_out(CONTENT, section("", "抓学习", "第一"))) == [(1, "第一，抓学习。", "")]


def test_a_value_stands_at_the_offsets_of_its_whole_blank():
    (row,) = lay_out(CONTENT, section("  共【次数】次，【户数】户。"))
    assert row.rest == [
        PaperSpan("共", start=2, end=3),
        PaperSpan("12", "次数", start=3, end=7),
        PaperSpan("次，", start=7, end=9),
        PaperSpan("户数", "户数", filled=False, start=9, end=13),
        PaperSpan("户。", start=13, end=15),
    ]


def test_overlapping_passages_cut_the_runs():
    (row,) = lay_out(CONTENT, section("一二三四五"), [Passage(7, 0, 3), Passage(8, 2, 4)])
    assert [(run.text, run.keys, run.ends) for run in row.rest] == [
        ("一二", (7,), ()),
        ("三", (7, 8), (7,)),
        ("四", (8,), (8,)),
        ("五", (), ()),
    ]
    assert row.ends == [7, 8]


def test_a_passage_over_several_paragraphs_ends_in_the_last():
    rows = lay_out(CONTENT, section("一二\n三四"), [Passage(7, 1, 4)])
    assert [row.ends for row in rows] == [[], [7]]
    assert [[(r.text, r.keys) for r in row.rest] for row in rows] == [
        [("一", ()), ("二", (7,))],
        [("三", (7,)), ("四", ())],
    ]


def test_a_passage_that_ends_at_the_line_end():
    """The line end itself is in no run; the passage must not be without a row."""
    rows = lay_out(CONTENT, section("一二\n三四"), [Passage(7, 0, 3)])
    assert [row.ends for row in rows] == [[7], []]


def test_a_table_is_one_row_and_its_cells_are_at_their_offsets():
    before, row = lay_out(CONTENT, section("如下：\n项目\t次数\n走访\t【次数】", "抓学习", "第一"), [Passage(7, 4, 8)])
    assert (before.level, before.table, row.level, row.lead) == (1, [], 0, [])
    head, values = row.table
    assert head == [
        [PaperSpan("项目", start=4, end=6, keys=(7,))],
        [PaperSpan("次", start=7, end=8, keys=(7,), ends=(7,)), PaperSpan("数", start=8, end=9)],
    ]
    assert values == [[PaperSpan("走访", start=10, end=12)], [PaperSpan("12", "次数", start=13, end=17)]]
    assert (row.start, row.end, row.labels, row.ends) == (4, 17, ["次数"], [7])


def test_a_run_in_heading_stands_above_a_table_not_in_it():
    heading, row = lay_out(CONTENT, section("项目\t次数\n走访\t3", "抓学习", "第一"))
    assert texts([heading]) == [(1, "第一，抓学习。", "")]
    assert [[[run.text for run in cell] for cell in cells] for cells in row.table] == [
        [["项目"], ["次数"]],
        [["走访"], ["3"]],
    ]


@given(
    st.text("一二 \n\t【】次数（）。", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=4),
)
def test_every_run_is_at_its_offsets(body, spans):
    passages = [Passage(key, start, start + length) for key, (start, length) in enumerate(spans)]
    runs = [run for row in lay_out(CONTENT, section(body), passages) for run in [*row.lead, *row.rest]]
    blanks = {(blank.start, blank.end) for blank in find_blanks(body)}
    assert all((run.start, run.end) in blanks if run.label else body[run.start : run.end] == run.text for run in runs)
    assert [run.start for run in runs] == sorted({run.start for run in runs})
    for run in runs:
        for passage in passages:
            touched = bool(body[max(run.start, passage.start) : min(run.end, passage.end)].strip())
            assert (passage.key in run.keys) or not touched


@pytest.mark.parametrize("passages", [[], [Passage(1, 1, 5)]])
def test_marks_change_no_words(passages):
    body = "共【次数】次。\n完。"
    assert texts(lay_out(CONTENT, section(body), passages)) == texts(lay_out(CONTENT, section(body)))
