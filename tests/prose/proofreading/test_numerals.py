"""Numbers that were typed twice."""

import pytest

from reports.prose.proofreading.numerals import find_typed_twice


@pytest.mark.parametrize(
    ("text", "words"), [("召开党组会十八次18次", "十八次"), ("会议十二12次", "十二"), ("3月12号12日", "12号12日")]
)
def test_in_two_spellings(text, words):
    assert [text[span.start : span.end] for span in find_typed_twice(text)] == [words]


@pytest.mark.parametrize("text", ["召开党组会十八次、16次", "第十二12次", "3月12日13日", "十二条12.5公里"])
def test_two_numbers_are_two_things(text):
    assert list(find_typed_twice(text)) == []
