"""A text that was read in, cut by a person: nothing lost, and every cut taken back by its opposite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.cuts import Cut, cut_parts, heading_style, heads
from reports.prose.parsing.result import ParsedSection

from ..examples import examples

WORK = ParsedSection(
    "duty",
    "一",
    "主要工作",
    "一年来做了三件事。\n（一）抓学习。学了十次。\n开会。\n在抓供水方面，修了渠。\n存在的问题\n调研不够。",
)
PLANS = ParsedSection("next_steps", "二", "下一步打算", "多下村。")
END = ParsedSection("closing", "", "", "请批评。\n谢谢。")
PARTS = [WORK, PLANS, END]


def words(cut):
    return [(part.section.kind, part.section.numeral, part.section.heading, part.section.body) for part in cut]


def test_cut_at_the_heads_the_parts_are_as_they_were_read():
    assert [part.section for part in cut_parts(PARTS, heads(PARTS))] == PARTS


def test_split_at_headings_with_and_without_a_number():
    cuts = [*heads(PARTS), Cut(0, 2), Cut(0, 4), Cut(0, 5)]
    assert words(cut_parts(PARTS, cuts))[:4] == [
        ("duty", "一", "主要工作", "一年来做了三件事。"),
        ("duty", "一", "抓学习", "学了十次。\n开会。"),
        ("duty", "", "在抓供水方面", "修了渠。"),
        ("problems", "", "存在的问题", "调研不够。"),
    ]


def test_split_at_a_paragraph_that_is_no_heading_leaves_its_words_alone():
    assert words(cut_parts([WORK], [Cut(0), Cut(0, 3)]))[1][2:] == (
        "",
        "开会。\n在抓供水方面，修了渠。\n存在的问题\n调研不够。",
    )


def test_joined_the_heading_below_is_a_paragraph_of_the_part_above():
    assert words(cut_parts(PARTS, [Cut(0)])) == [
        ("duty", "一", "主要工作", "\n".join([WORK.body, "下一步打算", PLANS.body, END.body]))
    ]


def test_a_part_without_a_heading_begins_at_its_first_paragraph():
    assert words(cut_parts([END], [Cut(0), Cut(0, 1)])) == [
        ("closing", "", "", "请批评。"),
        ("closing", "", "", "谢谢。"),
    ]


def test_paragraphs_of_aspects_without_numbers_are_split_the_first_with_its_heading_too():
    text = ParsedSection(
        "duty", "", "", "在思想政治方面，学了。\n在供水保障方面，修了渠。\n还有话。\n廉洁自律方面。没收礼。"
    )
    (whole,) = cut_parts([text], [Cut(0)])
    assert whole.section == text
    assert words(cut_parts([text], [Cut(0), *whole.headings])) == [
        ("duty", "", "在思想政治方面", "学了。"),
        ("duty", "", "在供水保障方面", "修了渠。\n还有话。"),
        ("duty", "", "廉洁自律方面", "没收礼。"),
    ]


def test_where_a_part_may_be_split():
    (part,) = cut_parts([WORK], [Cut(0)])
    assert [paragraph.cut for paragraph in part.paragraphs if paragraph.heading] == [Cut(0, 2), Cut(0, 4), Cut(0, 5)]
    assert [paragraph.cut for paragraph in part.paragraphs] == [None, *(Cut(0, line) for line in range(2, 7))]


def test_one_button_splits_at_headings_of_one_style_only():
    body = "（一）学习。\n1.学了。\n2.又学了。\n（二）供水。\n1.修了。\n（三）民生\n在住房方面，建了。"
    (part,) = cut_parts([ParsedSection("duty", "一", "工作", body)], [Cut(0)])
    assert part.headings == [Cut(0, 4), Cut(0, 6)]


def test_one_button_does_not_leave_a_heading_alone():
    """At the heading just below the part's own one may split; all at once begins with the next."""
    (part,) = cut_parts([ParsedSection("duty", "一", "工作", "（一）学习。学了。\n（二）供水。修了。")], [Cut(0)])
    assert ([paragraph.cut for paragraph in part.paragraphs], part.headings) == ([Cut(0, 1), Cut(0, 2)], [Cut(0, 2)])


