"""The faces of one site: a font for every role."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from reports.gongwen.lines import Extent

from .files import FontSource, open_font


class FontRole(StrEnum):
    """What a face is for (GB/T 9704-2012, 5.2.2, 7.3 and 7.5)."""

    BODY = "body"  # 仿宋
    HEADING = "heading"  # 黑体
    LATIN = "latin"  # letters and figures among 黑体, as heavy as its Han characters
    KAI = "kai"  # 楷体
    TITLE = "title"  # 小标宋
    SONG = "song"  # 宋体, page numbers
    RARE = "rare"  # any complete face, for characters that the others lack
    GAP = "gap"  # what a draft has for an open blank


@dataclass(frozen=True)
class FontFace:
    """`name` is its PostScript name, by which the finished PDF calls it."""

    role: FontRole
    name: str
    place: FontSource
    is_substitute: bool
    _extents: dict[str, Extent] = field(default_factory=dict, compare=False, repr=False)

    @property
    def address(self) -> str:
        """The URL in style sheets."""
        return self.place.address(self.name)

    def read(self) -> bytes:
        """The font as a file of its own."""
        return self.place.read()

    def has(self, character: str) -> bool:
        return open_font(self.place).has(character)

    def extent(self, character: str) -> Extent:
        """Raises KeyError where the face lacks the character."""
        if character not in self._extents:
            self._extents[character] = open_font(self.place).measure(character)
        return self._extents[character]

    def above(self, character: str) -> float:
        """The blank between the top of the face's line and the top of the character's ink, in thousandths of an em."""
        return open_font(self.place).above(character)

    def outline(self, text: str) -> tuple[str, int]:
        """The text as one SVG path (y upwards), and its width in thousandths of an em."""
        return open_font(self.place).outline(text)


_STANDARD_NAMES = {FontRole.TITLE: "小标宋体"}


@dataclass(frozen=True)
class FontFaces:
    by_role: dict[FontRole, FontFace]
    _for_character: dict[tuple[FontRole, str], FontRole | None] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, role: FontRole) -> FontFace:
        return self.by_role[role]

    def for_character(self, role: FontRole, character: str) -> FontRole | None:
        """The role whose face prints the character: its own, of 黑体 that of letters and figures, or the one for rare
        characters. None where none can.

        No face prints a private-use character (造字): only the machine it was made on knows what it looks like.
        """
        if (role, character) not in self._for_character:
            self._for_character[role, character] = self._find(role, character)
        return self._for_character[role, character]

    def _find(self, role: FontRole, character: str) -> FontRole | None:
        if unicodedata.category(character) == "Co":
            return None
        latin = (FontRole.LATIN,) if role is FontRole.HEADING and self._is_latin(character) else ()
        return next((r for r in (*latin, role, FontRole.RARE) if self.by_role[r].has(character)), None)

    def _is_latin(self, character: str) -> bool:
        """Most families of 黑体 have letters of their own that are heavy enough."""
        has_own = self.by_role[FontRole.LATIN].name != self.by_role[FontRole.HEADING].name
        return has_own and character.isascii() and not character.isspace()

    def extent(self, role: str, character: str) -> Extent:
        return self.by_role[FontRole(role)].extent(character)

    def substitutes(self, roles: Iterable[FontRole]) -> tuple[str, ...]:
        """'小标宋体: FandolSong-Bold', for each of these roles whose face only stands in for the standard's."""
        used = (self.by_role[role] for role in FontRole if role in set(roles))
        return tuple(f"{_STANDARD_NAMES[face.role]}: {face.name}" for face in used if face.is_substitute)

    def identity(self) -> str:
        """Changes when any of the font files is replaced."""
        return "|".join(f"{face.name}:{face.place.identity()}" for face in self.by_role.values())
