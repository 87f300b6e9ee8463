"""A finished PDF read, its fonts cut to what is used, and all of it written as OFD."""

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256

from ..fonts.files import FontSource
from .drawn import DrawnFile, read_drawn
from .fonts import subset_fonts
from .package import write_package


def write_ofd(pdf: bytes, *, fonts: Mapping[str, FontSource]) -> bytes:
    """`fonts` are those of the site by their names. The same PDF and fonts give the same bytes.

    Raises Unprintable where the PDF is set in a font that is not among them.
    """
    drawn = read_drawn(pdf)
    return write_package(drawn, subset_fonts(_texts(drawn), fonts), identity=sha256(pdf).hexdigest()[:32])


def _texts(drawn: DrawnFile) -> dict[str, str]:
    texts: dict[str, str] = defaultdict(str)
    for page in drawn.pages:
        for run in page.runs:
            texts[run.font] += run.text
    return texts
