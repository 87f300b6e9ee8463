"""Length as offices count it, and as Word does."""

import re

from .blanks import fill_blanks

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_COUNTED = re.compile(rf"[{HAN}]|[A-Za-z0-9]+(?:[.,][0-9]+)*")
_WIDE = r"\u2014\u2018-\u201f\u2026\u3000-\u303f\uff00-\uffef"
_COUNTED_BY_WORD = re.compile(rf"[{HAN}{_WIDE}]|[^\s{HAN}{_WIDE}]+")


def count_characters(text: str) -> int:
    """A Han character is one, a run of Latin letters or digits is one (31.5 too), punctuation is none.

    A blank still standing in the text counts nothing: fill it first to count its value.
    """
    return len(_COUNTED.findall(_without_blanks(text)))


def count_with_punctuation(text: str) -> int:
    """What Word shows as 字数: like `count_characters`, and each full-width mark is one more."""
    return len(_COUNTED_BY_WORD.findall(_without_blanks(text).replace("\u3000", " ")))


def _without_blanks(text: str) -> str:
    return fill_blanks(text, lambda _: " ")
