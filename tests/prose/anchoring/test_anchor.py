import random
import time
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.prose.anchoring.anchor import CONTEXT_LENGTH, Anchor, Placement, PlacementState, describe, place, place_all

PLACED, MOVED, LOST = PlacementState.PLACED, PlacementState.MOVED, PlacementState.LOST
SMALL = "甲乙丙，"
LARGE = "".join(chr(0x4E00 + 7 * i) for i in range(1500))
FRESH = "".join(chr(0x9000 + i) for i in range(400))  # in no original text

REPORT = (
    "2026年，我认真履行岗位职责。一是加强理论学习，参加集中学习【学习次数】次，撰写体会【体会篇数】篇。"
    "二是深入基层调研，走访农户【走访户数】户，帮助解决实际困难120件，群众满意度明显提高。\n"
    "存在的主要问题：理论学习还不够系统，调查研究还不够深入，服务群众的办法还不够多。\n"
    "下一步打算：坚持每月读一本书，每周下一次村，把群众的事当作自己的事来办。\n"
)


@dataclass(frozen=True)
class Tagged:
    """A character that remembers where it came from: `tag` is its offset in the first text, -1 for typed later.

    A pasted copy keeps the tag but is no original: whoever copies and then deletes the original has moved it.
    """

    character: str
    tag: int
    is_original: bool = True


def spell(tagged):
    return "".join(one.character for one in tagged)


def tag(text):
    return [Tagged(character, offset) for offset, character in enumerate(text)]


def remember_copies(block):
    return [Tagged(one.character, one.tag, is_original=False) for one in block]


def pick_range(source, length, longest):
    start = source.randrange(length + 1)
    return start, min(length, start + source.randrange(1, longest + 1))


def edit_once(source, tagged, kinds):
    """One step of a history: type, delete, replace, move a block, or repeat one elsewhere."""
    start, end = pick_range(source, len(tagged), 20)
    typed = [Tagged(source.choice(FRESH), -1) for _ in range(source.randrange(1, 12))]
    rest = tagged[:start] + tagged[end:]
    elsewhere = source.randrange(len(rest) + 1)
    match source.choice(kinds):
        case "type":
            return tagged[:start] + typed + tagged[start:]
        case "delete":
            return rest
        case "replace":
            return tagged[:start] + typed + tagged[end:]
        case "move":
            return rest[:elsewhere] + tagged[start:end] + rest[elsewhere:]
        case "repeat":
            elsewhere = source.randrange(len(tagged) + 1)
            return tagged[:elsewhere] + remember_copies(tagged[start:end]) + tagged[elsewhere:]


def history(source, alphabet, kinds):
    """(old text, anchor, new characters) of a random text, passage and history of up to four edits."""
    old = "".join(source.choice(alphabet) for _ in range(source.randrange(20, 200)))
    start = source.randrange(len(old))
    anchor = describe(old, start, min(len(old), start + source.randrange(1, 25)))
    tagged = tag(old)
    for _ in range(source.randrange(5)):
        tagged = edit_once(source, tagged, kinds)
    return old, anchor, tagged


def find_characters(tagged, first, last):
    """Where the original characters first:last stand together, or None."""
    tags = [one.tag if one.is_original else -1 for one in tagged]
    wanted = list(range(first, last))
    return next((i for i in range(len(tags)) if tags[i : i + len(wanted)] == wanted), None)


def find_untouched(anchor, tagged):
    """Where the passage stands with its 32 characters (or the edge of the text) on both sides, or None."""
    first, last = anchor.start - len(anchor.prefix), anchor.end + len(anchor.suffix)
    at = find_characters(tagged, first, last)
    starts_text = len(anchor.prefix) == CONTEXT_LENGTH or at == 0
    ends_text = len(anchor.suffix) == CONTEXT_LENGTH or at == len(tagged) - (last - first)
    return at + len(anchor.prefix) if at is not None and starts_text and ends_text else None


def assert_honest(old, anchor, tagged, placement):
    """Placed only ever means the passage's own characters (or its one pasted copy, the original being gone).

    A minority at its edges may be others, where the text cannot tell: of 甲，乙， the first or the last ， remains.
    """
    new = spell(tagged)
    if placement.state is LOST:
        assert (placement.start, placement.end) == (None, None)
        return
    assert 0 <= placement.start < placement.end <= len(new)
    if placement.state is PLACED:
        assert new[placement.start : placement.end] == anchor.quote
        there = tagged[placement.start : placement.end]
        own = [one for one, tag in zip(there, range(anchor.start, anchor.end), strict=True) if one.tag == tag]
        assert len(own) * 2 > len(there)
        assert all(one.is_original for one in own) or find_characters(tagged, anchor.start, anchor.end) is None


