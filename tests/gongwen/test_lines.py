import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.gongwen.lines import Extent, TextRun, break_paragraph, break_ragged, break_title, vary_paragraph
from reports.gongwen.lines.justification import LARGEST_GAP
from reports.gongwen.lines.punctuation import CLOSING, OPENING, find_joints

WIDTH = 28_000
NEVER_FIRST = "，。、；：？！”’）》〉】％%…"
NEVER_LAST = "“‘（《〈【"


def extent(_face, character):
    """A plain face: Han and marks an em, everything else half an em."""
    if character < "\u2000":
        return Extent(500, 0, 0)
    return Extent(1000, 500 if character in OPENING else 0, 500 if character in CLOSING else 0)


def broken(text, width=WIDTH, **options):
    return break_paragraph([TextRun(text, "body")], extent, width=width, **options)


def set_width(line):
    """The width of a line as it will be set: every advance and every gap but the last."""
    characters = [(character, piece.spacing) for piece in line.pieces for character in piece.text]
    return sum(extent("", c).advance + spacing for c, spacing in characters) - characters[-1][1]


def texts(text, **options):
    return [line.text for line in broken(text, **options)]


def test_nothing_has_no_lines():
    assert broken("") == []


def test_28_characters_a_line():
    assert [len(line) for line in texts("述" * 70)] == [28, 28, 14]


def test_the_first_line_is_narrower_by_its_indent():
    assert [len(line) for line in texts("述" * 70, indent=2000)] == [26, 28, 16]


def test_spacing_makes_room():
    # 28 characters of an em in 27.64 ems, a hundredth and a third closer to each other.
    lines = broken("述" * 70, width=27_638, spacing=-13)
    assert [len(line.text) for line in lines] == [28, 28, 14]
    assert [piece.spacing for piece in lines[0].pieces] == [-13]


def test_a_line_pulls_in_the_mark_that_may_not_begin_the_next():
    first = "述" * 9 + "，" + "述" * 9 + "，" + "述" * 8 + "。"  # 29 characters
    assert texts(first + "述" * 20) == [first, "述" * 20]


def test_or_gives_the_next_one_a_character():
    assert texts("述" * 28 + "。" + "述" * 20) == ["述" * 27, "述。" + "述" * 20]


@pytest.mark.parametrize("before", range(20, 29))
def test_an_opening_mark_never_ends_a_line(before):
    assert [line for line in texts("述" * before + "《述职报告》" + "述" * 30) if line[-1] == "《"] == []


def test_doubled_marks_lose_half_an_em():
    (line,) = broken("述”，述")
    assert [(piece.text, piece.spacing) for piece in line.pieces] == [("述", 0), ("”", -500), ("，述", 0)]


@pytest.mark.parametrize("pair", ["”，", "）。", "》《", "。”", "，“", "（《", "：“"])
def test_pairs_take_an_em_and_a_half(pair):
    (line,) = broken(pair)
    assert set_width(line) == 1500


@pytest.mark.parametrize("pair", ["——", "……", "述，", "“述", "（述"])
def test_others_keep_their_width(pair):
    (line,) = broken(pair)
    assert set_width(line) == 2000


@pytest.mark.parametrize(
    "kept", ["——", "……", "PostgreSQL", "12.5%", "3.6％", "2026年", "1234人次", "3个百分点", "2021—"]
)
@pytest.mark.parametrize("before", range(20, 28))
def test_what_belongs_together_stays_together(kept, before):
    lines = texts("述" * before + kept + "述" * 30)
    assert len([line for line in lines if kept in line]) == 1


def test_a_word_longer_than_a_line_is_divided():
    assert [len(line) for line in texts("x" * 130)] == [56, 56, 18]


def test_an_address_is_divided_at_its_joints():
    first, second, *_ = texts("述" * 20 + "https://example.org/" + "述" * 30)
    assert (first[-8:], second[:4]) == ("example.", "org/")


ADDRESS = "https://www.example.gov.cn/zwgk/2026/05/t20260511_report-final.html?id=12&page=3"


