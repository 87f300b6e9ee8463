"""Several passages replaced at once: the same as one after the other, from the end."""

from hypothesis import given
from hypothesis import strategies as st

from reports.prose.replacement import Replacement, replace_all

WORDS = st.text("述职报告，。", max_size=4)


@st.composite
def texts_and_replacements(draw):
    text = draw(st.text("一二三四五", max_size=30))
    edges = sorted(draw(st.lists(st.integers(0, len(text)), unique=True, max_size=10)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, [Replacement(start, end, draw(WORDS)) for start, end in pairs]


def test_longer_shorter_and_none_at_all():
    text, starts = replace_all("一二三四", [Replacement(0, 1, "壹佰"), Replacement(2, 3, ""), Replacement(3, 4, "肆")])
    assert (text, starts) == ("壹佰二肆", [0, 3, 3])


@given(texts_and_replacements())
def test_as_one_after_the_other(given_):
    text, replacements = given_
    expected = text
    for start, end, words in reversed(replacements):
        expected = expected[:start] + words + expected[end:]
    replaced, starts = replace_all(text, replacements)
    assert replaced == expected
    places = zip(starts, replacements, strict=True)
    assert [replaced[start : start + len(one.words)] for start, one in places] == [one.words for one in replacements]
