from hypothesis import given
from hypothesis import strategies as st

from reports.prose.merge import merge

prose = st.text("甲乙丙，。\n【】", max_size=30)
clauses = st.lists(st.text("甲乙丙丁", min_size=1, max_size=4), min_size=1, max_size=8)


@st.composite
def three_texts(draw):
    """A base and two edits of it, each with every clause kept, changed, dropped or followed by a new one."""
    base = draw(clauses)
    return "，".join(base), "，".join(draw(edited(base))), "，".join(draw(edited(base)))


@st.composite
def edited(draw, base):
    changes = {"keep": lambda c: [c], "change": lambda c: [c + "改"], "drop": lambda _: [], "add": lambda c: [c, "新"]}
    names = draw(st.lists(st.sampled_from(sorted(changes)), min_size=len(base), max_size=len(base)))
    return [part for clause, name in zip(base, names, strict=True) for part in changes[name](clause)]


@given(prose, prose)
def test_one_sided_changes_are_taken(base, other):
    assert merge(base, base, other) == other
    assert merge(base, other, base) == other


@given(prose, prose)
def test_the_same_change_by_both_is_taken_once(base, both):
    assert merge(base, both, both) == both


@given(three_texts())
def test_the_order_of_the_two_does_not_matter(texts):
    base, mine, theirs = texts
    assert merge(base, mine, theirs) == merge(base, theirs, mine)


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_changes_to_different_clauses_keep_the_words_of_both(of_mine, of_theirs):
    words = "零一二三四五六七八九"
    base, mine, theirs = (
        "".join(f"{word}{'改' * (i in mine)}{'换' * (i in theirs)}，" for i, word in enumerate(words))
        for mine, theirs in ((set(), set()), (of_mine, set()), (set(), of_theirs))
    )
    both = "".join(f"{word}{'改' * (i in of_mine)}{'换' * (i in of_theirs)}，" for i, word in enumerate(words))
    assert merge(base, mine, theirs) == (None if of_mine & of_theirs else both)


@given(clauses, st.data())
def test_no_added_character_of_either_is_lost(base, data):
    """Each writer adds characters nobody else has, so that a lost one is seen."""
    texts = ["，".join(base)]
    for first in ("\u5000", "\u6000"):
        added = st.sampled_from(["", *(chr(ord(first) + i) for i in range(40))])
        texts.append("，".join(data.draw(added) + clause + data.draw(added) for clause in base))
    merged = merge(*texts)
    if merged is not None:
        assert {c for text in texts for c in text} == set(merged)


def test_changes_in_one_clause_are_left_to_people():
    assert merge("坚持学习调研。", "坚持深入学习调研。", "坚持学习和调研。") is None


def test_changes_in_neighbouring_clauses_merge():
    assert merge("抓学习，促发展。", "抓理论学习，促发展。", "抓学习，促快发展。") == "抓理论学习，促快发展。"


def test_an_edit_of_what_the_other_removed_is_left_to_people():
    assert merge("一，二，三。", "一，三。", "一，二改，三。") is None


def test_a_new_clause_beside_a_changed_one_is_left_to_people():
    assert merge("一，二。", "一，新，二。", "一，二改。") is None


def test_a_mark_inside_a_blank_does_not_part_it():
    assert merge("共【人，次】。", "共【人数，次】。", "共【人，次数】。") is None
