"""Sentences that are too long to be read aloud."""

import re
from collections.abc import Iterator

from ..counting import count_characters
from .registry import CheckedText, Severity, Span, register

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


@register("long_sentence", Severity.HINT, looks_for="a sentence that nobody can read aloud", source="custom")
def find_long(checked: CheckedText) -> Iterator[Span]:
    """Up to a full stop or a semicolon."""
    limit = checked.longest_sentence
    for match in _SENTENCE.finditer(checked.text):
        if limit and len(match[0]) > limit and count_characters(match[0]) > limit:
            yield Span(*match.span())