def test_virtues_in_a_word_each_are_split_at_their_labels():
    text = ParsedSection("duty", "", "", "德：坚定信念。\n能：会办事。\n廉：没收礼。")
    (whole,) = cut_parts([text], [Cut(0)])
    assert words(cut_parts([text], [Cut(0), *whole.headings])) == [
        ("duty", "", "德", "坚定信念。"),
        ("duty", "", "能", "会办事。"),
        ("duty", "", "廉", "没收礼。"),
    ]


def test_a_part_without_headings_is_split_at_its_paragraphs_and_one_with_them_is_not():
    speech = ParsedSection("duty", "", "", "这一年，讲政治。\n这一年，抓发展。\n这一年，守规矩。")
    (whole,) = cut_parts([speech], [Cut(0)])
    assert (whole.headings, whole.paragraph_cuts) == ([], [Cut(0, 1), Cut(0, 2)])
    split = cut_parts([speech], [Cut(0), *whole.paragraph_cuts])
    assert [part.section.body for part in split] == speech.body.split("\n")
    assert cut_parts([WORK], [Cut(0)])[0].paragraph_cuts == []


def test_what_follows_a_heading_in_one_line_is_not_split_from_it():
    part = cut_parts([WORK], [Cut(0), Cut(0, 2)])[1]
    assert [(paragraph.text, paragraph.cut) for paragraph in part.paragraphs][:2] == [
        ("学了十次。", None),
        ("开会。", Cut(0, 3)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、学习",
        "（二）供水。修渠。",
        "3.民生",
        "政治建设方面：学了。",
        "廉洁自律",
        "思想上，学了。",
        "在作风上：严。",
        "德：坚定信念。",
    ],
)
def test_a_heading(text):
    assert heading_style(text)


@pytest.mark.parametrize(
    "text", ["各方面工作都做了。", "今年做了三件事。", "", "学", "全面抓好各方面工作的落实，不松劲。", "基础上，好。"]
)
def test_no_heading(text):
    assert not heading_style(text)


@pytest.mark.parametrize("key", ["0", "12", "3-4"])
def test_a_cut_is_read_as_it_is_sent(key):
    assert Cut.read(key).key == key


@pytest.mark.parametrize("key", ["", "-", "1-", "-1", "a", "1-2-3", "1" * 7, "٣ "])
def test_a_key_that_is_none(key):
    assert Cut.read(key) is None


LINES = st.sampled_from(
    ["（一）抓政治。学了。", "在民生方面，修了渠。", "能：会办事。", "存在的问题", "做事，做人。", "谢谢。", "1.学习。"]
)
READ = st.lists(
    st.builds(
        ParsedSection,
        st.sampled_from(["duty", "problems", "closing"]),
        st.just(""),
        st.sampled_from(["", "工作", "打算"]),
        st.lists(LINES, max_size=5).map("\n".join),
    ),
    max_size=5,
)
CUTS = st.sets(st.builds(Cut, st.integers(0, 6), st.integers(0, 7)))


def characters(sections):
    marks = str.maketrans("", "", "（）一1.。，：\n")
    return "".join(f"{section.heading}{section.body}" for section in sections).translate(marks)


@examples(300)
@given(READ, CUTS)
def test_no_word_is_lost_and_their_order_stays(parts, cuts):
    """Only the numerals of headings and the marks after them go."""
    cut = cut_parts(parts, cuts)
    assert characters(part.section for part in cut) == characters(parts)


@examples(300)
@given(READ, CUTS, st.data())
def test_a_split_that_is_joined_again_leaves_what_was_there(parts, cuts, data):
    before = cut_parts(parts, cuts)
    offered = [paragraph.cut for part in before for paragraph in part.paragraphs if paragraph.cut]
    if not offered:
        return
    begins = {part.cut for part in before}
    added = data.draw(st.sampled_from(offered))
    after = cut_parts(parts, begins | {added})
    assert {part.cut for part in after} == begins | {added}
    assert cut_parts(parts, {part.cut for part in after} - {added}) == before
