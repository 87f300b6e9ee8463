"""What WeasyPrint made, looked at before anybody gets it: a face that was lost is set in whatever is at hand.

That happened without a word in a process that was forked after the fonts were loaded.
"""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from .errors import Unprintable

_LISTED = 3


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def no_complaint() -> Iterator[None]:
    """Raises Unprintable where WeasyPrint says anything of note, such as a character that no face has (glyph 0).

    The caller must let only one document be made at a time.
    """
    logger, heard = logging.getLogger("weasyprint"), _Heard()
    logger.addHandler(heard)
    try:
        yield
    finally:
        logger.removeHandler(heard)
    if heard.said:
        raise Unprintable("misprinted", found="; ".join(dict.fromkeys(heard.said[:_LISTED])))


def check_fonts(document: Any, planned: Collection[str]) -> None:
    """Raises Unprintable where the document of WeasyPrint is set in a font that was not planned, and names it."""
    strange = sorted({font.family for font in document.fonts.values()} - set(planned))
    if strange:
        raise Unprintable("misprinted", found=", ".join(strange[:_LISTED]))