def assert_found_where_untouched(anchor, tagged, placement):
    start = find_untouched(anchor, tagged)
    if start is not None:
        assert placement == Placement(PLACED, start, start + len(anchor.quote))


def assert_lost_where_deleted(anchor, tagged, placement):
    if not any(anchor.start <= one.tag < anchor.end for one in tagged) and anchor.quote not in spell(tagged):
        assert placement.state is LOST


TYPING = ("type", "delete", "replace")
ALL = (*TYPING, "move", "repeat")


def check_history(source, alphabet, kinds):
    old, anchor, tagged = history(source, alphabet, kinds)
    with_old, without_old = place(anchor, spell(tagged), old), place(anchor, spell(tagged))
    for placement in (with_old, without_old):
        assert_honest(old, anchor, tagged, placement)
    assert_found_where_untouched(anchor, tagged, with_old)
    if kinds == TYPING or alphabet == LARGE:  # moved or repeated words of a small alphabet may resemble the deleted
        assert_lost_where_deleted(anchor, tagged, with_old)
    return with_old.state


@pytest.mark.parametrize(("alphabet", "kinds"), [(LARGE, ALL), (SMALL, TYPING), (SMALL, ALL)])
def test_five_hundred_random_histories(alphabet, kinds):
    sources = (random.Random(seed) for seed in range(500))  # noqa: S311 - repeatable histories, no secret
    states = Counter(check_history(source, alphabet, kinds) for source in sources)
    assert states[PLACED] > 300
    assert states[MOVED] > 30
    assert states[LOST] > 20


# Not all edits at once: a copy that takes over the original's surroundings, which are then deleted, is past telling.
@given(
    st.randoms(use_true_random=False),
    st.sampled_from([(LARGE, (*TYPING, "move")), (LARGE, ("type", "repeat")), (SMALL, TYPING)]),
)
@settings(deadline=None)
def test_any_history(source, alphabet_and_kinds):
    check_history(source, *alphabet_and_kinds)


@given(st.text("甲乙，【】12", min_size=1, max_size=40), st.data())
def test_a_text_that_did_not_change_keeps_every_passage(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    anchor = describe(text, start, data.draw(st.integers(start + 1, len(text))))
    assert place(anchor, text, text) == Placement(PLACED, anchor.start, anchor.end)


@given(st.text(REPORT, max_size=80), st.text(REPORT, max_size=80), st.data())
def test_any_two_texts_give_a_range_inside_the_new_one(old, new, data):
    anchors = [describe(old, start, start + 1) for start in range(len(old))]
    for placement in place_all(anchors, new, data.draw(st.sampled_from([old, None, ""]))):
        if placement.state is not LOST:
            assert 0 <= placement.start < placement.end <= len(new)


def mark(words, text=REPORT):
    start = text.index(words)
    return describe(text, start, start + len(words))


def show(placement, text):
    """The state and the words found."""
    return placement.state, text[placement.start : placement.end] if placement.state is not LOST else ""


def test_an_anchor_holds_the_words_and_thirty_two_characters_on_both_sides():
    anchor = mark("深入基层调研")
    start = REPORT.index("深入基层调研")
    assert anchor == Anchor("深入基层调研", REPORT[start - 32 : start], REPORT[start + 6 : start + 38], start)
    assert REPORT[anchor.start : anchor.end] == anchor.quote


def test_an_anchor_at_the_edge_has_what_context_there_is():
    assert describe("甲乙丙", 0, 1) == Anchor("甲", "", "乙丙", 0)


@pytest.mark.parametrize(("start", "end"), [(1, 3), (2, 4), (3, 6), (1, 6)])
def test_a_passage_that_cuts_a_blank_is_widened_to_it(start, end):
    anchor = describe("共走【户数】户", start, end)
    assert "【户数】" in anchor.quote
    assert anchor.start <= start
    assert anchor.end >= end


def test_a_passage_beside_a_blank_is_not_widened():
    assert describe("共走【户数】户", 0, 2).quote == "共走"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 4)])
def test_what_is_no_passage_is_refused(start, end):
    with pytest.raises(ValueError, match="no passage"):
        describe("甲乙丙", start, end)


def test_an_edit_before_moves_the_offset_and_not_the_state():
    new = "同志们：" + REPORT
    assert place(mark("群众满意"), new, REPORT) == Placement(
        PLACED, REPORT.index("群众满意") + 4, REPORT.index("群众满意") + 8
    )


