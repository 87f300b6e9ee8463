"""Finished PDFs read back: where every character stands, in points from the top left corner of the sheet."""

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import pdfplumber
from django.utils.translation import get_language

from reports.documents.rendering import render_pdf
from reports.gongwen.pdf import Variant

MM = 72 / 25.4
TOP, LEFT, RIGHT, FOOT = 37 * MM, 28 * MM, 184 * MM, 262 * MM


@dataclass(frozen=True)
class SetLine:
    """One line as set: its characters from left to right."""

    characters: list[dict]

    @property
    def text(self) -> str:
        return "".join(character["text"] for character in self.characters)

    @property
    def left(self) -> float:
        return min(character["x0"] for character in self.characters)

    @property
    def right(self) -> float:
        return max(character["x1"] for character in self.characters)

    @property
    def baseline(self) -> float:
        return self.characters[0]["baseline"]

    @property
    def fonts(self) -> set[str]:
        return {character["fontname"].partition("+")[2] for character in self.characters}

    @property
    def sizes(self) -> set[float]:
        return {round(character["size"], 1) for character in self.characters}


@contextmanager
def no_complaints():
    """Fails when WeasyPrint logs anything worth a warning."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    assert said == []


_rendered: dict[str, bytes] = {}


def render(content, **options) -> bytes:
    """A final copy, unless `options` say otherwise, rendered without a complaint.

    Tests that look at the same PDF look at one rendering; what rendering anew gives, ask `render_pdf`.
    """
    asked = repr((get_language(), content, sorted(options.items())))  # dataclasses through and through: all is in it
    if asked not in _rendered:
        with no_complaints():
            _rendered[asked] = render_pdf(content, **{"variant": Variant.FINAL, **options})
    return _rendered[asked]


@lru_cache(maxsize=4)  # the tests of one module ask for the same few, and a page read takes megabytes
def read_pages(data: bytes) -> list[list[SetLine]]:
    """The lines of every page from top to bottom, told apart by their baselines; the page number is the last."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        return [_lines(page) for page in pdf.pages]


def _lines(page) -> list[SetLine]:
    rows: dict[int, list[dict]] = {}
    for character in page.chars:
        character["baseline"] = float(page.height) - character["matrix"][5]
        rows.setdefault(round(character["baseline"] / 2), []).append(character)
    return [SetLine(sorted(row, key=lambda character: character["x0"])) for _, row in sorted(rows.items())]


def body_text(data: bytes) -> str:
    """Everything but the page numbers, lines joined."""
    return "".join(line.text for page in read_pages(data) for line in page[:-1])
