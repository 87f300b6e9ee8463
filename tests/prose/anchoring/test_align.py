from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reports.prose.anchoring.align import MatchingBlock, align, pair_extremes, pair_late

short = st.text("甲乙丙", max_size=12)


def lengths(old, new):
    """table[i][j]: the length of the longest common subsequence of old[:i] and new[:j]."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j], table[i][j] + (a == b))
    return table


def pairs_in_every_shortest_difference(old, new):
    """By the plain quadratic tables: the pairs without a rival of the same rank."""
    before, after = lengths(old, new), lengths(old[::-1], new[::-1])
    ranked = {}
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            rest = after[len(old) - i - 1][len(new) - j - 1]
            if a == b and before[i][j] + 1 + rest == before[-1][-1]:
                ranked.setdefault(before[i][j], []).append((i, j))
    return {pairs[0] for pairs in ranked.values() if len(pairs) == 1}


def pairs_of(runs):
    return {(run.old_start + k, run.new_start + k) for run in runs for k in range(run.length)}


@given(short, short)
def test_certain_is_what_every_shortest_difference_keeps(old, new):
    assert pairs_of(align(old, new).certain) == pairs_in_every_shortest_difference(old, new)


@given(short, short, short, short, st.integers(1, 3))
def test_leaving_out_equal_ends_changes_nothing(head, old, new, tail, margin):
    old, new = head + old + tail, head + new + tail
    assert pair_extremes(old, new, margin) == pair_extremes(old, new, margin=100)


@given(short, short)
def test_a_pairing_is_a_longest_common_subsequence(old, new):
    pairs = pair_late(old, new)
    assert pairs == sorted(pairs)
    assert all(old[i] == new[j] for i, j in pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == lengths(old, new)[-1][-1]


@given(st.text("甲乙12a【】", max_size=12), st.text("甲乙12a【】", max_size=12))
def test_runs_hold_equal_words_and_never_touch(old, new):
    alignment = align(old, new)
    for runs in (alignment.certain, *alignment.possible):
        for old_start, new_start, length in runs:
            assert old[old_start : old_start + length] == new[new_start : new_start + length] != ""
        for before, after in pairwise(runs):
            gap = after.old_start - before.old_start - before.length, after.new_start - before.new_start - before.length
            assert min(gap) >= 0
            assert gap != (0, 0)


def test_which_of_two_equal_words_was_removed_is_not_certain():
    assert align("学习，学习。", "学习。").certain == [MatchingBlock(5, 2, 1)]


def test_blanks_and_numbers_are_kept_whole_or_not_at_all():
    assert align("共【人数】120人", "共【人次】125人").certain == [MatchingBlock(0, 0, 1), MatchingBlock(8, 8, 1)]


def test_texts_too_long_for_the_table_carry_nothing():
    assert align("甲" * 20_001, "乙" + "甲" * 20_000 + "乙").certain == []
