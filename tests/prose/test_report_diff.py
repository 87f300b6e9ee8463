import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reports.prose.content import FigureContent, ReportContent, SectionContent
from reports.prose.report_diff import Fate, TableComparison, compare_reports

BASE = ReportContent(title="述职报告", unit="水务局", post="局长", name="林晓")
STUDY = "集中学习十二次，交流心得体会四十余篇，人人都上台讲过一课。"
WATER = "铺设供水管网三十一公里，二十四个村通了自来水。"
ROADS = "修好机耕路九公里，雨天拖拉机也能下到田头。"
GAPS = "到村组走得不够多，有的难题拖了半年才解决。"
lines = st.lists(st.sampled_from([STUDY, WATER, ROADS, GAPS, "一是学。", "完成【件数】件。", "短"]), max_size=6)
bodies = st.lists(lines.map("\n".join), min_size=1, max_size=4)


def report(*bodies, headings=None, kinds=None, figures=(), **fields):
    headings, kinds = headings or [""] * len(bodies), kinds or ["duty"] * len(bodies)
    sections = tuple(SectionContent(k, "", h, b) for k, h, b in zip(kinds, headings, bodies, strict=True))
    return replace(BASE, sections=sections, figures=tuple(figures), **fields)


def names_of(content):
    return [f"部分{index}" for index in range(len(content.sections))]


def compared(old, new, old_names=None, new_names=None):
    return compare_reports(old, new, old_names or names_of(old), new_names or names_of(new))


def fates(comparison):
    return [[str(row.fate) for row in section.paragraphs] for section in comparison.sections]


def show(pieces):
    marks = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


def number(label, value, unit="件", kind="number"):
    return FigureContent(label, kind, unit, value)


# properties


def spell(comparison, side, without, leaving_out):
    """The paragraphs of one side, by the index of their section, put together from what the page shows."""
    return {
        getattr(section, side): [
            "".join(piece.text for piece in row.pieces if piece.kind != without)
            for row in section.paragraphs
            if row.fate not in leaving_out
        ]
        for section in comparison.sections
        if getattr(section, side) is not None
    }


def paragraphs(content):
    return {i: [line for line in content.filled(s.body).split("\n") if line] for i, s in enumerate(content.sections)}


@given(bodies, bodies)
def test_the_rows_spell_both_texts(old_bodies, new_bodies):
    old = report(*old_bodies, figures=[number("件数", "3")])
    new = report(*new_bodies, figures=[number("件数", "4")])
    comparison = compared(old, new)
    assert spell(comparison, "old", "added", {Fate.ADDED, Fate.MOVED_HERE}) == paragraphs(old)
    assert spell(comparison, "new", "removed", {Fate.REMOVED, Fate.MOVED_AWAY}) == paragraphs(new)


@given(bodies)
def test_a_report_is_the_same_as_itself(texts):
    content = report(*texts, figures=[number("件数", "3")])
    comparison = compared(content, content)
    assert comparison.is_same
    assert {row.fate for section in comparison.sections for row in section.paragraphs} <= {Fate.SAME}


@given(bodies, bodies)
def test_what_moved_away_came_somewhere(old_bodies, new_bodies):
    rows = [
        row for section in compared(report(*old_bodies), report(*new_bodies)).sections for row in section.paragraphs
    ]
    away, here = ([row.number for row in rows if row.fate == fate] for fate in (Fate.MOVED_AWAY, Fate.MOVED_HERE))
    assert sorted(away) == sorted(here) == list(range(1, len(away) + 1))


@given(st.permutations([STUDY, WATER, ROADS, GAPS]))
def test_another_order_removes_and_adds_nothing(order):
    comparison = compared(report("\n".join([STUDY, WATER, ROADS, GAPS])), report("\n".join(order)))
    assert {fate for rows in fates(comparison) for fate in rows} <= {"same", "moved_away", "moved_here"}


# paragraphs


def test_a_changed_value_is_a_changed_word():
    old, new = (report("完成【件数】件实事。", figures=[number("件数", value)]) for value in ("8", "12"))
    assert show(compared(old, new).sections[0].paragraphs[0].pieces) == "完成[-8][+12]件实事。"


