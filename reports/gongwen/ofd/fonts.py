"""The fonts of a document, each with the characters that are set in it and no others."""

from collections.abc import Mapping
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from ..fonts.files import FontSource
from ..pdf.errors import Unprintable

_UNUSED = ["meta", "vhea", "vmtx", "VORG", "BASE", "GDEF", "GSUB", "GPOS"]  # the text is not set again


def subset_fonts(texts: Mapping[str, str], sources: Mapping[str, FontSource]) -> dict[str, bytes]:
    """By name. Raises Unprintable for a font that the site has not."""
    if missing := sorted(set(texts) - set(sources)):
        raise Unprintable("font", fonts=", ".join(missing))
    return {name: _subset(sources[name], text) for name, text in sorted(texts.items())}


def _subset(source: FontSource, text: str) -> bytes:
    options = Options()
    options.layout_features, options.recalc_timestamp = [], False
    options.drop_tables += _UNUSED
    font = TTFont(BytesIO(source.read()), recalcTimestamp=False, recalcBBoxes=False)
    cutter = Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    written = BytesIO()
    font.save(written, reorderTables=None)
    return written.getvalue()


def extension(font: bytes) -> str:
    return "otf" if font.startswith(b"OTTO") else "ttf"
