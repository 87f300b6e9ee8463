"""《》 titles and document numbers against the ledger of documents (制度文件)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from rapidfuzz import fuzz, process

from .listed import ListedDocument
from .registry import CheckedText, Severity, Span, register

_MOST = 300  # titles of one text that are looked for among those that are nearly the same
_NEAR = 85  # per cent
_LONGEST = 100
_ISSUER = r"[\u4e00-\u9fff]{2,12}"
_NUMBER = rf"(?P<issuer>{_ISSUER})[ ]?[〔\[［【（(](?P<year>\d{{4}})[〕\]］】）)][ ]?第?(?P<serial>\d{{1,5}})[ ]?号"
_QUOTED = re.compile(rf"《(?P<title>[^《》\n]{{4,{_LONGEST}}})》(?:[（(](?P<number>{_NUMBER})[）)])?")
_ONLY_NUMBER = re.compile(_NUMBER)
_ISSUED = re.compile(r"(?:制定|出台|印发|修订|编制|起草)(?:并|了|实施|完善|下发|出台|印发|发布)*$")
_LOOSE = re.compile(r"[\s“”\"‘’（）()〈〉<>·、，,]")
_DIGITS = re.compile(r"[\d一二三四五六七八九十〇]+")


@register(
    "document",
    Severity.HINT,
    looks_for="《》 titles and numbers 〔2026〕3号 that differ from those of the ledger of documents",
    source="the ledger of documents of the author and the unit",
)
def find_documents(checked: CheckedText) -> Iterator[Span]:
    if not checked.documents:
        return
    shelf = _Shelf(checked.documents)
    quoted = [*_QUOTED.finditer(checked.text)]
    near = {title: shelf.near(title) for title in islice(dict.fromkeys(one["title"] for one in quoted), _MOST)}
    within = set()
    for match in quoted:
        within.add(match.start("number"))
        yield from _of_title(match, shelf, near.get(match["title"], ""))
    for match in _ONLY_NUMBER.finditer(checked.text):
        listed = shelf.of_another_year(match)
        if match.start() not in within and listed:
            yield Span(*_number_span(match, listed), listed, {"differs": "number"})


@dataclass
class _Shelf:
    documents: Sequence[ListedDocument]
    by_title: dict[str, list[ListedDocument]] = field(default_factory=dict)
    by_number: dict[tuple[str, str, str], ListedDocument] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.documents:
            self.by_title.setdefault(_loose(one.title), []).append(one)
            if number := _ONLY_NUMBER.search(one.number):
                self.by_number[_key(number)] = one
        self.years: dict[tuple[str, str], list[str]] = {}
        for (issuer, _year, serial), one in self.by_number.items():
            self.years.setdefault((issuer, serial), []).append(one.number)

    def near(self, title: str) -> str:
        """The listed title that is nearly this one; empty where it is listed itself, or none is like it."""
        loose = _loose(title)
        if loose in self.by_title:
            return ""
        found = process.extractOne(loose, [*self.by_title], scorer=fuzz.ratio, score_cutoff=_NEAR)
        if found is None or _DIGITS.sub("", found[0]) == _DIGITS.sub("", loose):
            return ""  # last year's plan and this year's are two documents
        return self.by_title[found[0]][0].title

    def has(self, title: str) -> bool:
        """Itself, or 《关于印发〈…〉的通知》 around it."""
        loose = _loose(title)
        return any(loose in listed or listed in loose for listed in self.by_title)

    def numbered(self, match: re.Match[str]) -> ListedDocument | None:
        return self.by_number.get(_key(match))

    def of_another_year(self, match: re.Match[str]) -> str:
        """The one listed number that differs in the year alone."""
        issuer, _year, serial = _key(match)
        listed = [] if self.numbered(match) else self.years.get((issuer, serial), [])
        return listed[0] if len(listed) == 1 else ""


def _of_title(match: re.Match[str], shelf: _Shelf, near: str) -> Iterator[Span]:
    title = match.span("title")
    listed = shelf.by_title.get(_loose(match["title"]), [])
    numbers = [one.number for one in listed if _ONLY_NUMBER.search(one.number)]
    by_number = shelf.numbered(match) if match["number"] else None
    if numbers and match["number"] and by_number not in listed:
        yield Span(*match.span("number"), numbers[0], {"differs": "number"})
    elif near or (by_number and not _is_like(by_number.title, match["title"])):
        yield Span(*title, near or by_number.title, {"differs": "title"})  # type: ignore[union-attr]
    elif not shelf.has(match["title"]) and _ISSUED.search(match.string, max(0, match.start() - 12), match.start()):
        yield Span(*title, "", {"differs": "unlisted"})


def _is_like(listed: str, title: str) -> bool:
    return _loose(listed) in _loose(title) or _loose(title) in _loose(listed)


def _key(match: re.Match[str]) -> tuple[str, str, str]:
    """One issuer is written before all its numbers; what stands before it in the sentence is not part of it."""
    return match["issuer"][-3:], match["year"], match["serial"].lstrip("0")


def _number_span(match: re.Match[str], listed: str) -> tuple[int, int]:
    """From its issuer on, where that is written as it is listed."""
    issuer = re.split(r"[〔\[［【（(]", listed)[0]
    start = match.end("issuer") - len(issuer) if match["issuer"].endswith(issuer) else match.start("year") - 1
    return start, match.end()


def _loose(title: str) -> str:
    return _LOOSE.sub("", title)
