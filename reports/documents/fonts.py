"""The faces of the page standard: which file on this site serves for each, and what its characters measure."""

import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.sfnt import readTTCHeader

from reports.text.lines import Extent
from reports.text.lines.marks import CLOSING, OPENING

_SUFFIXES = {".otf", ".ttf", ".otc", ".ttc"}
_CLEAR = 85  # thousandths of an em that stay blank beside a mark that has lost its blank half
# A little less than half an em: where marks overlap by more, readers of the PDF take the second for a new line.
_LARGEST_LOSS = 460


class Role(StrEnum):
    """What a face is for (GB/T 9704-2012, 5.2.2, 7.3 and 7.5)."""

    BODY = "body"  # 仿宋
    HEADING = "heading"  # 黑体
    KAI = "kai"  # 楷体
    TITLE = "title"  # 小标宋
    SONG = "song"  # 宋体, page numbers
    RARE = "rare"  # any complete face, for characters that the others lack


# PostScript names in order of preference; those after None stand in for a face that the standard asks for by name.
_CHOICES: dict[Role, tuple[str | None, ...]] = {
    Role.BODY: ("FangSong_GB2312", "FZFSK--GBK1-0", "FangSong", "STFangsong", "FandolFang-Regular"),
    Role.HEADING: ("SimHei", "FZHTK--GBK1-0", "STHeiti", "FandolHei-Regular"),
    Role.KAI: ("KaiTi_GB2312", "FZKTK--GBK1-0", "KaiTi", "STKaiti", "FandolKai-Regular"),
    Role.TITLE: ("FZXBSJW--GB1-0", "FZXBSK--GBK1-0", None, "FandolSong-Bold"),
    Role.SONG: ("SimSun", "FZSSK--GBK1-0", "STSong", "FandolSong-Regular"),
    Role.RARE: ("BabelStoneHan",),
}
_STANDARD_NAMES = {Role.TITLE: "小标宋体"}


@dataclass(frozen=True)
class Face:
    """One font. `name` is its PostScript name, by which the finished PDF calls it; `place` tells where it is."""

    role: Role
    name: str
    place: "Place"
    is_substitute: bool
    _extents: dict[str, Extent] = field(default_factory=dict, compare=False, repr=False)

    @property
    def path(self) -> Path:
        return self.place.path

    @property
    def address(self) -> str:
        """What a style sheet calls it."""
        return self.place.path.as_uri() if self.place.number is None else f"report:{self.name}.otf"

    def read(self) -> bytes:
        """The font as a file of its own."""
        return self.place.path.read_bytes() if self.place.number is None else _take_out(self.place)

    def has(self, character: str) -> bool:
        return ord(character) in _open(self.place).characters

    def extent(self, character: str) -> Extent:
        """What the character measures; raises KeyError where the face lacks it."""
        if character not in self._extents:
            self._extents[character] = _open(self.place).measure(character)
        return self._extents[character]

    def above(self, character: str) -> float:
        """The blank between the top of the face's line and the top of the character's ink, thousandths of an em."""
        return _open(self.place).above(character)

    def outline(self, text: str) -> tuple[str, int]:
        """The text as one SVG path (y upwards) and its width, in thousandths of an em."""
        return _open(self.place).outline(text)


@dataclass(frozen=True, slots=True)
class Place:
    """A font file, or one of the fonts in a collection (.ttc), which are counted from 0; None for a file of one."""

    path: Path
    number: int | None = None

    def open(self) -> TTFont:
        """Raises TTLibError for a file that is no font."""
        return TTFont(self.path, lazy=True, fontNumber=-1 if self.number is None else self.number)


class _FontFile:
    """A font kept open: its character map and, on demand, advances and outlines."""

    def __init__(self, place: Place):
        self._font = place.open()
        self.characters = self._font.getBestCmap()
        self._scale = 1000 / self._font["head"].unitsPerEm

    def measure(self, character: str) -> Extent:
        glyph = self.characters[ord(character)]
        advance = round(self._font["hmtx"][glyph][0] * self._scale)
        if character not in OPENING and character not in CLOSING:
            return Extent(advance, 0, 0)
        left, right = self._bearings(glyph, advance)
        return Extent(advance, *(max(0, min(_LARGEST_LOSS, round(blank - _CLEAR))) for blank in (left, right)))

    def above(self, character: str) -> float:
        pen = BoundsPen(self._glyphs)
        self._glyphs[self.characters[ord(character)]].draw(pen)
        return (self._font["hhea"].ascent - pen.bounds[3]) * self._scale

    def _bearings(self, glyph: str, advance: int) -> tuple[float, float]:
        pen = BoundsPen(self._glyphs)
        self._glyphs[glyph].draw(pen)
        if pen.bounds is None:
            return 0, 0
        return pen.bounds[0] * self._scale, advance - pen.bounds[2] * self._scale

    def outline(self, text: str) -> tuple[str, int]:
        path, x = [], 0
        for character in text:
            glyph = self._glyphs[self.characters[ord(character)]]
            pen = SVGPathPen(self._glyphs, lambda number: f"{number:.0f}")
            glyph.draw(_shifted(pen, x, self._scale))
            path.append(pen.getCommands())
            x += round(glyph.width * self._scale)
        return "".join(path), x

    @property
    def _glyphs(self):
        return self._font.getGlyphSet()


