"""Words that an organisation lists itself, beside those that come with the site."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Self


class ListedKind(StrEnum):
    WRONG_WORD = "wrong_word"
    TERM = "term"
    STOCK_PHRASE = "stock_phrase"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class ListedWord:
    """`words` are right in reports of the years `valid_from` to `valid_until`; 0 for no limit."""

    kind: ListedKind
    words: str
    use_instead: str = ""
    valid_from: int = 0
    valid_until: int = 0
    source: str = ""

    def is_valid(self, year: int) -> bool:
        return self.valid_from <= year and (not self.valid_until or year <= self.valid_until)


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document of the ledger: its title without 《》, its number such as 云政办〔2026〕3号, empty for none."""

    title: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class WordList:
    """Two of one `version` are the same list."""

    version: str
    entries: Sequence[ListedWord] = field(default=(), compare=False)

    @classmethod
    def of(cls, entries: Sequence[ListedWord]) -> Self:
        """Of two for the same words the last counts."""
        last = {(one.kind, one.words): one for one in entries}
        said = sorted(map(astuple, last.values()))
        return cls(sha256(repr(said).encode(errors="surrogatepass")).hexdigest()[:16], tuple(last.values()))

    def of_kind(self, kind: ListedKind) -> list[ListedWord]:
        return [one for one in self.entries if one.kind == kind]


NO_WORDS = WordList.of(())
