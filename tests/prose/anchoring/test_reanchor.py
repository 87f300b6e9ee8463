"""A comment's passage through one text after another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reports.prose.anchoring.anchor import PlacementState
from reports.prose.anchoring.reanchor import anchor_passage, reanchor

FIRST = "春天修了三条渠，夏天清了五口塘，秋天补种冬麦三百亩。"


def state(one):
    return str(one.placement.state)


def words(one, text):
    return text[one.placement.start : one.placement.end]


def through(one, *texts):
    for old, new in pairwise(texts):
        (one,) = reanchor([one], old, new)
    return one


def marked(words, text=FIRST):
    start = text.index(words)
    return anchor_passage(text, start, start + len(words))


def test_edits_elsewhere_leave_it_placed_and_renew_its_context():
    new = "今年春天共修了三条水渠，夏天清了五口塘，入秋补种麦子三百亩。"
    one = through(marked("清了五口塘"), FIRST, new)
    assert (state(one), words(one, new)) == ("placed", "清了五口塘")
    assert one == anchor_passage(new, one.placement.start, one.placement.end)


def test_doubt_remains_through_edits_elsewhere():
    changed = FIRST.replace("五口塘", "六口大塘")
    later = "今年" + changed
    one = through(marked("清了五口塘"), FIRST, changed, later)
    assert (state(one), one.anchor.quote) == ("moved", "清了五口塘")
    assert "六口大塘" in words(one, later)


def test_doubt_ends_when_the_words_are_back():
    changed = FIRST.replace("五口塘", "六口大塘")
    one = through(marked("清了五口塘"), FIRST, changed, FIRST)
    assert (state(one), words(one, FIRST)) == ("placed", "清了五口塘")


def test_lost_and_found_again_when_the_deletion_is_undone():
    without = FIRST.replace("夏天清了五口塘，", "")
    one = through(marked("夏天清了五口塘，"), FIRST, without)
    assert (state(one), one.placement.start) == ("lost", None)
    assert state(through(one, without, FIRST)) == "placed"


def test_lost_stays_lost_when_other_words_are_typed():
    without = FIRST.replace("夏天清了五口塘，", "")
    one = through(marked("夏天清了五口塘，"), FIRST, without, without + "年底开了总结会。")
    assert (state(one), one.anchor.quote) == ("lost", "夏天清了五口塘，")


def test_a_text_emptied_and_put_back():
    one = through(marked("清了五口塘"), FIRST, "")
    assert state(one) == "lost"
    assert state(through(one, "", FIRST)) == "placed"


def test_brackets_typed_around_the_words_leave_them_in_doubt():
    one = through(marked("清了五口塘"), FIRST, FIRST.replace("清了五口塘", "【清了五口塘】"))
    assert state(one) == "moved"


TEXT = st.text("一二三四五，。\n【】", max_size=30)


@given(TEXT.filter(bool), st.data(), st.lists(TEXT, max_size=4))
def test_whatever_is_typed_a_sure_place_has_the_words_and_a_lost_one_none(first, data, later):
    start = data.draw(st.integers(0, len(first) - 1))
    one = anchor_passage(first, start, data.draw(st.integers(start + 1, len(first))))
    quote, old = one.anchor.quote, first
    for new in later:
        (one,) = reanchor([one], old, new)
        assert one.anchor.quote == quote or words(one, new) == one.anchor.quote
        if one.placement.state == PlacementState.PLACED:
            assert words(one, new) == quote
        elif one.placement.state == PlacementState.MOVED:
            assert 0 <= one.placement.start < one.placement.end <= len(new)
        else:
            assert one.placement.start is None
        old = new
