"""Of pypinyin's dictionaries what the checks ask: imported as its objects they are 50 MB in every process."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from sys import intern
from typing import Any

_FIRST, _LAST = 0x4E00, 0x9FFF
_UMLAUT = "\u0308"


def sound_of(character: str) -> str:
    """Its most frequent reading without its tone, ü as v; itself where it is none of the common Chinese ones."""
    place = ord(character) - _FIRST
    return (_sounds()[place] if 0 <= place <= _LAST - _FIRST else "") or character


def phrases_of(length: int) -> list[str]:
    """The set phrases of so many characters."""
    return _read("phrases_dict.json", lambda phrase, _reading: phrase if len(phrase) == length else "").split()


@cache
def _sounds() -> Sequence[str]:
    """By character, from the first of the common ones on; there are four hundred."""
    read = _read("pinyin_dict.json", lambda code, readings: f"{code}={readings.partition(',')[0]}")
    readings = dict(one.split("=") for one in read.split())
    return [intern(_without_tone(readings.get(str(code), ""))) for code in range(_FIRST, _LAST + 1)]


def _without_tone(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading)
    kept = "".join(letter for letter in letters if letter == _UMLAUT or not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", kept).replace("ü", "v")


def _read(name: str, word_of: Callable[[str, Any], str]) -> str:
    """A word for each entry of a dictionary, in one text: what is kept for long lies not amid what is read once, whose
    memory could not be given back. The library itself is not imported.
    """
    library = find_spec("pypinyin")
    file = Path(str(library and library.origin)).parent / name
    read: str = json.loads(file.read_bytes(), object_pairs_hook=lambda pairs: " ".join(word_of(*one) for one in pairs))
    return read
