import pytest

from reports.prose.anchoring.quote import find_quote

TEXT = "走访【次数】次，座谈12次。"


def value_of(label):
    return {"次数": "12"}.get(label, "")


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("走访", [(0, 2)]),
        ("走访12次", [(0, 7)]),
        ("走访【次数】次", [(0, 7)]),
        ("访1", [(1, 6)]),  # a value that is only touched counts whole
        ("12次", [(2, 7), (10, 13)]),
        (" 座谈 ", [(8, 10)]),
        ("开会", []),
        ("  ", []),
    ],
)
def test_words_are_found_as_stored_and_as_printed(words, places):
    assert find_quote(TEXT, words, value_of) == places


def test_a_blank_without_a_value_prints_its_label():
    assert find_quote("共【户数】户", "户数户", value_of) == [(1, 6)]
