"""Unit, post and name on as few lines as they need, each whole or divided by sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.gongwen.structure import BlockKind, arrange, signed_by

from .sample_report import short_report

LINE = 26
SIGNED = {
    "one line": (("水利局", "局长", "张三"), ["水利局局长\u3000张三"]),
    "the name apart": (
        ("清河区水利局", "党组副书记、副局长（正处级，挂职）", "欧阳若岚"),
        ["清河区水利局党组副书记、副局长（正处级，挂职）", "欧阳若岚"],
    ),
    "the post apart": (
        ("某某市某某区自然资源和规划局国土空间规划科", "副科长（主持工作，挂职）", "张三"),
        ["某某市某某区自然资源和规划局国土空间规划科", "副科长（主持工作，挂职）", "张三"],
    ),
    "a post of two lines": (
        ("清河区水利局", "党委副书记、副局长、一级调研员，兼任河长制办公室常务副主任（挂职）", "张三"),
        ["清河区水利局", "党委副书记、副局长、一级调研员，", "兼任河长制办公室常务副主任（挂职）", "张三"],
    ),
    "nothing": (("", "", ""), []),
    "a name alone": (("", "", "张三"), ["张三"]),
}


@pytest.mark.parametrize(("signer", "lines"), SIGNED.values(), ids=SIGNED.keys())
def test_a_byline_is_divided_where_it_makes_sense(signer, lines):
    unit, post, name = signer
    assert signed_by(short_report(unit=unit, post=post, name=name), LINE) == lines


def blocks_of(rows):
    body = "\n".join("\t".join(row) for row in rows)
    blocks = arrange(short_report(body, unit="", post="", name=""), "title", line=LINE)
    return [block for block in blocks if block.kind is not BlockKind.TITLE]


def test_a_table_of_26_columns_is_one():
    (block,) = blocks_of([["水"] * 26] * 3)
    assert (block.kind, len(block.rows), len(block.rows[0])) == (BlockKind.TABLE, 3, 26)


def test_rows_of_a_wider_table_are_paragraphs_that_name_each_column():
    heads = ["村名", *(f"{month}月" for month in range(1, 27))]
    blocks = blocks_of([heads, ["东渠村", "3", "", *["5"] * 24], ["西渠村", *["7"] * 26]])
    assert {block.kind for block in blocks} == {BlockKind.BODY}
    first, second = (block.text for block in blocks)
    assert first == "村名：东渠村；1月：3；2月：—；" + "；".join(f"{month}月：5" for month in range(3, 27)) + "。"
    assert second == "村名：西渠村；" + "；".join(f"{month}月：7" for month in range(1, 27)) + "。"


cells = st.lists(st.sampled_from(["", "水", "渠", "3"]), min_size=27, max_size=30)


@given(cells, st.lists(cells, min_size=1, max_size=3))
def test_no_cell_of_a_wider_table_is_lost(head, rows):
    table = [["首", *head, "尾"], *(["首", *row[: len(head)], "尾"] for row in rows)]
    said = "".join(block.text + "".join("".join(row) for row in block.rows) for block in blocks_of(table))
    for character in "水渠3尾":
        assert said.count(character) >= sum("".join(row).count(character) for row in table[1:])
        assert (character in said) == (character in "".join("".join(row) for row in table))
