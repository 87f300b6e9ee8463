import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.attachment_note import number_note, print_mark, split_attachments
from reports.prose.content import AttachmentContent, ReportContent, SectionContent
from reports.prose.parsing import read_report
from reports.prose.plain import print_plain

LISTS = AttachmentContent("水渠清单", "一、东渠\n已经通水。\n二、西渠"), AttachmentContent("获奖证书复印件")
BODY = ["水务述职报告", "全年修好水渠。"]
TITLES = st.text("水渠清单道路修建情况表2026年", min_size=1, max_size=30)


def test_one_alone_has_no_number():
    assert number_note(LISTS[:1]) == [("附件：", "水渠清单")]
    assert print_mark(1, 1) == "附件"


def test_several_are_numbered_and_lose_their_final_marks():
    several = [AttachmentContent("甲表。"), AttachmentContent(" 乙表；"), AttachmentContent("《丙》")]
    assert number_note(several) == [("附件：1. ", "甲表"), ("2. ", "乙表"), ("3. ", "《丙》")]
    assert [print_mark(number, 3) for number in (1, 2, 3)] == ["附件1", "附件2", "附件3"]


def report(**changes) -> ReportContent:
    sections = (SectionContent("duty", "", "", "全年修好水渠。"),)
    words = {"title": "水务述职报告", "unit": "", "post": "", "name": "", "date": "2026年1月5日", "sections": sections}
    return ReportContent(**words | changes)


def test_printed_in_order_below_the_body_and_after_the_date():
    assert print_plain(report(attachments=LISTS)).splitlines() == [
        *BODY, "附件：1. 水渠清单", "2. 获奖证书复印件", "2026年1月5日",
        "附件1", "水渠清单", "一、东渠", "已经通水。", "二、西渠",
    ]  # fmt: skip


@pytest.mark.parametrize("attachments", [LISTS, LISTS[:1], LISTS[1:]])
def test_read_in_as_printed(attachments):
    reading = read_report(print_plain(report(attachments=attachments)))
    assert reading.attachments == attachments
    assert [section.body for section in reading.sections] == ["全年修好水渠。"]
    assert (reading.title, reading.date, reading.left_over) == ("水务述职报告", "2026年1月5日", "")


@given(st.lists(TITLES, min_size=1, max_size=12, unique=True))
def test_any_titles_come_back(titles):
    lines = [*BODY, *(f"{prefix}{title}" for prefix, title in number_note([*map(AttachmentContent, titles)]))]
    parted = split_attachments(lines)
    assert (parted.lines, [attachment.title for attachment in parted.attachments]) == (BODY, titles)


IN_DOUBT = {
    "prose goes on below": [*BODY, "附件：1.清单", "这以后还有一大段正文。"],
    "a sentence": [*BODY, "附件：以上材料均已核实。"],
    "numbers do not follow": [*BODY, "附件：2.清单"],
    "a page that the note does not name": [*BODY, "附件：清单", "附件3", "清单"],
    "the same page twice": [*BODY, "附件：1.甲", "2.乙", "附件1", "甲", "内容", "附件1", "甲", "内容"],
    "only a word in the prose": [*BODY, "详见附件：清单一", *BODY],
}


@pytest.mark.parametrize("lines", IN_DOUBT.values(), ids=IN_DOUBT)
def test_what_is_in_doubt_stays(lines):
    assert split_attachments(lines).lines == lines
    assert split_attachments(lines).attachments == ()


def test_a_title_broken_by_hand_is_known_again_another_one_is_kept():
    lines = [
        *BODY,
        "附件：1.东渠和西渠修建清单",
        "2.证书",
        "附件 1",
        "东渠和西渠",
        "修建清单",
        "通水。",
        "附件2",
        "奖状",
        "一张",
    ]
    assert split_attachments(lines).attachments == (
        AttachmentContent("东渠和西渠修建清单", "通水。"),
        AttachmentContent("证书", "奖状\n一张"),
    )


@given(
    st.lists(st.sampled_from([*BODY, "附件：1.甲", "附件：乙", "2.丙", "附件", "附件1", "附件2", "甲", "2026年1月5日"]))
)
def test_no_line_is_lost(lines):
    parted = split_attachments(lines)
    kept = "".join([*parted.lines, *(attachment.title + attachment.body for attachment in parted.attachments)])
    for words in BODY:
        assert kept.count(words) == "".join(lines).count(words)
