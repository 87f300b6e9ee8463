import pytest

from reports.prose.counting import count_characters, count_with_punctuation


@pytest.mark.parametrize(
    ("text", "offices", "word"),
    [
        ("", 0, 0),
        ("述职报告", 4, 4),
        ("好，好。", 2, 4),
        ("增长31.5％", 3, 4),
        ("GDP增长1,234亿元", 6, 6),
        ("二〇二四年", 5, 5),
        ("甲　乙\n丙", 3, 3),
        ("完成【项目】个", 3, 3),
        ("𠮷", 1, 1),
    ],
)
def test_lengths(text, offices, word):
    assert (count_characters(text), count_with_punctuation(text)) == (offices, word)
