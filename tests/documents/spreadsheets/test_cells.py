import pytest

from reports.documents.spreadsheets.cells import number_text
from reports.documents.spreadsheets.table import fold_head


@pytest.mark.parametrize(
    ("value", "zeros", "text"),
    [
        ("13800000000", 0, "13800000000"),
        ("1.38E+10", 0, "13800000000"),
        ("999999999999999", 0, "999999999999999"),
        ("110101199001011200", 0, "1.10101E+17"),  # an identity card's number, of which three digits are lost
        ("1.1010119900101123E+17", 0, "1.10101E+17"),
        ("12", 5, "00012"),
        ("12.0", 0, "12"),
        ("0.1", 0, "0.1"),
        ("2.5000000000000004", 0, "2.5"),
        ("-3", 0, "-3"),
        ("1E+400", 0, "1E+400"),
        ("NaN", 0, "NaN"),
        ("x", 0, "x"),
    ],
)
def test_numbers(value, zeros, text):
    assert number_text(value, zeros) == text


@pytest.mark.parametrize("head", ["姓名", "姓 名", "*姓名", "姓\u3000名：", "姓名（必填）", "姓名(必填)", "姓名*"])
def test_heads_are_compared_without_what_is_around_them(head):
    assert fold_head(head) == "姓名"
