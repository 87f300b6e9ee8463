"""Full-width characters as the half-width ones that they stand for."""

import unicodedata

_FORMS = {"<wide>", "<narrow>", "<small>", "<noBreak>"}


def to_half_width(text: str) -> str:
    """２４％ becomes 24%, and a space is one that may break. Unlike NFKC, ³ and ③ stay: they are no 3."""
    return "".join(map(_half_width, text))


def _half_width(char: str) -> str:
    form, _, code = unicodedata.decomposition(char).partition(" ")
    return chr(int(code, 16)) if form in _FORMS else char
