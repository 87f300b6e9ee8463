"""Chinese text made ready to be searched. Nothing divides its words, so pairs of neighbours are what is looked up."""

import unicodedata


def fold(text: str) -> str:
    """Makes letters half-width and small, and white space single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def find_pairs(folded: str) -> list[str]:
    """Each pair of neighbours once, in order; none across white space.

    A text that holds these words has all their pairs. The converse does not hold: what is found is looked through.
    """
    words = folded.split(" ")
    return list(dict.fromkeys(word[at : at + 2] for word in words for at in range(len(word) - 1)))
