"""The table of opinions, as a PDF and as a workbook, and the draft with marks."""

from io import BytesIO

import openpyxl
import pytest

from reports.documents.restoring import read_attached_content
from reports.documents.workbook import write_workbook
from reports.gongwen.pdf import Unprintable, Variant
from reports.prose.remarks import Remark

from .pages import body_text, render
from .sample_report import write_report

REMARKS = [
    Remark(1, "政治建设", "组织学习", "=1+1\n口径要统一。", "赵启", "2026-11-20 09:00", place=(0, 2)),
    Remark(
        2,
        "存在问题",
        "<b>",
        "@SUM(A1)\x07",
        "赵启",
        "2026-11-20 09:10",
        "采纳",
        "已改。",
        "林晓",
        "2026-11-21 08:00",
        changed="文字已改",
    ),
]


def cells(data):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(data)).active.iter_rows()]


def test_the_workbook_has_a_row_for_each_remark():
    title, heads, first, second = cells(write_workbook("述职报告", REMARKS))
    assert title[0] == "述职报告意见汇总表"
    assert heads == [
        "序号", "部分", "原文", "意见建议", "提出人", "提出时间",
        "采纳情况", "文字改动", "答复说明", "答复人", "答复时间",
    ]  # fmt: skip
    assert first == [
        1,
        "政治建设",
        "组织学习",
        "=1+1\n口径要统一。",
        "赵启",
        "2026-11-20 09:00",
        None,
        None,
        None,
        None,
        None,
    ]
    assert second[3:] == [
        "@SUM(A1)",
        "赵启",
        "2026-11-20 09:10",
        "采纳",
        "文字已改",
        "已改。",
        "林晓",
        "2026-11-21 08:00",
    ]


def test_the_table_says_that_a_report_was_late():
    late = {"remarks": REMARKS, "is_late": True}
    assert cells(write_workbook("述职报告", **late))[0][0] == "述职报告意见汇总表（迟交）"
    for variant in (Variant.REMARKS, Variant.ANNOTATED):
        texts = [body_text(render(write_report(), variant=variant, **told)) for told in (late, {"remarks": REMARKS})]
        assert [text.replace(" ", "").count("（迟交）") for text in texts] == [1, 0]


def test_no_words_become_a_formula():
    book = openpyxl.load_workbook(BytesIO(write_workbook("=HYPERLINK(1)", REMARKS)))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert kinds & {"f", "e", "d", "b"} == set()


def test_the_table_of_opinions_prints_every_word():
    text = body_text(render(write_report(), variant=Variant.REMARKS, remarks=REMARKS)).replace(" ", "")
    for remark in REMARKS:
        for word in (remark.passage, remark.by, remark.verdict, remark.changed, remark.reason):
            assert text.count(word) >= 1
    assert text.count("意见汇总表") == 1


def test_the_annotated_draft_marks_the_passages_and_restores_the_words():
    content = write_report()
    data = render(content, variant=Variant.ANNOTATED, remarks=REMARKS)
    assert body_text(data).count("〔1〕") == 1
    assert read_attached_content(data) == content


@pytest.mark.parametrize("variant", [Variant.ANNOTATED, Variant.REMARKS])
def test_nothing_said_nothing_to_print(variant):
    with pytest.raises(Unprintable) as unprintable:
        render(write_report(), variant=variant)
    assert unprintable.value.code == "no_remarks"
    with pytest.raises(Unprintable):
        write_workbook("述职报告", [])
