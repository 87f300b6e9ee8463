"""Lines with tabs between their cells: which of them are a table, and where each cell stands in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.numbering import Paragraph
from reports.prose.tables import Table, TableCell, read_blocks, tables_in, trim_lines


def shown(text):
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Table) else block.lead + block.rest
        for block in read_blocks(text)
    ]


def test_a_table_between_paragraphs():
    text = "如下：\n项目\t投资\n水厂\t300\n（一）再看。好。"
    assert list(read_blocks(text)) == [
        Paragraph(0, "", "如下：", 0),
        Table(
            (
                (TableCell("项目", 4), TableCell("投资", 7)),
                (TableCell("水厂", 10), TableCell("300", 13)),
            )
        ),
        Paragraph(2, "（一）再看。", "好。", 17),
    ]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("项目\t投资\n水厂\t\n\t300", [[["项目", "投资"], ["水厂", ""]], "300"]),
        ("甲\t乙\t丙\n丁", ["甲\t乙\t丙", "丁"]),
        ("甲\t乙\n\n丙\t丁", ["甲\t乙", "丙\t丁"]),
        ("甲\t乙\t\n丙\t\t", [[["甲", "乙"], ["丙", ""]]]),
        ("甲\t乙\n丙\t丁\t戊", [[["甲", "乙", ""], ["丙", "丁", "戊"]]]),
        ("\t甲\t乙\n丙\t丁\t戊", [[["", "甲", "乙"], ["丙", "丁", "戊"]]]),
        ("\t一段。\n\t又一段。", ["一段。", "又一段。"]),
        ("一段。\t\n又一段。\t", ["一段。", "又一段。"]),
        ("1.\t水厂\n2.\t管网", [[["1.", "水厂"], ["2.", "管网"]]]),
        ("", []),
        ("\t\t\n\t", []),
    ],
)
def test_what_is_a_table(text, blocks):
    assert shown(text) == blocks


@given(st.text("甲乙1.一、（） \t\n", max_size=60))
def test_no_word_is_lost_and_every_cell_is_at_its_place(text):
    words = []
    for block in read_blocks(text):
        if isinstance(block, Paragraph):
            words.append(block.lead + block.rest)
            assert text.startswith(words[-1], block.start)
        for cell in [cell for row in block.rows for cell in row] if isinstance(block, Table) else ():
            words.append(cell.text)
            assert text.startswith(cell.text, cell.start)
    assert "".join("".join(words).split()) == "".join(text.split())


def test_one_line_of_very_many_tabs_does_not_widen_all_others():
    """Twenty thousand lines as long as it would take 600 million cells."""
    text = "甲" + "\t" * 30_000 + "乙\n" + "丙\t丁\n" * 20_000
    assert tables_in(text) == []
    assert [len(table.rows) for table in tables_in("甲\t乙\t丙\n" * 30_000)] == [30_000]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (" 一段。\t\n\t又一段。 ", ["一段。", "又一段。"]),
        ("\t2025年\t2026年\n水厂\t3\t\u3000\n管网\t\t5", ["\t2025年\t2026年", "水厂\t3\t", "管网\t\t5"]),
        ("\t1.\t水厂\n\t2.\t管网\n", ["1.\t水厂", "2.\t管网", ""]),  # a list that is indented
        ("\t甲\t乙", ["甲\t乙"]),
    ],
)
def test_empty_cells_keep_their_tabs(text, lines):
    assert list(trim_lines(text)) == lines