@pytest.mark.parametrize(
    ("before", "first"),
    [(5, "https://www.example.gov.cn/zwgk/2026/05/"), (12, "https://www.example.gov.cn/"), (17, "https://www."),
     (22, "https://")],
)  # fmt: skip
def test_an_address_goes_on_after_a_sign(before, first):
    assert texts("述" * before + ADDRESS + "，" + "职" * 40, indent=2000)[0] == "述" * before + first


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        (ADDRESS, ["https://", "www.", "example.", "gov.", "cn/", "zwgk/", "2026/", "05/", "t20260511_", "report",
                   "-final.", "html?", "id=", "12&", "page=3"]),
        ("zhang.san_2026@qinghe.gov.cn", ["zhang.", "san_", "2026@", "qinghe.", "gov.cn"]),
        ("D:\\files\\2026\\report.docx", ["D:\\files\\", "2026\\", "report.", "docx"]),
        ("http://192.168.1.20/index.html", ["http://", "192.168.1.20/", "index.", "html"]),
        ("PostgreSQL-compatible", ["PostgreSQL", "-compatible"]),
        ("ISO/IEC27001:2022", ["ISO/", "IEC27001:2022"]),
        *((whole, [whole]) for whole in ("TCP/IP", "GB/T9704-2012", "COVID-19", "2025/12/31", "1234567890123456.78")),
    ],
)  # fmt: skip
def test_joints_of_a_word(word, pieces):
    edges = [0, *find_joints(word), len(word)]
    assert [word[start:end] for start, end in pairwise(edges)] == pieces


LONG_WORDS = (
    ADDRESS, "zhang.san_2026@dangjian.qinghe.gov.cn", "https://pan.example.cn/s/1a2B3c4D5e6F7g8H9i0JkLmNoPqRsTuVwXyZ",
    "state-of-the-art-technology", "PostgreSQL", "a1b2c3d4e5f6a7b8c9d0" * 3, "ISO/IEC27001:2022",
)  # fmt: skip


def joint_before(line, start, text, words):
    """The last joint inside the word in which the line from `start` ends; None where it ends elsewhere or at one."""
    end = start + len(line.text)
    for word_start, word in words:
        joints = [word_start + joint for joint in find_joints(word)]
        if word_start < end < word_start + len(word) and end not in joints:
            return max((joint for joint in joints if start < joint < end), default=None)
    return None


@given(
    st.lists(st.sampled_from([*LONG_WORDS, "述", "述职报告", "工作", "《条例》", "2025年"]), min_size=1, max_size=30)
)
def test_no_word_is_torn_where_a_joint_would_do(parts):
    text = "，".join(parts)
    ends = [len("，".join(parts[:number])) for number in range(1, len(parts) + 1)]
    words = [(end - len(word), word) for end, word in zip(ends, parts, strict=True) if word in LONG_WORDS]
    lines, start = broken(text), 0
    for line in lines[:-1]:
        if joint := joint_before(line, start, text, words):
            missing = WIDTH - set_width(broken(text[start:joint])[0])
            assert missing / (joint - start - 1) > LARGEST_GAP / 2
        start += len(line.text)


@given(st.lists(st.sampled_from([ADDRESS, LONG_WORDS[1], "述", "述职报告", "工作", "2025年"]), min_size=1, max_size=30))
def test_lines_with_addresses_are_filled_evenly(parts):
    lines = broken("，".join(parts))
    assert [line.text for line in lines[:-1] for piece in line.pieces if piece.spacing > LARGEST_GAP] == []


def test_a_long_word_does_not_leave_a_line_half_empty():
    first, second, *_ = texts("述" * 16 + "pneumonoultramicroscopicsilicovolcanoconiosis" + "述" * 30)
    assert len(first) > 30
    assert not re.search("[^a-z]", second[:4])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("https://www.example.gov.cn/index", ["https://www.", "example.gov.cn/", "index"]),
        ("详见https://www.example.gov.cn", ["详见https://www.", "example.gov.cn"]),
        ("abcdefghijklmnopqrstuvwxyz", ["abcdefghijklmnop", "qrstuvwxyz"]),
        ("TCP/IP协议PostgreSQL数据库", ["TCP/IP协议", "PostgreSQL数据库"]),
    ],
)
def test_so_it_is_in_a_cell(text, lines):
    assert [line.text for line in break_ragged([TextRun(text, "body")], extent, width=8_000)] == lines


def test_a_line_just_too_wide_is_narrowed_without_marks():
    lines = texts("述" * 12 + "2025年8.6％ISO9001标准ISO9001标准")
    assert "".join(lines) == "述" * 12 + "2025年8.6％ISO9001标准ISO9001标准"


def test_a_word_no_line_holds_is_divided_at_a_joint_near_the_edge():
    assert texts("https://" + "a" * 43 + "/" + "b" * 40)[0] == "https://" + "a" * 43 + "/"


def test_a_word_no_line_holds_never_goes_on_with_a_mark():
    assert [line[0] for line in texts("a" * 56 + "," + "a" * 55 + "." + "a" * 20)] == ["a", "a", "a"]


