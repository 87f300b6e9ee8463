import itertools
import random
import time

from hypothesis import given
from hypothesis import strategies as st

from reports.prose.blanks import find_blanks
from reports.prose.diff import compare, find_changes, split_units

prose = st.text("甲乙丙丁，。\n 12.5aB【】%", max_size=60)


def show(old, new):
    marks = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in compare(old, new))


def random_prose(length, seed):
    source = random.Random(seed)  # noqa: S311 - made-up prose, no secret
    words = [chr(0x4E00 + source.randrange(2500)) for _ in range(2500)] + ["，"] * 250
    return "".join(source.choices(words, k=length))


@given(prose, prose)
def test_pieces_spell_both_texts(old, new):
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


@given(prose, prose)
def test_kinds_never_repeat_and_added_follows_removed(old, new):
    kinds = [piece.kind for piece in compare(old, new)]
    pairs = list(itertools.pairwise(kinds))
    assert all(pair[0] != pair[1] for pair in pairs)
    assert ("added", "removed") not in pairs


@given(prose)
def test_equal_texts_have_no_change(text):
    assert find_changes(text, text) == []


@given(prose)
def test_units_spell_the_text_and_keep_blanks_whole(text):
    units = split_units(text)
    assert "".join(units) == text
    assert {blank.label for blank in find_blanks(text)} == {b.label for unit in units for b in find_blanks(unit)}


@given(prose, prose)
def test_no_change_begins_or_ends_inside_a_blank(old, new):
    for change in find_changes(old, new):
        for blank in find_blanks(old):
            assert not blank.start < change.old_start < blank.end
            assert not blank.start < change.old_end < blank.end


def test_a_changed_number_is_replaced_whole():
    assert show("增长31.5%，完成12件", "增长31.8%，完成120件") == "增长[-31.5%][+31.8%]，完成[-12][+120]件"


def test_a_changed_word_of_latin_letters_is_replaced_whole():
    assert show("建设4G基站", "建设5G基站") == "建设[-4G][+5G]基站"


def test_a_renamed_blank_is_replaced_whole():
    assert (
        show("走访【户数】户，解决难题", "走访【走访户数】户，解决难题") == "走访[-【户数】][+【走访户数】]户，解决难题"
    )


def test_an_unchanged_blank_stays_between_changes():
    assert show("共【人数】人", "计【人数】名") == "[-共][+计]【人数】[-人][+名]"


def test_an_added_clause_takes_its_own_comma():
    assert show("抓学习，促发展。", "抓学习，抓作风，促发展。") == "抓学习，[+抓作风，]促发展。"


def test_a_removed_paragraph_takes_its_own_line_end():
    assert show("一是学。\n二是查。\n三是改。", "一是学。\n三是改。") == "一是学。\n[-二是查。\n]三是改。"


def test_a_repeated_word_is_added_after_the_first():
    assert show("学习", "学习学习") == "学习[+学习]"


def test_a_rewritten_clause_is_shown_whole():
    old, new = "主要是学习不够深入，下步改。", "存在的不足是理论学得少，下步改。"
    assert show(old, new) == "[-主要是学习不够深入][+存在的不足是理论学得少]，下步改。"


def test_a_kept_phrase_between_long_changes_stays():
    old, new = "甲" * 20 + "坚持问题导向狠抓落实" + "乙" * 20, "丙" * 20 + "坚持问题导向狠抓落实" + "丁" * 20
    assert [piece.kind for piece in compare(old, new)] == ["removed", "added", "same", "removed", "added"]


def test_ten_thousand_characters_are_compared_in_time():
    old, other = random_prose(10_000, 1), random_prose(10_000, 2)
    edited = "".join(text[:-3] + "改改" for text in (old[i : i + 100] for i in range(0, 10_000, 100)))
    for new, limit in ((edited, 0.5), (other, 1.0), ("的了" * 5000, 1.0)):
        started = time.process_time()
        compare(old, new)
        assert time.process_time() - started < limit
