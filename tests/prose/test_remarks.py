"""Marks at the passages that were commented on."""

from hypothesis import given
from hypothesis import strategies as st

from reports.prose.blanks import find_blanks
from reports.prose.content import ReportContent, SectionContent
from reports.prose.remarks import Remark, mark_remarks


def content(*bodies):
    sections = tuple(SectionContent("duty", "", "", body) for body in bodies)
    return ReportContent(title="述职报告", unit="", post="", name="", sections=sections)


def remark(number, *place):
    return Remark(number, "部分", "原文", "意见", "赵某", "2026-11-22", place=place or None)


def bodies(content):
    return [section.body for section in content.sections]


def test_marks_stand_behind_their_passages():
    marked = mark_remarks(content("抓学习。", "抓落实。"), [remark(1, 0, 3), remark(2, 1, 1), remark(3)])
    assert bodies(marked) == ["抓学习〔1〕。", "抓〔2〕落实。"]


def test_two_passages_with_one_end():
    assert bodies(mark_remarks(content("抓学习。"), [remark(1, 0, 3), remark(2, 0, 3)])) == ["抓学习〔1〕〔2〕。"]


def test_a_blank_is_not_torn():
    assert bodies(mark_remarks(content("学习【次数】次。"), [remark(7, 0, 4)])) == ["学习【次数】〔7〕次。"]


def test_empty_brackets_do_not_become_a_blank():
    assert bodies(mark_remarks(content("学【】习"), [remark(1, 0, 2)])) == ["学【】〔1〕习"]


@given(
    st.text(alphabet="学【】次。\n", max_size=40),
    st.lists(st.integers(0, 40), max_size=5),
)
def test_the_words_stay(body, offsets):
    remarks = [remark(n, 0, min(offset, len(body))) for n, offset in enumerate(offsets, start=1)]
    (marked,) = bodies(mark_remarks(content(body), remarks))
    without = marked
    for one in remarks:
        assert without.count(f"〔{one.number}〕") == 1
        without = without.replace(f"〔{one.number}〕", "")
    assert without == body
    assert [blank.label for blank in find_blanks(marked)] == [blank.label for blank in find_blanks(body)]