def varied(text, more):
    runs = [TextRun(text, "body")]
    count = len(broken(text, indent=2000)) + more
    return vary_paragraph(runs, extent, width=WIDTH, indent=2000, count=count)


@pytest.mark.parametrize(("length", "more"), [(28 * 9 - 4, 1), (260, -1)])
def test_a_paragraph_can_be_set_a_line_longer_or_shorter(length, more):
    text = ("述职述职，" * length)[:length]
    lines = varied(text, more)
    assert len(lines) == len(broken(text, indent=2000)) + more
    assert "".join(line.text for line in lines) == text
    assert [set_width(line) for line in lines[1:-1]] == pytest.approx([WIDTH] * (len(lines) - 2), abs=14)


@pytest.mark.parametrize(("length", "more"), [(30, 1), (50, -1), (28 * 9 - 18, 1), (28 * 9 - 18, -1), (20, -1), (0, 1)])
def test_but_not_where_that_would_be_seen(length, more):
    assert varied("述" * length, more) is None


def test_lines_of_many_letters_end_flush_too():
    lines = broken("abcdefg " * 40)
    assert [round(set_width(line)) for line in lines[:-1]] == [WIDTH] * (len(lines) - 1)


def test_the_space_at_a_line_end_is_dropped():
    assert texts("word " * 15) == ["word word word word word word word word word word word", "word word word word "]


@pytest.mark.parametrize("space", ["\u3000", "\u2003"])
def test_so_is_a_wide_one(space):
    assert texts("述" * 28 + space + "职" * 5) == ["述" * 28, "职" * 5]


@pytest.mark.parametrize("text", ["述" * 230, "述职述职，" * 46], ids=["plain", "with marks"])
def test_no_paragraph_ends_with_one_or_two_characters(text):
    ends = [texts(text[:length] + "。", indent=2000)[-1] for length in range(28, len(text))]
    assert [end for end in ends if len(end) <= 2] == []


@pytest.mark.parametrize("mark", ["，", "”", "《"])
def test_a_full_line_takes_the_same_from_all_its_marks(mark):
    text = f"述述{mark}述述述述{mark}述述述" * 2 + "述述述述述述。"
    first, *_ = broken(text + "述" * 40)
    spacings = [piece.spacing for piece in first.pieces for _ in piece.text]
    gaps = [at if mark in CLOSING else at - 1 for at, character in enumerate(first.text) if character == mark]
    assert (len(first.text), len({spacings[gap] for gap in gaps}), spacings[gaps[0]] < -24) == (29, 1, True)


def test_faces_become_pieces():
    runs = [TextRun("第一，", "heading"), TextRun("述职。", "body")]
    (line,) = break_paragraph(runs, extent, width=WIDTH)
    assert [(piece.text, piece.face) for piece in line.pieces] == [("第一，", "heading"), ("述职。", "body")]


def test_wide_gaps_open_between_han_first():
    line = broken("述" * 21 + "word" + "述" * 4 + "x" * 20 + "述" * 30)[0]
    spacings = {piece.text: piece.spacing for piece in line.pieces}
    assert spacings["wor"] == 0
    assert spacings["述" * 21] == pytest.approx(40, abs=1)


prose = st.text(alphabet=st.sampled_from("述职报告工作，。、；“”（）《》—…ab1 2%％年"), max_size=200)


@given(prose)
@example("。" * 100)
@example("“" * 100)
@example("—" * 99)
@example("1" * 300)
def test_no_character_is_lost_or_added(text):
    joined = "".join(texts(text))
    assert joined.replace(" ", "") == text.replace(" ", "")


@given(prose)
def test_every_line_but_the_last_is_as_wide_as_the_measure(text):
    for line in broken(text, indent=2000)[1:-1]:
        if len(line.text) > 15:
            assert set_width(line) == pytest.approx(WIDTH, abs=14)


