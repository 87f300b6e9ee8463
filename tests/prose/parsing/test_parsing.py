"""Whole texts; the real reports are read from beside the repository."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.blanks import fill_blanks, find_labels
from reports.prose.content import Numbering
from reports.prose.numbering import chinese_number
from reports.prose.parsing import ParsedReport, read_report
from tests.examples import examples

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real reports are not beside the repository")


def outline(reading: ParsedReport):
    return [(str(section.kind), section.numeral, section.heading) for section in reading.sections]


def parts(reading: ParsedReport):
    yield from (reading.title, reading.salutation, reading.opening, reading.signature, reading.date, reading.left_over)
    for section in reading.sections:
        yield from (section.numeral, section.heading, section.body)


NUMBERED = """２０２４年度述职报告
县科技局局长　李明

尊敬的各位领导：
　　现将一年来的情况报告如下。
　　一、主要工作
　　（一）抓学习。集中学习XX次。
　　（二）抓业务。办理事项XX件。
　　二、存在的问题及原因
　　学习不够深入。
　　三、下一步打算
　　继续努力。
　　特此报告。
                    李明
                    2024年12月20日
"""


def test_headings_on_their_own_lines():
    reading = read_report(NUMBERED)
    assert outline(reading) == [
        ("duty", "一", "主要工作"),
        ("problems", "二", "存在的问题及原因"),
        ("next_steps", "三", "下一步打算"),
        ("closing", "", ""),
    ]
    assert (reading.title, reading.salutation) == ("２０２４年度述职报告", "尊敬的各位领导：")
    assert (reading.signature, reading.date) == ("县科技局局长　李明\n李明", "2024年12月20日")
    assert (reading.opening, reading.numbering) == ("现将一年来的情况报告如下。", Numbering.HEADED)
    assert reading.sections[0].body.split("\n") == [
        "（一）抓学习。集中学习【集中学习次数】次。",
        "（二）抓业务。办理事项【办理事项】件。",
    ]


@pytest.mark.parametrize("form", ["{n}、抓学习\n学习不断。\n", "第{n}，抓学习。学习不断。\n"])
def test_numbers_past_ninety_nine_are_read(form):
    numerals = [chinese_number(number) for number in range(1, 1102)]
    reading = read_report("述职报告\n" + "".join(form.format(n=numeral) for numeral in numerals))
    assert [section.numeral.removeprefix("第") for section in reading.sections] == numerals
    assert {(section.heading, section.body) for section in reading.sections} == {("抓学习", "学习不断。")}


def test_topic_sentences_run_in_and_passages_inside():
    reading = read_report(
        "述职报告\n现将情况报告如下。\n第一，加强学习。读书*本。\n第二，改进作风。走访*户。"
        "在肯定成绩的同时，我也看到存在的问题：学习不深。\n究其原因，是抓得不紧。\n下一步，我将改进。"
    )
    assert outline(reading) == [
        ("duty", "第一", "加强学习"),
        ("duty", "第二", "改进作风"),
        ("problems", "", ""),
        ("causes", "", ""),
        ("next_steps", "", ""),
    ]
    assert reading.numbering is Numbering.RUN_IN
    assert reading.sections[1].body == "走访【走访户数】户。"


def test_one_unbroken_line():
    reading = read_report(
        "2023年述职报告各位领导：现将工作报告如下。一、抓学习。读书。二、存在的不足。不深入。"
        "三、今后打算。努力。以上报告，请予评议。述职人：王强 2023年12月1日"
    )
    assert outline(reading) == [
        ("duty", "一", "抓学习"),
        ("problems", "二", "存在的不足"),
        ("next_steps", "三", "今后打算"),
        ("closing", "", ""),
    ]
    assert (reading.title, reading.salutation) == ("2023年述职报告", "各位领导：")
    assert (reading.signature, reading.date) == ("述职人：王强", "2023年12月1日")


def test_second_series_announced_as_plans_is_one_section():
    reading = read_report(
        "工作总结\n\n一、抓学习\n认真读书。\n二、抓业务\n认真办事。\n针对不足，明年工作安排如下：\n一、再学习\n多读。\n二、再实践\n多做。"
    )
    assert outline(reading) == [("duty", "一", "抓学习"), ("duty", "二", "抓业务"), ("next_steps", "", "")]
    assert reading.sections[2].body == "针对不足，明年工作安排如下：\n一、再学习\n多读。\n二、再实践\n多做。"


def test_first_second_last():
    reading = read_report(
        "述职报告\n下面作汇报。\n首先，抓学习。读书。\n其次，抓业务。办事。\n最后，我也看到自己还存在不少不足。"
    )
    assert outline(reading) == [("duty", "首先", "抓学习"), ("duty", "其次", "抓业务"), ("problems", "最后", "")]


def test_headings_without_numbers():
    prose = "这一年里认真完成了各项工作任务，得到领导和同事们的一致认可和好评。"
    reading = read_report(f"述职报告\n现报告如下：\n主要工作\n{prose}\n存在的不足\n{prose}\n明年工作计划\n{prose}")
    assert outline(reading) == [
        ("duty", "", "主要工作"),
        ("problems", "", "存在的不足"),
        ("next_steps", "", "明年工作计划"),
    ]


def test_parts_begun_with_a_dash():
    reading = read_report(
        "述职报告\n概括为两句话。\n——抓学习。读书。\n——抓作风。走访。\n我的不足：不深入。\n明年，我将努力。"
    )
    assert outline(reading) == [
        ("duty", "", "抓学习"),
        ("duty", "", "抓作风"),
        ("problems", "", ""),
        ("next_steps", "", ""),
    ]


def test_headings_in_lenticular_brackets_are_no_blanks():
    reading = read_report("述职报告\n【一、工作】\n完成（  ）件。\n【二、存在的问题】\n不足。")
    assert outline(reading) == [("duty", "一", "工作"), ("problems", "二", "存在的问题")]
    assert [(blank.label, blank.unit) for blank in reading.blanks] == [("完成件数", "件")]


def test_list_inside_one_of_many_paragraphs_divides_nothing():
    reading = read_report("述职报告\n今年我做了很多。\n学习好。\n业务好。\n作风好，一是走访。二是座谈。")
    assert outline(reading) == [("duty", "", "")]


@pytest.mark.parametrize("piece", ["一、好\n", "增长XX亿元，", "在总结的同时", "（", "*个，", "【"])
def test_long_text_of_one_piece(piece):
    assert sum(map(len, parts(read_report(piece * 3_000)))) >= 3_000


def test_parts_and_two_line_title():
    reading = read_report(
        "2023年度履行全面从严治党\n主体责任情况报告\n市委：\n现报告如下：\n第一部分 履职情况\n第一，抓学习。好。\n"
        "第二，抓作风。好。\n第二部分 原因分析\n第一，学得少。\n第三部分 下步打算\n多学。"
    )
    assert reading.title == "2023年度履行全面从严治党主体责任情况报告"
    assert reading.salutation == "市委："
    assert outline(reading) == [
        ("duty", "第一部分", "履职情况"),
        ("causes", "第二部分", "原因分析"),
        ("next_steps", "第三部分", "下步打算"),
    ]


@pytest.mark.parametrize("text", ["", " \n\u3000", "\ufeff"])
def test_nothing_to_read(text):
    assert [warning.code for warning in read_report(text).warnings] == ["empty"]


def test_what_cannot_be_divided_is_one_section():
    reading = read_report("这是一段没有序号的话。")
    assert outline(reading) == [("duty", "", "")]
    assert [warning.code for warning in reading.warnings] == ["no_title", "undivided"]


def test_gap_in_the_numbers_is_said():
    reading = read_report("述职报告\n一、甲\n好。\n二、乙\n好。\n四、丙\n好。")
    assert [warning.message for warning in reading.warnings] == ["序号不连续：二 之后是 四"]


def test_notes_below_the_date_are_left_over():
    reading = read_report("述职报告\n一、甲\n好。\n二、乙\n好。\n李明\n2024年12月1日\n本文来源：网络")
    assert (reading.left_over, reading.signature, reading.date) == ("本文来源：网络", "李明", "2024年12月1日")


def test_json_has_the_keys_of_the_command():
    data = read_report(NUMBERED).to_json()
    assert data["sections"][2] == {
        "kind": "next_steps",
        "numeral": "三",
        "heading": "下一步打算",
        "body": "继续努力。",
        "characters": 9,
    }
    assert data["blanks"][0] == {
        "label": "集中学习次数",
        "kind": "number",
        "unit": "次",
        "section": 0,
        "context": "集中学习【集中学习次数】次",
    }
    assert (data["removed"], data["warnings"]) == ([], [])


PIECES = [
    "一、",
    "二、",
    "第一，",
    "第二，",
    "（一）",
    "1.",
    "首先，",
    "其次，",
    "\n",
    "\u3000",
    "。",
    "，",
    "报告",
    "述职",
    "工作",
    "存在的问题",
    "究其原因",
    "下一步，",
    "各位领导：",
    "特此报告。",
    "2024年12月1日",
    "学习",
    "增长",
    "亿元",
    "甲",
    "乙",
]
OPEN = [
    "*",
    "XX",
    "××",
    "【】",
    "【甲】",
    "某市",
    "____",
    "20XX年",
    "“",
    "”",
    "《",
    "》",
    "\t",
    "(",
    ")",
    ",",
    '"',
    "##paidend##",
]
WORD = re.compile(r"[\u4e00-\u9fff0-9]")


@examples(150)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_word_is_lost_and_none_is_invented(text):
    read = "".join(parts(read_report(text)))
    assert Counter(WORD.findall(read)) == Counter(WORD.findall(text))


@examples(150)
@given(st.lists(st.sampled_from(PIECES + OPEN), max_size=40).map("".join))
def test_every_blank_stands_once_in_the_text_under_its_own_label(text):
    reading = read_report(text)
    labels = [blank.label for blank in reading.blanks]
    assert sorted(labels) == sorted(set(labels))
    assert set(labels) == {label for part in parts(reading) for label in find_labels(part)}
    assert all(1 <= len(label) <= 16 and label.isalnum() for label in labels)


@examples(100)
@given(st.text())
def test_any_text_can_be_read(text):
    assert isinstance(read_report(text).to_json(), dict)


@examples(60)
@given(st.lists(st.sampled_from(PIECES + OPEN), max_size=30).map("".join))
def test_what_was_removed_stands_in_the_text_where_it_says(text):
    for removed in read_report(text).removed:
        assert text[removed.offset :].startswith(removed.text)


@pytest.fixture(scope="module")
def seed():
    return read_report((SAMPLES / "seed-duty-report-2023.txt").read_text(encoding="utf-8"))


@needs_samples
def test_seed_sections(seed):
    assert [(str(section.kind), section.numeral) for section in seed.sections] == [
        ("duty", "第一"),
        ("duty", "第二"),
        ("duty", "第三"),
        ("duty", "第四"),
        ("duty", "第五"),
        ("problems", ""),
        ("next_steps", ""),
    ]
    assert [len(section.heading) for section in seed.sections] == [20, 21, 19, 20, 17, 0, 0]
    assert [removed.text for removed in seed.removed] == ["##paidbegin##", "##paidend##"]
    assert (len(seed.title), len(seed.opening), seed.warnings) == (17, 43, ())


@needs_samples
def test_seed_blanks(seed):
    kinds = Counter(str(blank.kind) for blank in seed.blanks)
    assert (len(seed.blanks), kinds) == (57, Counter(number=37, text=20))
    units = Counter(blank.unit for blank in seed.blanks if blank.kind == "number")
    assert units["亿元"] == 5
    labels = {blank.label: blank.unit for blank in seed.blanks}
    assert [labels[label] for label in ("生产总值", "生产总值增长", "居民人均可支配收入增长", "领导接访人次")] == [
        "亿元",
        "％",
        "％",
        "人次",
    ]


@needs_samples
def test_seed_loses_no_word(seed):
    text = (SAMPLES / "seed-duty-report-2023.txt").read_text(encoding="utf-8")
    read = fill_blanks("".join(parts(seed)), lambda _: "")
    assert Counter(WORD.findall(read)) == Counter(WORD.findall(text))


@needs_samples
@pytest.mark.parametrize(
    ("name", "encoding", "kinds", "blanks"),
    [
        ("01-gb18030.txt", "gb18030", ["duty"] * 4 + ["next_steps"], 5),
        ("07-levels-and-blanks.txt", "utf-8", ["duty", "problems"], 5),
        ("10-one-unbroken-paragraph.txt", "utf-8", ["duty"], 0),
        ("24-many-blanks.txt", "utf-8", ["duty"], 21),
    ],
)
def test_other_samples(name, encoding, kinds, blanks):
    reading = read_report((SAMPLES / name).read_text(encoding=encoding))
    assert ([str(section.kind) for section in reading.sections], len(reading.blanks)) == (kinds, blanks)
