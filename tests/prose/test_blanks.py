from hypothesis import given
from hypothesis import strategies as st

from reports.prose.blanks import Blank, fill_blanks, find_blanks, find_labels, split_blanks


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
