"""What a careful reader finds in the words, and what is right although it looks alike."""

import cProfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.proofreading import CheckedText, Severity, proofread, register


def found(text, year=2026, **more):
    return [(words.check, words.text) for words in proofread(CheckedText(text, year, **more))]


def test_the_sentence_that_passed():
    assert found("XX单位某某同志解决*件，【未闭合，＿＿个，待补充。") == [
        ("unfinished", "XX"),
        ("unfinished", "某某"),
        ("unfinished", "*"),
        ("unpaired", "【"),
        ("unfinished", "＿＿"),
        ("unfinished", "待补充"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("新建泵站（  ）座", ["（  ）"]),
        ("投入资金【】元", ["【】"]),
        ("新建泵站【 】座，惠及【人数】人", ["【 】"]),
        ("其他工作（待补充）。", ["（待补充）"]),
        ("完成任务△△件", ["△△"]),
        ("增长？？%", ["？？"]),
        ("TODO 写供水", ["TODO"]),
        ("X月X日召开会议", ["X月X日"]),
    ],
)
def test_unfinished(text, words):
    assert found(text) == [("unfinished", word) for word in words]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("推进供水（一期", "（"),
        ("推进供水）一期", "）"),
        ("坚持“节水优先", "“"),
        ("学习《水法", "《"),
        ("坚持“节水（优先”", "（"),
        ("学）习（", "）（"),
        ("（（甲）", "（"),
    ],
)
def test_unpaired(text, marks):
    assert found(text) == [("unpaired", mark) for mark in marks]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023年，新建泵站三座。", ["2023年"]),
        ("现将2025年度工作报告如下。", ["2025年"]),
        ("截至2025年底，完成改造。2025年，学习两次。", ["2025年", "2025年"]),
        ("二〇二五年，新建泵站三座。", ["二〇二五年"]),
        ("2024年，修渠。2025年，修路。", ["2024年", "2025年"]),
    ],
)
def test_year(text, words):
    assert found(text) == [("year", word) for word in words]


@pytest.mark.parametrize(
    ("title", "words"),
    [("2025年度述职报告", ["2025年"]), ("2027年述职报告", ["2027年"]), ("2026年述职报告", []), ("述职报告", [])],
)
def test_year_of_a_title(title, words):
    assert found(title, is_title=True) == [("year", word) for word in words]


def test_a_name_left_out_is_asked_about():
    assert found("到某镇调研。") == [("concealed", "某")]


CLEAN = """
本人分管灌溉和供水。2026年，新建泵站三座，供水量较2025年增长5%，比2024年多两成。
2023年以来，先后修渠12公里；2022年3月任现职，2021年至2025年连续五年完成任务。
根据《2025年水利工作要点》和县委〔2025〕12号文件，推行“1+X”服务，帮助一些单位和某些村组解决困难。
一是学习；二是调研。1）铺设管网。（2）改造泵房，渠宽3*4米，水池长×宽为6×8米，池底10*20。
工期：3个月×2期。用Excel登记，不再用X光片，iPhone X上也能查；VIPXX型泵停用，don’t panic。
制度有待完善，线索尚待核实。二〇〇八年建成的老泵房已拆除。2027年将再建两座，到2030年全部改造。
张某、李某某两人已处理。带*号的指标已完成。“坚持‘节水优先’（以水定城）。”【学习次数】次。
"""


@pytest.mark.parametrize("line", CLEAN.strip().splitlines())
def test_nothing_in_clean_text(line):
    assert found(line) == []


ALPHABET = "XX某*＿（）【】“”《》2023年26，。；待补充较a一 \n"


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_places_are_those_of_the_words(text):
    for words in proofread(CheckedText(text, 2026)):
        assert text[words.start : words.end] == words.text
        assert words.text in words.excerpt or "……" in words.excerpt


@given(
    st.recursive(
        st.just("水"), lambda inner: st.builds("{}{}{}水{}".format, st.just("（"), inner, st.just("）"), inner)
    )
)
def test_pairs_within_pairs_are_clean(text):
    assert [words for check, words in found(text) if check == "unpaired"] == []


