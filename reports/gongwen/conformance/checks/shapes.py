"""What is seen is what is read: each character is drawn as its face draws it, whatever the file calls its fonts."""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from ...fonts.files import FontSource, open_font
from ..faces import face_of, family
from ..glyphs import READ_AS_HYPHEN
from ..layout import Layout
from ..lines import HAN
from ..phrases import listed
from ..programs import EmbeddedFont
from ..registry import check
from ..sheet import Outcome
from ..translation import gettext_lazy as _

_ENOUGH = 12  # characters that tell one face from another


@check("glyph_shapes", _("Shapes of the characters"), clause="5.2.2")
def glyph_shapes(layout: Layout) -> Outcome:
    read = _read(layout)
    compared = {name: texts for name, texts in read.items() if _is_at_hand(name, layout)}
    wrong = [fault for name, texts in sorted(read.items()) for fault in _faults(name, sorted(texts), layout)]
    others = sorted(read.keys() - compared.keys())
    return Outcome(
        required=_("each character is drawn as its face draws it"),
        found=listed(wrong)
        or listed([f"{name}: {len(texts)}" for name, texts in sorted(compared.items())])
        or _("not compared"),
        passed=not wrong,
        reading=_(
            "The outlines in the file are compared with those of the fonts of that name in the folders of this site, "
            "once for each character of a font; a font that is not there is told from the other faces alone."
        ),
        note=_("Not compared, for the font is not at hand: %(fonts)s.") % {"fonts": listed(others)} if others else "",
    )


def _read(layout: Layout) -> dict[str, set[str]]:
    """The characters that are read, by the family of their font."""
    found: dict[str, set[str]] = {}
    for page in layout.extracted.pages:
        for line in page.lines:
            for glyph in line.glyphs:
                found.setdefault(family(glyph.style.font), set()).add(glyph.text)
    return found


def _is_at_hand(name: str, layout: Layout) -> bool:
    return name in layout.fonts and name in layout.extracted.facts.programs


def _faults(name: str, texts: list[str], layout: Layout) -> Iterator[str]:
    programs = layout.extracted.facts.programs.get(name, [])
    if name in layout.fonts and programs:
        wrong = "".join(text for text in texts if not _is_drawn(text, programs, layout.fonts[name]))
        if wrong:
            yield str(_("%(font)s draws otherwise: %(text)s") % {"font": name, "text": wrong[:8]})
    elif name in layout.fonts and (han := "".join(text for text in texts if HAN.match(text))):
        yield str(_("%(font)s cannot be followed: %(text)s") % {"font": name, "text": han[:8]})
    elif name not in layout.fonts and (other := _other_face(name, texts, programs, layout)):
        yield str(_("%(font)s is %(other)s") % {"font": name, "other": other})


def _is_drawn(text: str, programs: list[EmbeddedFont], place: FontSource) -> bool:
    """Whether all that the file reads as this character looks like it."""
    drawn = [(program.shape(code), program.slack) for program in programs for code in _codes(text, program)]
    font = open_font(place)
    asked = font.shape(text) or font.shape(unicodedata.normalize("NFKC", text)[:1])
    return bool(drawn) and all(shape and asked and shape.is_like(asked, slack) for shape, slack in drawn)


def _codes(text: str, program: EmbeddedFont) -> Iterator[int]:
    for written in READ_AS_HYPHEN if text == "-" else text:
        yield from program.codes(written)


def _other_face(name: str, texts: Iterable[str], programs: list[EmbeddedFont], layout: Layout) -> str:
    """The font of another face whose characters it draws. Empty where there is none."""
    sample = list(islice((text for text in texts if HAN.match(text)), _ENOUGH))
    for other, place in layout.fonts.items() if sample and programs else ():
        if face_of(other) is not face_of(name) and all(_is_drawn(text, programs, place) for text in sample):
            return other
    return ""
