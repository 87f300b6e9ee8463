"""Which column of a list is which, by its head; what is doubtful is left to be said by hand."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from .table import fold_head

_ALIKE = 66  # of 100, for a proposal


class MatchedHeads(NamedTuple):
    """`columns`: the places by the names of columns. `doubtful`: the places of heads that are not known, with the name
    of what they could be, or None.
    """

    columns: dict[str, int]
    doubtful: dict[int, str | None]


def match_heads(
    heads: Sequence[str], by_head: Mapping[str, str], *, remembered: Mapping[str, str], not_read: Collection[str]
) -> MatchedHeads:
    """`by_head` and `remembered` are by folded head, the second being what somebody said that it is, empty for none of
    ours; nothing is asked about folded heads in `not_read`.
    """
    columns: dict[str, int] = {}
    unknown: list[int] = []
    for place, head in enumerate(heads):
        folded = fold_head(head)
        name = remembered.get(folded, by_head.get(folded, ""))
        if name and name not in columns:
            columns[name] = place
        elif folded and folded not in not_read and remembered.get(folded) is None:
            unknown.append(place)
    return MatchedHeads(columns, {place: _propose(heads[place], by_head, columns) for place in unknown})


def _propose(head: str, by_head: Mapping[str, str], taken: Mapping[str, int]) -> str | None:
    """The one that is called most alike, unless another column of the file is it already."""
    found = process.extractOne(fold_head(head), by_head.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    name = by_head[found[0]] if found else None
    return None if name in taken else name