def test_a_paragraph_added_between_two():
    comparison = compared(report(f"{STUDY}\n{WATER}"), report(f"{STUDY}\n{ROADS}\n{WATER}"))
    assert fates(comparison) == [["same", "added", "same"]]


def test_a_paragraph_replaced_by_other_words():
    assert fates(compared(report(STUDY), report(GAPS))) == [["removed", "added"]]


def test_a_paragraph_moved_down_its_section():
    comparison = compared(report(f"{STUDY}\n{WATER}\n{ROADS}"), report(f"{WATER}\n{ROADS}\n{STUDY}"))
    assert fates(comparison) == [["moved_away", "same", "same", "moved_here"]]
    away, *_, here = comparison.sections[0].paragraphs
    assert (away.number, away.elsewhere, here.number, here.elsewhere) == (1, "", 1, "")


def test_a_paragraph_moved_to_another_section_with_a_word_changed():
    comparison = compared(
        report(f"{STUDY}\n{WATER}", ROADS), report(STUDY, f"{ROADS}\n{WATER}".replace("二十四", "三十"))
    )
    assert fates(comparison) == [["same", "moved_away"], ["same", "moved_here"]]
    (_, away), (_, here) = (section.paragraphs for section in comparison.sections)
    assert (away.elsewhere, here.elsewhere) == ("部分1", "部分0")
    assert show(here.pieces) == "铺设供水管网三十一公里，[-二十四][+三十]个村通了自来水。"


def test_a_word_or_two_are_not_said_to_have_moved():
    assert fates(compared(report(f"无。\n{STUDY}", WATER), report(STUDY, f"{WATER}\n无。"))) == [
        ["removed", "same"],
        ["same", "added"],
    ]


def test_equal_paragraphs_do_not_cross():
    assert fates(compared(report(f"{STUDY}\n{STUDY}"), report(f"{WATER}\n{STUDY}\n{STUDY}"))) == [
        ["added", "same", "same"]
    ]


# sections


def test_sections_are_paired_by_name():
    old = report(STUDY, WATER)
    comparison = compared(old, report(WATER, STUDY), ["学习", "供水"], ["供水", "学习"])
    assert [(section.old, section.new, section.fate) for section in comparison.sections] == [
        (1, 0, "same"),
        (0, 1, "same"),
    ]


def test_a_section_of_another_name_is_known_by_its_words():
    comparison = compared(report(STUDY, WATER), report(WATER, ROADS), ["学习", "供水"], ["民生", "道路"])
    assert [(section.old, section.new, section.fate) for section in comparison.sections] == [
        (0, None, "removed"),
        (1, 0, "same"),
        (None, 1, "added"),
    ]


def test_the_only_one_of_its_kind_is_known_by_its_kind():
    old, new = report(STUDY, GAPS, kinds=["duty", "problems"]), report(STUDY, ROADS, kinds=["duty", "problems"])
    comparison = compared(old, new, ["学习", "不足"], ["学习", "问题"])
    assert [(section.old, section.new, section.fate) for section in comparison.sections] == [
        (0, 0, "same"),
        (1, 1, "changed"),
    ]


def test_another_number_is_no_difference():
    old, new = (replace(BASE, sections=(SectionContent("duty", n, "抓供水", WATER),)) for n in ("第一", "第二"))
    assert compared(old, new).is_same


def test_the_heading_is_compared_by_words():
    comparison = compared(report(WATER, headings=["抓好供水"]), report(WATER, headings=["抓好供水保障"]))
    assert show(comparison.sections[0].heading) == "抓好供水[+保障]"
    assert (comparison.sections[0].fate, comparison.is_same) == ("changed", False)


def test_another_heading_is_shown_whole():
    comparison = compared(report(WATER, headings=["坚持学用结合"]), report(WATER, headings=["带着班子一同去学"]))
    assert show(comparison.sections[0].heading) == "[-坚持学用结合][+带着班子一同去学]"


# head and figures


