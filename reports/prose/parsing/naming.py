"""Placeholders in the parts of a report turned into blanks with label, kind and unit."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from ..figures import FigureKind, is_valid
from .labels import MANY, MARK, BlankPlace, name_places
from .numbers import find_numbers
from .placeholders import Placeholder, Shape, find_placeholders
from .result import ParsedBlank
from .units import find_unit, guess_figure

_REACH = 120  # characters before a blank that can say what it is
_REACH_AFTER = 60
_NEAR = 12  # blanks on each side, however short the words between them
_CONTEXT = 24
_NUMBER_CELL = re.compile(r"[\d.,]{1,12}[％%]?")
_UNIT_CELL = re.compile(r"（(?:单位：)?([^（）]{1,6})）")
_ENDS = re.compile(r"[。！？；\n]")
_SIBLING = re.compile(rf"{MARK}(?P<unit>[^{MARK}，。；、]{{0,6}})、[^{MARK}，。；、]{{1,8}}$")


@dataclass(frozen=True, slots=True)
class BlankContext:
    """A stretch of a report's text; `section` is the index of its section, None for title, opening and the like.

    `is_prose` where its numbers may be figures of the year.
    """

    text: str
    section: int | None = None
    heading: str = ""
    is_prose: bool = False


def name_blanks(parts: list[BlankContext], *, opens_numbers: bool = False) -> tuple[list[str], list[ParsedBlank]]:
    """The texts with every placeholder as 【label】, and the blanks in reading order, each label once.

    With `opens_numbers` the numbers of the prose become blanks too.
    """
    found = [_find(part, opens_numbers=opens_numbers) for part in parts]
    reads = sum(map(len, found)) <= MANY
    placed = [_place(part, holders, reads=reads) for part, holders in zip(parts, found, strict=True)]
    written = {holder.label for holders in found for holder in holders if holder.label}
    name_places([place for places in placed for place in places if place.shape is not Shape.LABEL], written)
    texts = [_fill(part.text, holders, places) for part, holders, places in zip(parts, found, placed, strict=True)]
    return texts, _list_blanks(parts, placed)


def name_number(part: BlankContext, start: int, taken: Collection[str] = ()) -> ParsedBlank | None:
    """The blank that the number at `start` would be, its label none of those taken; None where there is no number."""
    holders = _find(part, opens_numbers=True)
    places = _place(part, holders, reads=True)
    name_places([place for place in places if place.shape is not Shape.LABEL], taken)
    for holder, place in zip(holders, places, strict=True):
        if holder.start == start and holder.shape is Shape.VALUE:
            return ParsedBlank(
                place.label, _kind_of_values(place), place.unit, part.section, _context(place), place.previous
            )
    return None


def _find(part: BlankContext, *, opens_numbers: bool) -> list[Placeholder]:
    holders = find_placeholders(part.text)
    if not (opens_numbers and part.is_prose):
        return holders
    open_places = {place for holder in holders for place in range(holder.start, holder.end)}
    numbers = [number for number in find_numbers(part.text) if number.start not in open_places]
    return sorted([*holders, *numbers], key=lambda holder: holder.start)


def _place(part: BlankContext, holders: list[Placeholder], *, reads: bool) -> list[BlankPlace]:
    """Each blank between its words; `reads` False takes no notice of them."""
    places: list[BlankPlace] = []
    for index, holder in enumerate(holders):
        before = _before(part.text, holders, index) if reads else ""
        after = _after(part.text, holders, index) if reads else ""
        kind, unit = _guess(holder, before, after, places)
        marks = before.count(MARK)
        earlier = tuple(places[len(places) - marks :])
        place = BlankPlace(holder.shape, before, after, kind, unit, earlier, part.heading)
        place.label, place.previous = holder.label, holder.value
        places.append(place)
    return places


def _before(text: str, holders: list[Placeholder], index: int) -> str:
    """The words of the paragraph before a placeholder, within reach, other placeholders as marks."""
    end = holders[index].start
    start = max(text.rfind("\n", max(0, end - _REACH), end) + 1, end - _REACH)
    if index > _NEAR:
        start = max(start, holders[index - _NEAR - 1].end)
    pieces, position = [], end
    for earlier in range(index - 1, -1, -1):
        holder = holders[earlier]
        if holder.end <= start:
            break
        pieces += [text[holder.end : position], MARK]
        position = holder.start
    if position > start:
        pieces.append(text[start:position])
    return "".join(reversed(pieces))


def _after(text: str, holders: list[Placeholder], index: int) -> str:
    start = holders[index].end
    limit = min(len(text), start + _REACH_AFTER)
    newline = text.find("\n", start, limit)
    end = newline if newline >= 0 else limit
    if index + _NEAR < len(holders):
        end = min(end, holders[index + _NEAR].start)
    pieces = []
    for later in range(index + 1, len(holders)):
        holder = holders[later]
        if holder.start >= end:
            break
        pieces += [text[start : holder.start], MARK]
        start = holder.end
    return "".join(pieces) + text[start : max(start, end)]


def _guess(holder: Placeholder, before: str, after: str, places: list[BlankPlace]) -> tuple[FigureKind, str]:
    if holder.shape is Shape.DATE:
        return FigureKind.DATE, ""
    if holder.value:
        return FigureKind.NUMBER, find_unit(after)[0]
    if cell := _guess_cell(before, after):
        return cell
    kind, unit = guess_figure(holder.label, before, after)
    if kind is FigureKind.TEXT and not holder.label and not after[:1].isalnum():
        return _follow_sibling(before, places) or (kind, unit)
    return kind, unit


def _guess_cell(before: str, after: str) -> tuple[FigureKind, str] | None:
    """A cell of a pasted table whose row has numbers; its unit stands in the row's first cell."""
    if not before.endswith("\t") or after[:1] not in {"", "\t"}:
        return None
    name, *cells = f"{before}{after}".split("\t")
    if not any(_NUMBER_CELL.fullmatch(cell) for cell in cells):
        return None
    unit = _UNIT_CELL.search(name)
    return FigureKind.NUMBER, unit[1] if unit else ""