def test_an_edit_that_touches_the_passage_on_one_side_leaves_it_placed():
    new = REPORT.replace("深入基层调研", "多次深入基层调研")
    assert show(place(mark("深入基层调研"), new, REPORT), new) == (PLACED, "深入基层调研")


def test_a_sentence_added_behind_leaves_the_one_before_placed():
    new = REPORT.replace("明显提高。", "明显提高。各村都建了台账。")
    sentence = "群众满意度明显提高。"
    assert show(place(mark(sentence), new, REPORT), new) == (PLACED, sentence)


def test_changed_words_are_moved():
    new = REPORT.replace("理论学习还不够系统", "理论武装还不够系统")
    assert show(place(mark("理论学习还不够系统"), new, REPORT), new) == (MOVED, "理论武装还不够系统")


def test_words_typed_inside_are_moved():
    new = REPORT.replace("集中学习", "集中政治学习")
    assert show(place(mark("集中学习"), new, REPORT), new) == (MOVED, "集中政治学习")


def test_a_renamed_blank_inside_is_moved_with_the_whole_blank():
    new = REPORT.replace("【走访户数】", "【入户数】")
    assert show(place(mark("农户【走访户数】户，"), new, REPORT), new) == (MOVED, "农户【入户数】户，")


def test_a_renamed_blank_alone_is_lost():
    new = REPORT.replace("【走访户数】", "【入户数】")
    assert place(mark("【走访户数】"), new, REPORT) == Placement(LOST)


def test_a_deleted_passage_is_lost():
    new = REPORT.replace("，群众满意度明显提高", "")
    assert place(mark("群众满意度明显提高"), new, REPORT) == Placement(LOST)


def test_a_deleted_passage_does_not_take_a_look_alike():
    new = REPORT.replace("一是加强理论学习，", "一是")
    assert "理论学习" in new
    assert place(mark("理论学习"), new, REPORT) == Placement(LOST)


def test_without_the_old_text_a_look_alike_is_never_placed():
    new = REPORT.replace("一是加强理论学习，", "一是")
    assert show(place(mark("理论学习"), new), new) == (MOVED, "理论学习")


def test_one_of_two_equal_neighbours_is_never_placed():
    old = "甲处已经整改。已经整改。乙处正在办。"
    new = "甲处已经整改。乙处正在办。"
    assert place(mark("已经整改", old), new, old).state is MOVED


def test_a_paragraph_cut_and_pasted_keeps_its_passages():
    first, second, third = REPORT.splitlines(keepends=True)
    new = second + third + first
    anchors = [mark(words) for words in ("【学习次数】", "调查研究", "每周下一次村")]
    found = [show(placement, new) for placement in place_all(anchors, new, REPORT)]
    assert found == [(PLACED, "【学习次数】"), (PLACED, "调查研究"), (PLACED, "每周下一次村")]


def test_swapped_neighbours_of_equal_words_are_told_apart_by_their_surroundings():
    old = "".join(f"{name}村：道路硬化已经完成，饮水工程已经完成，村部改造已经完成。\n" for name in "东西")
    new = "".join(f"{name}村：道路硬化已经完成，饮水工程已经完成，村部改造已经完成。\n" for name in "西东")
    start = old.index("饮水")
    placement = place(describe(old, start, start + 4), new, old)
    assert placement.state is not PLACED or new.rindex("饮水") == placement.start


def test_context_finds_the_passage_without_the_old_text():
    new = "同志们：" + REPORT
    assert show(place(mark("调查研究"), new), new) == (PLACED, "调查研究")


def test_changed_words_are_found_without_the_old_text():
    new = REPORT.replace("帮助解决实际困难", "帮助解决各类困难")
    assert show(place(mark("帮助解决实际困难120件"), new), new)[0] is MOVED


def test_offsets_that_do_not_fit_the_old_text_are_not_believed():
    anchor = mark("调查研究")
    assert place(anchor, REPORT, REPORT[5:]) == Placement(PLACED, anchor.start, anchor.end)


def test_a_thousand_anchors_on_ten_thousand_characters_are_placed_in_time():
    source = random.Random(1)  # noqa: S311 - made-up prose, no secret
    old = "".join(source.choices(LARGE, k=10_000))
    starts = source.choices(range(9_900), k=1_000)
    anchors = [describe(old, start, start + 20) for start in starts]
    new = "".join(old[i : i + 97] + FRESH[:3] for i in range(0, 10_000, 100))
    started = time.process_time()
    place_all(anchors, new, old)
    assert time.process_time() - started < 0.5  # 0.1 on an ordinary machine, see the bench
