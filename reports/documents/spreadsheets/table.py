"""A list of people or things in a spreadsheet: where it begins, what each column is, which rows belong to it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple, Self

from . import limits
from .cells import NO_VALUE, fold
from .problems import UnreadableSpreadsheet
from .workbooks import MergedRange

_LOOKED_AT = 50  # rows, for the one with the heads
_NOTE = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|[*:：、.]")
_TOTAL = re.compile(r"(合|小|总|共)计:?|本页(小|合)计|total|sum", re.IGNORECASE)
_REMARK = re.compile(r"(注|备注|说明|填表说明|填报说明|填表人|制表人|制表|审核人|填报单位|填报人|联系人)[:：]")


class SpreadsheetRow(NamedTuple):
    """`number` is the row's as the spreadsheet program shows it."""

    number: int
    cells: tuple[str, ...]


class SpreadsheetTable(NamedTuple):
    """The heads of the columns, and the rows below them, all as wide as the heads.

    `passed_over` are the numbers of rows that are totals, remarks or heads again; `other_sheets` the names of those
    that were not read; `hidden_rows` the numbers, `hidden_columns` the heads of what was read although it is hidden.
    """

    head_row: int
    heads: tuple[str, ...]
    rows: tuple[SpreadsheetRow, ...]
    sheet: str = ""
    passed_over: tuple[int, ...] = ()
    other_sheets: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """What `_asdict` gave, after it was kept as JSON."""
        rows = tuple(SpreadsheetRow(number, tuple(cells)) for number, cells in stored["rows"])
        known = {name: value for name, value in stored.items() if name in cls._fields}
        return cls(**{**known, "rows": rows, "heads": tuple(stored["heads"])})


Known = Mapping[str, Collection[str]]  # by the name of a column, the heads that it may have


def fold_head(text: str) -> str:
    """Without the signs and remarks around it: *姓 名（必填） is 姓名."""
    return _NOTE.sub("", fold(text))


def find_table(
    rows: Iterable[tuple[int, Sequence[str]]], known: Known, merged: Collection[MergedRange] = ()
) -> SpreadsheetTable:
    """Raises UnreadableSpreadsheet."""
    filled = _fill_merged([(number, list(cells)) for number, cells in rows if any(cells)], merged)
    at = _find_heads(filled[:_LOOKED_AT], known)
    if at is None:
        raise UnreadableSpreadsheet("no_heads", limit=_LOOKED_AT)
    if at and score_heads(filled[at - 1][1], known) >= 2 and _continues(filled[at - 1 : at + 1], known):
        at -= 1
    head_row, heads = filled[at][0], _trim(filled[at][1])
    if _continues(filled[at : at + 2], known):
        at += 1
        heads = _trim([below or above for above, below in zip_longest(heads, filled[at][1], fillvalue="")])
    banners = {merge.top for merge in merged if merge.right - merge.left + 1 > len(heads) / 2}
    found, passed = [], []
    for number, cells in filled[at + 1 :]:
        row = tuple((cells + [""] * len(heads))[: len(heads)])
        if number in banners or _is_aside(row, heads):
            passed.append(number)
        elif any(row):
            found.append(SpreadsheetRow(number, row))
    if not found:
        raise UnreadableSpreadsheet("no_rows", row=head_row)
    if len(found) > limits.MAX_ROWS:
        raise UnreadableSpreadsheet("too_many_rows", limit=limits.MAX_ROWS)
    return SpreadsheetTable(head_row, heads, tuple(found), passed_over=tuple(passed))


def score_heads(cells: Iterable[str], known: Known) -> int:
    """How many different columns are recognised in a row."""
    by_head = {fold_head(head): name for name, heads in known.items() for head in heads}
    return len({by_head[folded] for cell in cells if (folded := fold_head(cell)) in by_head})


def _find_heads(rows: Sequence[tuple[int, Sequence[str]]], known: Known) -> int | None:
    """The row in which most columns are recognised; of heads over two rows the lower. Where none is recognised, the
    first that looks like heads: several short texts and no numbers.
    """
    scores = [score_heads(cells, known) for _number, cells in rows]
    best = max(scores, default=0)
    if best >= 2:
        at = scores.index(best)
        while at + 1 < len(scores) and scores[at + 1] == best and _is_below(rows[at], rows[at + 1]):
            at += 1
        return at
    return next((at for at, (_number, cells) in enumerate(rows) if _looks_like_heads(cells)), None)


def _is_below(upper: tuple[int, Sequence[str]], lower: tuple[int, Sequence[str]]) -> bool:
    """Heads that are merged over two rows stand in both."""
    first_two = [[cell for cell in cells if cell][:2] for _number, cells in (upper, lower)]
    return lower[0] == upper[0] + 1 and first_two[0] == first_two[1]


def _continues(rows: Sequence[tuple[int, Sequence[str]]], known: Known) -> bool:
    """Whether the second row has heads and nothing else: 起 and 止 below one head for both."""
    texts = [cell for _number, cells in rows[1:] for cell in cells if cell]
    return bool(texts) and score_heads(texts, known) == len(texts)


def _looks_like_heads(cells: Sequence[str]) -> bool:
    texts = [cell for cell in cells if cell]
    return len(texts) >= 2 and all(len(text) <= 20 and not any(map(str.isdigit, text)) for text in texts)


def _fill_merged(rows: list[tuple[int, list[str]]], merged: Iterable[MergedRange]) -> list[tuple[int, list[str]]]:
    """What is written once for several rows stands in each of them. Across columns nothing is filled."""
    by_number = dict(rows)
    for merge in merged:
        first = by_number.get(merge.top)
        if first is None or merge.bottom == merge.top or len(first) < merge.left or not first[merge.left - 1]:
            continue
        for number in range(merge.top + 1, min(merge.bottom, merge.top + limits.MAX_ROWS) + 1):
            if cells := by_number.get(number):
                cells += [""] * (merge.left - len(cells))
                cells[merge.left - 1] = cells[merge.left - 1] or first[merge.left - 1]
    return rows


def _trim(cells: Sequence[str]) -> tuple[str, ...]:
    last = max(index for index, cell in enumerate(cells) if cell)
    return tuple(cells[: last + 1])


def _is_aside(row: Sequence[str], heads: Sequence[str]) -> bool:
    """A total, a remark below the list, or the heads again on the next printed page."""
    texts = [cell for cell in row if cell and cell != NO_VALUE]
    if any(len(text) <= 8 and _TOTAL.fullmatch(fold(text)) for text in texts[:2]):
        return True
    if texts and len(texts) <= 3 and _REMARK.match(texts[0]):
        return True
    return texts == [head for head in heads if head]