@given(st.text(alphabet="水渠（）“”《》", max_size=30))
def test_what_is_found_is_all_that_is_unpaired(text):
    """Without the marks that are found, nothing is."""
    places = {words.start for words in proofread(CheckedText(text)) if words.check == "unpaired"}
    paired = "".join(mark for place, mark in enumerate(text) if place not in places)
    assert [words for check, words in found(paired) if check == "unpaired"] == []


NASTY = [
    "3处林场、1处湖、",
    "由1个增加到2个，新增3个，",
    "（甲、乙、丙）五个",
    "十八次18次",
    "好地的",
    "其中1个。",
    "检查药店12家。21家药店合格。",
    "\t甲",
    "\t甲\n",
    "（",
    "）",
    "【",
    "“",
    "*",
    "某",
    "X ",
    "＿",
    "？",
    "2023年",
    "2023年，",
    "1）",
    "一〇",
    "（）【】“*某X＿？待补充",
    "《",
    "（ ",
    ".",
    " ",
    "\n",
    "1",
    "-",
    "水渠",
    "3个",
    "、水",
    "，",
    "12月31日",
    "一是",
    "第一，\n",
    "六个方面：",
    "等六个方面",
    "发现问题1个，解决2个，",
    "由1增加到2，",
    "新建泵站1座。",
    "**水",
    "（待",
    "[水](",
    "“水”",
    "注意：",
    "2023年，，",
    "%",
    "1%",
    "1.",
    "①",
    "《水》、",
    "__水",
    "$水",
    "|水",
    "其中1个、",
    "0",
    "1.1水\n",
    "/*",
    "正在1个，",
    "等六个方面，",
    "实际水水1个，",
    "任务1个，",
    "1个，共1个，",
    "水1个，水率1%，",
    "1个，比上年增加1个，",
    "回顾一年，水渠1个，水渠12个",
    "回顾一年\n附：\n水渠12个\n",
    "<!--",
    "一抓水，二抓水，",
    "1.水\n2、水\n",
    "“水、水、",
    "312件人",
    "（照片",
    "此处加水",
    "水1.万",
    "三件事：开渠修路种树，开渠修路种树，",
    "1个问题已整改1个，",
]


@pytest.mark.parametrize("between", ["。", "。\n"])
def test_what_is_left_out_of_a_series_that_begins_a_paragraph_is_named(between):
    (finding,) = proofread(CheckedText(f"第一，抓部署。第二，抓督查{between}第四，抓落实。", 2026))
    assert (finding.check, finding.text, finding.suggestion) == ("numbering", "第四，", "第三，")


@pytest.mark.parametrize(("heads", "said"), [(26, []), (27, ["wide_table"])])
def test_a_table_too_wide_for_the_page(heads, said):
    head, row = "\t".join(["水"] * heads), "\t".join("1" * heads)
    assert [check for check, _words in found(f"{head}\t\t\n{row}")] == said
    assert found(f"{head}\n{row}") == [(check, head) for check in said]
    assert [(one.details["columns"], one.details["most"]) for one in proofread(CheckedText(f"{head}\n{row}"))] == [
        (heads, 26) for _check in said
    ]


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match="two checks on the words with the name unpaired"):
        register("unpaired", Severity.HINT, looks_for="", source="")(lambda checked: [])


@pytest.mark.parametrize("shape", NASTY)
def test_two_hundred_thousand_characters_of_anything_are_answered(shape):
    """Ten times the text asks some ten times as much; how long it takes is measured by the bench. The first one reads
    the lists of words that it is held against.
    """
    _first, short, long = (calls_for((shape * length)[:length]) for length in (2_000, 20_000, 200_000))
    assert long < 11 * short


def calls_for(text):
    """A busy machine does not change them, as it does seconds."""
    profile = cProfile.Profile()
    profile.runcall(proofread, CheckedText(text, 2026))
    return sum(entry.callcount for entry in profile.getstats())
