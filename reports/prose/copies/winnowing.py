"""Fingerprints of a text: hashes of n-grams of characters, of which winnowing keeps some.

Schleimer, Wilkerson, Aiken: Winnowing: Local Algorithms for Document Fingerprinting. SIGMOD 2003. What two texts have
in common is found where it is SURE characters or longer; nothing shorter than GRAM is.
"""

from collections import deque
from hashlib import blake2b

GRAM = 8
WINDOW = 12
SURE = GRAM + WINDOW - 1


def fingerprint(words: str) -> set[int]:
    """Of masked words: 32 bits with sign, the same on every machine."""
    return {hashed for _place, hashed in winnow(words)}


def winnow(words: str) -> list[tuple[int, int]]:
    """Where and what: of each window of grams the smallest, of equal ones the last; each place once."""
    chosen: list[tuple[int, int]] = []
    waiting: deque[tuple[int, int]] = deque()  # hashes that grow, so that the first is the smallest of the window
    last = len(words) - GRAM
    for place in range(last + 1):
        hashed = _hash(words[place : place + GRAM])
        while waiting and waiting[-1][1] >= hashed:
            waiting.pop()
        waiting.append((place, hashed))
        if waiting[0][0] <= place - WINDOW:
            waiting.popleft()
        if place >= min(WINDOW - 1, last) and chosen[-1:] != [waiting[0]]:
            chosen.append(waiting[0])
    return chosen


def _hash(gram: str) -> int:
    return int.from_bytes(blake2b(gram.encode(errors="surrogatepass"), digest_size=4).digest(), signed=True)
