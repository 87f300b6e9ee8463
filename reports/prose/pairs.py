"""Chinese text made ready to be searched. Nothing divides its words, so pairs of neighbours are what is looked up."""

import unicodedata


def fold(text: str) -> str:
    """Full width and half width, capitals and small letters are one; white space is single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def find_pairs(folded: str) -> list[str]:
    """Each pair of neighbours once, in order; none across white space.

    Whatever holds a text holds all pairs of it. The other way round is not so: what is found is looked through again.
    """
    words = folded.split(" ")
    return list(dict.fromkeys(word[at : at + 2] for word in words for at in range(len(word) - 1)))
