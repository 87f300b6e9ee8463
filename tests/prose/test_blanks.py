import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.blanks import Blank, fill_blanks, find_blanks, find_labels, find_renamed, split_blanks


def test_labels_and_places():
    assert find_blanks("完成【项目】个") == [Blank("项目", 2, 6)]


def test_spaces_around_a_label_are_not_part_of_it():
    assert find_labels("【 项目 】和【项目】") == ["项目"]


def test_what_is_no_blank():
    assert find_labels("【】【  】【甲\n乙】【" + "长" * 41 + "】") == []


def test_split_and_fill():
    assert list(split_blanks("【甲】元【乙】")) == [Blank("甲", 0, 3), "元", Blank("乙", 4, 7)]
    assert fill_blanks("共【甲】元", lambda label: f"<{label}>") == "共<甲>元"


@given(st.text(alphabet="【】甲乙 \n"))
def test_pieces_make_the_text(text):
    pieces = [text[p.start : p.end] if isinstance(p, Blank) else p for p in split_blanks(text)]
    assert "".join(pieces) == text


@pytest.mark.parametrize(
    ("old", "new", "renamed"),
    [
        ("修渠【长度】公里。", "修渠【渠长】公里。", {"长度": "渠长"}),
        ("【甲】", "【乙】", {"甲": "乙"}),
        ("【甲】、【乙】项", "【丙】、【丁】项", {"甲": "丙", "乙": "丁"}),
        ("【甲】人，【甲】户", "【丁】人，【丁】户", {"甲": "丁"}),
        ("【甲】人。\n【乙】户。", "【乙】户。\n【丙】人。", {}),
        ("修渠【长度】公里。", "修渠【长度】公里，惠及【人数】人。", {}),
        ("修渠【长度】公里。", "惠及【人数】人。", {}),
        ("修渠【长度】公里。", "修渠5公里。", {}),
        ("【甲】人。\n【甲】人。", "【丙】人。\n【丁】人。", {}),
        ("【甲】人。\n【乙】人。", "【丙】人。\n【丙】人。", {}),
    ],
)
def test_what_a_blank_is_called_now(old, new, renamed):
    assert find_renamed(old, new) == renamed