def _follow_sibling(before: str, places: list[BlankPlace]) -> tuple[FigureKind, str] | None:
    """整改*个、长期推进*: the second counts what the first counts."""
    sibling = _SIBLING.search(before)
    if not sibling or places[-1].kind is not FigureKind.NUMBER or find_unit(sibling["unit"])[0] != sibling["unit"]:
        return None
    return FigureKind.NUMBER, places[-1].unit


def _fill(text: str, holders: list[Placeholder], places: list[BlankPlace]) -> str:
    pieces: list[str] = []
    position = 0
    for holder, place in zip(holders, places, strict=True):
        pieces += [text[position : holder.start], f"【{place.label}】"]
        position = holder.end
    return "".join([*pieces, text[position:]])


def _list_blanks(parts: list[BlankContext], placed: list[list[BlankPlace]]) -> list[ParsedBlank]:
    blanks: dict[str, ParsedBlank] = {}
    for part, places in zip(parts, placed, strict=True):
        for place in places:
            kind = _kind_of_values(place)
            blank = ParsedBlank(place.label, kind, place.unit, part.section, _context(place), place.previous)
            blanks.setdefault(place.label, blank)
    return list(blanks.values())


def _kind_of_values(place: BlankPlace) -> str:
    """A range or a fraction is named as a number is, and typed as text."""
    is_number = not place.previous or is_valid(FigureKind.NUMBER, place.previous)
    return str(place.kind if is_number else FigureKind.TEXT)


def _context(place: BlankPlace) -> str:
    """The blank with the words of its sentence on both sides, other blanks as a line to write on."""
    before = _ENDS.split(place.before[-_CONTEXT:])[-1]
    after = _ENDS.split(place.after[:_CONTEXT])[0]
    return before.replace(MARK, "＿＿") + f"【{place.label}】" + after.replace(MARK, "＿＿")
