"""Words and set phrases of which one character is another that sounds or looks alike: 克苦, 敷衍了是.

No list could hold all that may be written for a word. A segmenter falls into single characters where a word is
misspelt: these are held against the words of an office. A set phrase is known by what is left of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import and_
from threading import Lock
from types import ModuleType

import rjieba

from .data import read_rows
from .likeness import look_alike, sound_alike
from .readings import phrases_of

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_PHRASE = (3, 4)
_OF_PLACES = frozenset("村镇乡县区市省州")  # what stands before them is a name


def find_misspelt(text: str) -> Iterable[tuple[int, int, str]]:
    """Start, end and the word that is meant, in order; none overlaps another."""
    return _found_remembered(text) if len(text) <= _REMEMBERED else _found(text)


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _HAN.finditer(text):
        if _is_name(match):
            continue
        reached = 0
        is_coined = _is_coined(match)
        is_unit = text[match.start() - 1 : match.start()].isdecimal()  # 200户记账户: the first character is one
        for start, end, right in sorted(_misspelt(match[0])):
            if start >= reached and not (end - start == 2 and (is_coined or (is_unit and start == 0))):
                reached = end
                yield match.start() + start, match.start() + end, right


# A page that is opened shows what was found when it was saved. 4 MB at most.
_REMEMBERED = 2_000  # characters


@lru_cache(maxsize=1_024)
def _found_remembered(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(_found(text))


def _is_name(match: re.Match[str]) -> bool:
    """县供电公司党委书记　贺立民: what ends a short line after a space."""
    text, start, end = match.string, match.start(), match.end()
    is_last = end - start < _COINED and text[end : end + 1] in {"", "\n"}
    return is_last and text[start - 1 : start] in {" ", "\u3000"} and start - text.rfind("\n", 0, start) < _BYLINE


_BYLINE = 60  # characters


def _is_coined(match: re.Match[str]) -> bool:
    """“家校社”, “防大疫、管慢病”: few characters in quotation marks are a name that somebody has given."""
    text, start = match.string, match.start()
    if match.end() - start > _COINED or text[start - 1 : start] not in {"“", "、", "‘"}:
        return False
    near = max(0, start - _QUOTED)
    return text.rfind("“", near, start) > text.rfind("”", near, start)


_COINED = 4  # characters
_QUOTED = 30


def _misspelt(run: str) -> Iterator[tuple[int, int, str]]:
    words = _segmenter().cut(run, hmm=False)
    if len(words) < 2:
        return
    places = _places(words)
    yield from _phrases(run, places)
    yield from _words(run, places)


@cache
def _segmenter() -> ModuleType:
    """Knows also what offices have made since its dictionary was: 提质, 县管校聘. The library has made one when it was
    loaded; a second one would be 25 MB more. Threads that ask first wait for each other: while one cuts, no word can be
    added, and the second finds all of them there.
    """
    listed = [*read_rows("office_words.csv"), *read_rows("right_words.csv"), *read_rows("set_phrases.csv")]
    with _filling:
        for word in {word for row in listed for word in row.values() if not rjieba.has_word(word)}:
            rjieba.add_word(word, _SELDOM, None)
    return rjieba


_filling = Lock()


def cut_words(text: str) -> list[str]:
    """The text word by word."""
    return _segmenter().cut(text, hmm=False)


def has_word(word: str) -> bool:
    return _segmenter().has_word(word)


_SELDOM = 100  # as often as a dictionary's less common words


def _places(words: Sequence[str]) -> list[tuple[int, int]]:
    """For each character where its word starts and ends."""
    places: list[tuple[int, int]] = []
    start = 0
    for word in words:
        end = start + len(word)
        places += [(start, end)] * (end - start)
        start = end
    return places


def _words(run: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    alone = [end - start == 1 for start, end in places]
    for start, both in enumerate(map(and_, alone, alone[1:])):
        found = run[start : start + 2]
        if both and found[1] not in _OF_PLACES and not has_word(found) and (right := _word_like(found)):
            yield start, start + 2, right
    for place in range(3, len(run)):
        if alone[place] and alone[place - 3] and places[place - 1] == (place - 2, place):
            yield from _cut_elsewhere(run, place)


def _cut_elsewhere(run: str, place: int) -> Iterator[tuple[int, int, str]]:
    """加/大力/渡 is 加大/力渡: the character before the wrong one was taken for the end of another word."""
    found = run[place - 1 : place + 1]
    if _OF_GRAMMAR.isdisjoint(found) and found[1] not in _OF_PLACES:
        right = _word_like(found)
        is_longer = bool(right) and has_word(run[place - 2] + right)  # 大数/剧: 大数据 is a word
        if right[:1] == found[0] and (is_longer or has_word(run[place - 3 : place - 1])):
            yield place - 1, place + 1, right


@cache
def _words_by_character() -> Mapping[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name in ("office_words.csv", "begins_a_word.csv"):
        for row in read_rows(name):
            for place, character in enumerate(row["word"]):
                found[place, character].append(row["word"])
    return found


@cache
def _alone() -> frozenset[str]:
    """They are words by themselves: two of them beside each other are no sign of anything."""
    return frozenset("".join(row["characters"] for row in read_rows("stands_alone.csv")))


_OF_GRAMMAR = frozenset(  # of words that stand alone
    "的地得之与于为是不到在了着过时中上下前后里来去人名元占流逐比入钱种们只又再就还也都而则即能可会用有无所将被把以不一向请和我"
)
_NUMERALS = frozenset("一二三四五六七八九十两")  # 一靠制度，二靠队伍; 两大战役


@lru_cache(maxsize=8_192)  # pairs come again; a text of one character has 200,000 of the same
def _word_like(found: str) -> str:
    """The word that is meant, empty where there is none. What sounds alike goes first."""
    if found[0] in _NUMERALS or (_alone().issuperset(found) and not _OF_GRAMMAR.isdisjoint(found)):
        return ""
    by_character = _words_by_character()
    for are_alike in (sound_alike, look_alike):
        for place in (0, 1):
            wrong = found[1 - place]
            for word in by_character.get((place, found[place]), ()):
                if wrong != word[1 - place] and are_alike(wrong, word[1 - place]):
                    return word
    return ""


def _phrases(run: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """The wrong character stands alone: it makes no word with those beside it. In a phrase that an office writes it may
    make one: 入脑人心.
    """
    yield from _own_phrases(run)
    missing = _missing_by_rest()
    for wrong, (start, end) in enumerate(places):
        if end - start > 1:
            continue
        for length in _PHRASE:
            for place in range(max(0, wrong + length - len(run)), min(length, wrong + 1)):
                begin = wrong - place
                rest = run[begin:wrong] + run[wrong + 1 : begin + length]
                for character in missing.get(_key(place, rest), ""):
                    right = rest[:place] + character + rest[place:]
                    if _is_meant(run[begin : begin + length], right, place):
                        yield begin, begin + length, right


def _own_phrases(run: str) -> Iterator[tuple[int, int, str]]:
    """Of four characters all but one are those of the phrase."""
    for half, phrases in enumerate(_own_by_half()):
        for place in range(2 * half, len(run) - max(_PHRASE) + 1 + 2 * half):
            for right in phrases.get(run[place : place + 2], ()):
                begin = place - 2 * half
                window = run[begin : begin + max(_PHRASE)]
                other = [at for at, both in enumerate(zip(window, right, strict=True)) if both[0] != both[1]]
                if len(other) == 1 and _is_taken_for(window[other[0]], right[other[0]]) and not _is_phrase(window):
                    yield begin, begin + max(_PHRASE), right


@cache
def _own_by_half() -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """By its first and by its last two characters."""
    halves: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    for row in read_rows("set_phrases.csv"):
        if len(row["phrase"]) == max(_PHRASE):
            halves[0][row["phrase"][:2]].append(row["phrase"])
            halves[1][row["phrase"][2:]].append(row["phrase"])
    return halves


def _key(place: int, rest: str) -> str:
    """Of a phrase without the character at that place."""
    return f"{rest[:place]}_{rest[place:]}"


@cache
def _listed_phrases() -> frozenset[str]:
    own = (row["phrase"] for row in read_rows("set_phrases.csv"))
    return frozenset([*own, *phrases_of(max(_PHRASE))])


@cache
def _missing_by_rest() -> Mapping[str, str]:
    """The characters that make a phrase of what is left of it. Texts: lists of phrases would be twice as large."""
    found: dict[str, str] = {}
    for phrase in sorted(_listed_phrases()):
        for place, character in enumerate(phrase):
            key = _key(place, phrase[:place] + phrase[place + 1 :])
            found[key] = found.get(key, "") + character
    return found


def _is_meant(window: str, right: str, place: int) -> bool:
    wrong = window[place]
    if wrong == right[place] or _is_phrase(window):
        return False
    return _is_taken_for(wrong, right[place]) or _is_rare(wrong)


def _is_phrase(window: str) -> bool:
    return has_word(window) or window in _listed_phrases()


def _is_taken_for(wrong: str, right: str) -> bool:
    return sound_alike(wrong, right) or look_alike(wrong, right)


def _is_rare(character: str) -> bool:
    """Of no word that an office writes: 挻身而出."""
    return not character.encode("gb2312", "ignore")
