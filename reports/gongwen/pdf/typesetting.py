"""From the text of a report to runs of one face each: blanks filled, every character given a face that has it."""

import re
import unicodedata
from collections.abc import Iterator
from copy import copy
from itertools import groupby
from operator import itemgetter

from reports.gongwen.fonts import FontFace, FontFaces, FontRole
from reports.gongwen.fonts.gap import GAP
from reports.gongwen.lines import Extent, TextRun
from reports.prose.blanks import Blank, split_blanks
from reports.prose.content import ReportContent

from .errors import Unprintable

# An unfilled blank. Spaces, underlined, would be dropped at a line's end, and read back as cells of a table.
_GAP = GAP * 5
_INVISIBLE = {"Cc", "Cf"}  # control characters, zero-width marks
_ACCENT = "Mn"
_SPACES = dict.fromkeys(map(ord, "\t\n\u2028\u2029"), " ")  # Pango would end its line at a separator of lines
# They ask for one of a character's forms; the site's fonts have one of each.
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class Typesetter:
    """Turns text into runs and remembers what stands in the way of printing it."""

    def __init__(self, content: ReportContent, faces: FontFaces):
        self.content = content
        self.faces = faces
        self.roles: set[FontRole] = set()
        self._unfilled: dict[str, None] = {}
        self._missing: dict[str, None] = {}
        self._has_blanks = True

    def as_written(self) -> "Typesetter":
        """For attachments, whose 【】 are brackets and no blanks. Both remember problems in one list."""
        other = copy(self)
        other._has_blanks = False
        return other

    def runs(self, text: str, role: FontRole) -> list[TextRun]:
        """The text in the face of its role, with its blanks filled or left as gaps."""
        pieces = split_blanks(text) if self._has_blanks else [text]
        return [run for piece in pieces for run in self._piece_runs(piece, role)]

    def plain_runs(self, text: str, role: FontRole) -> list[TextRun]:
        """The same for text in which 【】 are brackets and no blanks."""
        return self._face_runs(text, role)

    def extent(self, face: str, character: str) -> Extent:
        """Metrics for `reports.gongwen.lines`."""
        return self.faces.extent(face, character)

    def plain(self, text: str) -> str:
        """The text with its blanks filled, for bookmarks and titles."""
        return _visible(self.content.filled(text) if self._has_blanks else text)

    def used_faces(self) -> tuple[FontFace, ...]:
        """The faces of the runs so far, and those of the body and the page numbers, which every page has."""
        return tuple(self.faces[role] for role in FontRole if role in self.roles | {FontRole.SONG, FontRole.BODY})

    def check(self, *, final: bool) -> None:
        """Raises Unprintable for characters without a face and, in a final copy, for blanks without a value."""
        if self._missing:
            named = " ".join(map(_name, self._missing))
            raise Unprintable("characters", characters=named)
        if final and self._unfilled:
            raise Unprintable("unfilled", labels="、".join(self._unfilled))

    def _piece_runs(self, piece: str | Blank, role: FontRole) -> list[TextRun]:
        if isinstance(piece, str):
            return self._face_runs(piece, role)
        if value := self.content.value_of(piece.label):
            return self._face_runs(value, role)
        self._unfilled[piece.label] = None
        self.roles.add(FontRole.GAP)
        return [TextRun(_GAP, FontRole.GAP)]

    def _face_runs(self, text: str, role: FontRole) -> list[TextRun]:
        shown = _visible(text)
        groups = groupby(zip(shown, self._faces_of(shown, role), strict=True), key=itemgetter(1))
        return [TextRun("".join(character for character, _face in pairs), face) for face, pairs in groups if face]

    def _faces_of(self, text: str, role: FontRole) -> Iterator[FontRole | None]:
        """A blank stands in the face of what it follows: alone between others it would be a tag without a glyph."""
        face = None
        for character in text:
            if not (face and character.isspace() and self.faces[face].has(character)):
                face = self._face(character, role)
            yield face

    def _face(self, character: str, role: FontRole) -> FontRole | None:
        # An accent that no character of its own has would hang on nothing.
        is_lone = unicodedata.category(character) == _ACCENT
        face = None if is_lone else self.faces.for_character(role, character)
        if face is None:
            self._missing[character] = None
        else:
            self.roles.add(face)
        return face


def _name(character: str) -> str:
    """A lone surrogate is named by its code point only: it can be neither shown nor sent."""
    shown = "" if unicodedata.category(character) == "Cs" else f"{character} "
    return f"{shown}(U+{ord(character):04X})"


def _visible(text: str) -> str:
    """Drops what cannot be seen. A letter and its accent become one character: lines are filled by characters."""
    text = _VARIATION_SELECTORS.sub("", text).translate(_SPACES)
    if any(unicodedata.category(character) == _ACCENT for character in text):
        text = unicodedata.normalize("NFC", text)
    return "".join(character for character in text if unicodedata.category(character) not in _INVISIBLE)
