"""Unit, post and name on as few lines as they need, each whole or divided by sense."""

import pytest

from reports.gongwen.structure import signed_by

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