def test_the_head_is_compared_but_for_the_date():
    old, new = replace(BASE, date="2026年1月1日"), replace(BASE, post="副局长", date="2026年2月2日")
    assert [show(line) for line in compared(old, new).head] == ["水务局[+副]局长 林晓"]


def test_figures_side_by_side():
    body = "【件数】【占比】【单位】【日期】【新】【量】"
    old = report(
        f"{body}【旧】",
        figures=[
            number("件数", "10"),
            number("占比", "30", "%"),
            number("单位", "甲队", "", "text"),
            number("日期", "2025-04-01", "", "date"),
            number("旧", "5"),
            number("量", "5", "吨"),
            number("没有用到", "5"),
        ],
    )
    new = report(
        body,
        figures=[
            number("件数", "15"),
            number("占比", "34.5", "%"),
            number("单位", "甲队", "", "text"),
            number("日期", "2026-04-01", "", "date"),
            number("新", "1"),
            number("量", "5000", "公斤"),
        ],
    )
    rows = [(f.label, f.unit, f.old, f.new, f.change, f.is_same) for f in compared(old, new).figures]
    assert rows == [
        ("件数", "件", "10", "15", "+50.0%", False),
        ("占比", "%", "30", "34.5", "+4.5个百分点", False),
        ("单位", "", "甲队", "甲队", "", True),
        ("日期", "", "2025年4月1日", "2026年4月1日", "", False),
        ("新", "件", "", "1", "", False),
        ("量", "公斤", "5", "5000", "", False),
        ("旧", "件", "5", "", "", False),
    ]


def test_paragraphs_by_the_thousand_are_still_answered():
    source = random.Random(3)  # noqa: S311 - made-up prose, no secret
    old, new = (["".join(source.choices("甲乙丙丁戊己庚辛", k=20)) for _ in range(3000)] for _ in range(2))
    comparison = compared(report("\n".join(old)), report("\n".join([*new, old[0]])))
    assert len(comparison.sections[0].paragraphs) == 6000


TABLE = "序号\t项目\t投资\n1\t清河水渠改造工程\t860\n2\t东山水库除险加固\t1200"


def tables(old, new):
    (section,) = compared(report(f"{STUDY}\n{old}"), report(f"{STUDY}\n{new}")).sections
    return [
        [(str(row.fate), [show(cell) for cell in row.cells]) for row in block.rows]
        for block in section.blocks
        if isinstance(block, TableComparison)
    ]


def test_rows_are_compared_cell_by_cell():
    assert tables(TABLE, TABLE.replace("860", "890")) == [
        [
            ("same", ["序号", "项目", "投资"]),
            ("changed", ["1", "清河水渠改造工程", "[-860][+890]"]),
            ("same", ["2", "东山水库除险加固", "1200"]),
        ]
    ]


def test_added_and_removed_rows_stand_in_their_table():
    (rows,) = tables(TABLE, TABLE.replace("1\t清河水渠改造工程\t860\n", "") + "\n3\t南岗通村公路硬化\t75")
    assert rows == [
        ("same", ["序号", "项目", "投资"]),
        ("removed", ["[-1]", "[-清河水渠改造工程]", "[-860]"]),
        ("same", ["2", "东山水库除险加固", "1200"]),
        ("added", ["[+3]", "[+南岗通村公路硬化]", "[+75]"]),
    ]


def test_an_empty_first_cell_is_kept_and_a_filled_one_is_seen():
    (rows,) = tables(TABLE + "\n\t合计\t2060", TABLE + "\n3\t合计\t2060")
    assert rows[-1] == ("changed", ["[+3]", "合计", "2060"])


def test_rows_with_another_column_are_shown_whole():
    wider = "\n".join(f"{line}\t{end}" for line, end in zip(TABLE.split("\n"), ("备注", "无", "有"), strict=True))
    (rows,) = tables(TABLE, wider)
    assert [(fate, len(cells)) for fate, cells in rows] == [("removed", 3), ("added", 4)] * 3


def test_a_tab_in_prose_makes_no_table():
    assert tables("甲\t乙", "甲\t丙") == []
