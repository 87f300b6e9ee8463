"""Word lists as tables: what each column and kind is called, how a row is read, and what a list is written as."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from ..models.word_list import WORDS_LENGTH
from ..problems import Problem
from ..prose.proofreading import ListedKind, ListedWord
from .spreadsheets import Known, SpreadsheetTable, fold_head

HEADS: Known = {
    "类别": ["类别", "种类", "kind"],
    "词语": ["词语", "原词", "错词", "words"],
    "改用": ["改用", "应为", "use instead"],
    "起始年份": ["起始年份", "启用年份", "valid from"],
    "截止年份": ["截止年份", "停用年份", "valid until"],
    "依据": ["依据", "来源", "source"],
}
_KINDS = {
    "错词": ListedKind.WRONG_WORD,
    "名称": ListedKind.TERM,
    "套话": ListedKind.STOCK_PHRASE,
    "不查": ListedKind.EXEMPT,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_MOST = 2_000
_YEARS = range(1949, 2200)
_SOURCE_LENGTH = 100


class UnreadableWords(Problem):
    messages = {
        "too_many": _("The list has more than %(limit)s rows. Divide it."),
        "column": _("A column is missing: %(names)s."),
        "twice": _("stands in the list twice"),
        "kind": _("the kind must be one of %(kinds)s"),
        "length": _("words have 2 to %(limit)s characters"),
        "right_missing": _("what is right is missing"),
        "right_is_wrong": _("what is right contains what is wrong: it would be marked again"),
        "undated": _("a name needs the year from which or until which it is valid"),
        "reversed": _("it ends before it begins"),
        "year": _("“%(text)s” is no year"),
    }


class RefusedWords(NamedTuple):
    """`number` is the row's as the spreadsheet program shows it."""

    number: int
    words: str
    reason: str


class ReadWordList(NamedTuple):
    entries: list[ListedWord]
    refused: list[RefusedWords]


def read_word_list(table: SpreadsheetTable) -> ReadWordList:
    """Raises UnreadableWords for a list that is too long, or lacks a column without which nothing can be read."""
    places = _places(table.heads)
    if len(table.rows) > _MOST:
        raise UnreadableWords("too_many", limit=_MOST)
    entries: dict[tuple[str, str], ListedWord] = {}
    refused = []
    for row in table.rows:
        cells = {name: row.cells[place].strip() for name, place in places.items()}
        try:
            entry = _read_row(cells)
            if (entry.kind, entry.words) in entries:
                raise UnreadableWords("twice")
            entries[entry.kind, entry.words] = entry
        except UnreadableWords as problem:
            refused.append(RefusedWords(row.number, cells["词语"][:WORDS_LENGTH], str(problem)))
    return ReadWordList(list(entries.values()), refused)


def _places(heads: Sequence[str]) -> dict[str, int]:
    names = {fold_head(head): name for name, known in HEADS.items() for head in known}
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        if name := names.get(fold_head(head)):
            places.setdefault(name, place)
    if missing := [name for name in ("类别", "词语") if name not in places]:
        raise UnreadableWords("column", names="、".join(missing))
    return places


def _read_row(cells: dict[str, str]) -> ListedWord:
    kind, words, right = _KINDS.get(cells["类别"]), cells["词语"], cells.get("改用", "")
    if kind is None:
        raise UnreadableWords("kind", kinds="、".join(_KINDS))
    if not 2 <= len(words) <= WORDS_LENGTH or len(right) > WORDS_LENGTH:
        raise UnreadableWords("length", limit=WORDS_LENGTH)
    if kind == ListedKind.WRONG_WORD and not right:
        raise UnreadableWords("right_missing")
    if right and kind == ListedKind.WRONG_WORD and words in right:
        raise UnreadableWords("right_is_wrong")
    since, until = (_read_year(cells.get(name, "")) for name in ("起始年份", "截止年份"))
    if kind == ListedKind.TERM and not (since or until):
        raise UnreadableWords("undated")
    if until and since > until:
        raise UnreadableWords("reversed")
    return ListedWord(kind, words, right, since, until, cells.get("依据", "")[:_SOURCE_LENGTH])


def _read_year(text: str) -> int:
    digits = text.removesuffix("年")
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdigit() and int(digits[:5]) in _YEARS):
        raise UnreadableWords("year", text=text[:20])
    return int(digits)


def print_word_list(entries: Iterable[ListedWord]) -> str:
    """As comma-separated text that `read_word_list` reads back."""
    written = StringIO()
    csv.writer(written).writerows([list(HEADS), *_rows(entries)])
    return written.getvalue()


def _rows(entries: Iterable[ListedWord]) -> Iterator[list[str]]:
    for one in entries:
        years = [str(year or "") for year in (one.valid_from, one.valid_until)]
        yield [_NAMES[one.kind], one.words, one.use_instead, *years, one.source]