@given(
    st.lists(
        st.sampled_from(["述", "职", "述职报告", "工作，", "“学习”", "《条例》", "2025年", "8.6％", "ISO9001标准"]),
        max_size=60,
    )
)
def test_ordinary_prose_keeps_every_rule(words):
    lines = texts("".join(words))
    assert [line for line in lines if line[0] in NEVER_FIRST] == []
    assert [line for line in lines if line[-1] in NEVER_LAST] == []
    torn = [a[-1] + b[0] for a, b in pairwise(lines) if re.search(r"^[\da-zA-Z]{2}$|^\d[年％]$", a[-1] + b[0])]
    assert torn == [pair for pair in torn if pair == "10"] == []


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("述职报告", ["述职报告"]),
        ("2025年度述职报告", ["2025年度述职报告"]),
        ("某某县委书记2025年度抓基层党建工作述职报告", ["某某县委书记2025年度", "抓基层党建工作述职报告"]),
        (
            "某某市发展和改革委员会党组书记、主任张三同志2025年度述职述廉报告",
            ["某某市发展和改革委员会党组书记、主任", "张三同志2025年度述职述廉报告"],
        ),
        ("某某市某某局党组书记、局长2025年度述职报告", ["某某市某某局党组书记、局长", "2025年度述职报告"]),
        ("关于学习《述职评议考核办法（试行）》情况的报告", ["关于学习《述职评议考核办法（试行）》", "情况的报告"]),
        (
            "某某县2026年高标准农田建设项目竣工验收资料汇编目录",
            ["某某县2026年高标准农田建设项目", "竣工验收资料汇编目录"],
        ),
        (
            "清河区乡村振兴示范村人居环境整治提升工程资金使用情况表",
            ["清河区乡村振兴示范村人居环境", "整治提升工程资金使用情况表"],
        ),
        (
            "某某市生态环境保护综合行政执法支队机动车污染防治大队大队长2026年度述职报告",
            ["某某市生态环境保护综合行政执法支队", "机动车污染防治大队大队长2026年度述职报告"],
        ),
        (
            "清河区“十四五”水利发展规划主要指标完成情况对照表",
            ["清河区“十四五”水利发展规划", "主要指标完成情况对照表"],
        ),
        (
            "关于印发《清河区水利局党组落实全面从严治党主体责任清单》《河湖长制工作规则（试行）》的通知",
            ["关于印发《清河区水利局党组", "落实全面从严治党主体责任清单》", "《河湖长制工作规则（试行）》的通知"],
        ),
        (
            "https://www.example.gov.cn/zwgk/2026/05/t20260511_report.html",
            ["https://www.example.gov.cn/zwgk/", "2026/05/t20260511_report.html"],
        ),
        (
            "PostgreSQL数据库与OpenStreetMap地图服务运行维护情况表",
            ["PostgreSQL数据库与", "OpenStreetMap地图服务运行维护情况表"],
        ),
    ],
)
def test_titles_break_by_sense(title, lines):
    assert break_title(title, 20) == lines


@given(st.text(alphabet="某市局的和关于述职报告《》2025年度、", max_size=120))
def test_no_title_line_is_too_long(title):
    lines = break_title(title, 20)
    assert "".join(lines) == title
    assert [line for line in lines if sum(0.5 if c < "\u2000" else 1 for c in line) > 20] == []


_NOUNS = (
    "清河区水利局",
    "领导班子",
    "领导干部",
    "2026年度",
    "《主体责任清单》",
    "“十四五”规划",
    "重点项目",
    "党组（扩大）会议",
)
_LINKS = ("的", "和", "与", "及", "、", "及其", "等")


@given(st.lists(st.tuples(st.sampled_from(_NOUNS), st.sampled_from(_LINKS)), min_size=1, max_size=9))
def test_no_line_of_a_title_begins_with_a_particle_or_mark(pairs):
    title = "".join(noun + link for noun, link in pairs) + "情况统计表"
    lines = break_title(title, 20)
    assert "".join(lines) == title
    assert [line for line in lines[1:] if line.startswith((*_LINKS, *CLOSING))] == []
    assert [line for line in lines if line[-1] in OPENING] == []


@given(st.lists(st.sampled_from(_NOUNS), min_size=3, max_size=9))
def test_no_word_of_a_title_is_torn(nouns):
    words = [
        word
        for noun in nouns
        for word in re.findall(r"水利局|领导|班子|干部|2026年度|主体|责任|清单|规划|重点|项目|党组|会议", noun)
    ]
    lines = break_title("".join(nouns), 20)
    assert sorted(word for word in set(words) if not any(word in line for line in lines)) == []


def test_a_line_fits_also_where_marks_side_by_side_stand_apart():
    """As in LibreOffice, which reads our Word files."""
    lines = break_title("清河区“十四五”水利发展规划主要指标完成情况对照表（2026年《年报》）", 20.1)
    assert [len(line) <= 20 for line in lines if not re.search("[0-9]", line)] == [True] * (len(lines) - 1)
    assert max(sum(0.5 if c < "\u2000" else 1 for c in line) for line in lines) <= 20.1


def test_the_last_of_two_marks_keeps_its_place_in_the_middle():
    (line,) = broken("述“述”）")
    assert line.pieces[-1].spacing == 0