def _shifted(pen, x: int, scale: float):
    from fontTools.pens.transformPen import TransformPen  # noqa: PLC0415

    return TransformPen(pen, (scale, 0, 0, scale, x, 0))


@dataclass(frozen=True)
class Faces:
    """One face for every role."""

    by_role: dict[Role, Face]

    def __getitem__(self, role: Role) -> Face:
        return self.by_role[role]

    def for_character(self, role: Role, character: str) -> Role | None:
        """The role whose face prints the character: its own or the one for rare characters; None where neither can.

        What a private-use character (造字) looks like only the machine knows on which it was made: no face prints it.
        """
        if unicodedata.category(character) == "Co":
            return None
        return next((r for r in (role, Role.RARE) if self.by_role[r].has(character)), None)

    def extent(self, role: str, character: str) -> Extent:
        return self.by_role[Role(role)].extent(character)

    def substitutes(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """'小标宋体: FandolSong-Bold' for each of these roles whose face only stands in for the standard's."""
        used = (self.by_role[role] for role in Role if role in set(roles))
        return tuple(f"{_STANDARD_NAMES[face.role]}: {face.name}" for face in used if face.is_substitute)

    def identity(self) -> str:
        """Changes when any of the font files is replaced."""
        stats = ((face.name, face.path.stat()) for face in self.by_role.values())
        return "|".join(f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in stats)


def find_faces() -> Faces:
    """The faces in settings.FONT_DIRS. Raises ImproperlyConfigured where a role has none."""
    return _find_faces(tuple(Path(folder) for folder in settings.FONT_DIRS))


@lru_cache(maxsize=4)
def _find_faces(folders: tuple[Path, ...]) -> Faces:
    return Faces({role: _find_face(role, folders) for role in Role})


def _find_face(role: Role, folders: tuple[Path, ...]) -> Face:
    """The folder decides first, so that a site's own fonts come before ours; then the order of preference."""
    names = _CHOICES[role]
    standing_in = names[names.index(None) :] if None in names else ()
    for folder in folders:
        fonts = _read_names(folder)
        for name in names:
            if name in fonts:
                return Face(role, name, fonts[name], name in standing_in)
    wanted, places = ", ".join(name for name in names if name), ", ".join(map(str, folders))
    raise ImproperlyConfigured(f"No font for {role} ({wanted}) in {places}: run make setup or see FONT_DIRS.")


@cache
def _read_names(folder: Path) -> dict[str, Place]:
    """The fonts of a folder by PostScript name."""
    if not folder.is_dir():
        return {}
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    return {name: place for path in paths for name, place in _read_file(path)}


def _read_file(path: Path) -> list[tuple[str, Place]]:
    """Each font of a file with its PostScript name."""
    try:
        with path.open("rb") as file:
            return [(_postscript_name(file, number), Place(path, number)) for number in _numbers(file)]
    except (TTLibError, struct.error, AssertionError) as error:
        raise ImproperlyConfigured(f"{path} cannot be read as a font: take it out of its folder.") from error


def _numbers(file: BinaryIO) -> list[int] | list[None]:
    """Of the fonts in a collection; a file of one font has none."""
    is_collection = file.read(4) == b"ttcf"
    file.seek(0)
    return [*range(readTTCHeader(file).numFonts)] if is_collection else [None]


def _postscript_name(file: BinaryIO, number: int | None) -> str:
    return TTFont(file, lazy=True, fontNumber=-1 if number is None else number)["name"].getDebugName(6)


@cache
def _open(place: Place) -> _FontFile:
    return _FontFile(place)


@cache
def _take_out(place: Place) -> bytes:
    """A collection's font alone: given the whole file, WeasyPrint might set another of its fonts."""
    font = TTFont(place.path, fontNumber=place.number, recalcTimestamp=False)
    alone = BytesIO()
    font.save(alone, reorderTables=None)
    return alone.getvalue()
