"""Two people's changes to one text put together, where that needs no judgement."""

import re
from collections.abc import Sequence

from merge3 import Merge3

from .diff import match_units

# A clause and the mark that ends it are tokens of their own, so that two changed neighbour clauses still have an
# unchanged mark between them. A mark inside 【】 belongs to the label.
_CLAUSE = re.compile(r"(?:【[^【】\n]*】|[^，。；：！？、\n])+|[，。；：！？、\n]")


class _Matcher:
    """The interface that Merge3 asks of a sequence matcher, over the same difference that people are shown."""

    def __init__(self, _is_junk: None, old: Sequence[str], new: Sequence[str]) -> None:
        self._matches = match_units(old, new)

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        return self._matches


def merge(base: str, mine: str, theirs: str) -> str | None:
    """The text with both sets of changes, or None where both changed the same clause, or neighbouring words.

    The same change made by both is no conflict.
    """
    of_base, of_mine, of_theirs = (_CLAUSE.findall(text) for text in (base, mine, theirs))
    groups = list(Merge3(of_base, of_mine, of_theirs, sequence_matcher=_Matcher).merge_groups())
    if any(group[0] == "conflict" for group in groups):
        return None
    return "".join(clause for group in groups for clause in group[1])
