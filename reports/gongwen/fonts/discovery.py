"""Which of the fonts in the site's folders serves for each role."""

import struct
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import BinaryIO

from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.sfnt import readTTCHeader

from . import gap as gap_font
from .faces import FontFace, FontFaces, FontRole
from .files import FontLocation, FontSource

_SUFFIXES = {".otf", ".ttf", ".otc", ".ttc"}

# PostScript names in order of preference; those after None stand in for a face that the standard asks for by name.
_CHOICES: dict[FontRole, tuple[str | None, ...]] = {
    FontRole.BODY: ("FangSong_GB2312", "FZFSK--GBK1-0", "FangSong", "STFangsong", "FandolFang-Regular"),
    FontRole.HEADING: ("SimHei", "FZHTK--GBK1-0", "STHeiti", "FandolHei-Regular"),
    FontRole.KAI: ("KaiTi_GB2312", "FZKTK--GBK1-0", "KaiTi", "STKaiti", "FandolKai-Regular"),
    FontRole.TITLE: ("FZXBSJW--GB1-0", "FZXBSK--GBK1-0", None, "FandolSong-Bold"),
    FontRole.SONG: ("SimSun", "FZSSK--GBK1-0", "STSong", "FandolSong-Regular"),
    FontRole.RARE: ("BabelStoneHan",),
}

# Of these the letters and figures are thinner than the Han characters: those of another cut stand beside them.
_LATIN_CUTS = {"FandolHei-Regular": "FandolHei-Bold"}


class FontError(Exception):
    """A font is missing or cannot be read. The message is for administrators."""


def find_faces(folders: Iterable[str | Path]) -> FontFaces:
    """Earlier folders win. Raises FontError where a role has no face."""
    return _find_faces(tuple(Path(folder) for folder in folders))


@lru_cache(maxsize=4)
def _find_faces(folders: tuple[Path, ...]) -> FontFaces:
    gap = FontFace(FontRole.GAP, gap_font.NAME, gap_font.GapFont(), is_substitute=False)
    faces = {role: _find_face(role, folders) for role in _CHOICES}
    return FontFaces(faces | {FontRole.GAP: gap, FontRole.LATIN: _find_latin(faces[FontRole.HEADING], folders)})


def _find_latin(heading: FontFace, folders: tuple[Path, ...]) -> FontFace:
    """The face itself, where it needs none or a site that was set up long ago has none."""
    name = _LATIN_CUTS.get(heading.name)
    found = next((fonts[name] for fonts in map(_read_names, folders) if name in fonts), None)
    return FontFace(FontRole.LATIN, name, found, is_substitute=False) if name and found else heading


def _find_face(role: FontRole, folders: tuple[Path, ...]) -> FontFace:
    """Earlier folders win, so that a site's own fonts come before ours. Then the order of preference counts."""
    names = _CHOICES[role]
    standing_in = names[names.index(None) :] if None in names else ()
    for folder in folders:
        fonts = _read_names(folder)
        for name in names:
            if name in fonts:
                return FontFace(role, name, fonts[name], name in standing_in)
    wanted, places = ", ".join(name for name in names if name), ", ".join(map(str, folders))
    raise FontError(f"No font for {role} ({wanted}) in {places}: run make setup or see FONT_DIRS.")


def named_fonts(folders: Iterable[str | Path]) -> dict[str, FontSource]:
    """Every font of the folders by its PostScript name; earlier folders win. Raises FontError. The gaps' font too."""
    found: dict[str, FontSource] = {}
    for folder in folders:
        found = {**_read_names(Path(folder)), **found}
    return found | {gap_font.NAME: gap_font.GapFont()}


@cache
def _read_names(folder: Path) -> dict[str, FontLocation]:
    if not folder.is_dir():
        return {}
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    return {name: place for path in paths for name, place in _read_file(path)}


def _read_file(path: Path) -> list[tuple[str, FontLocation]]:
    """Each font of a file, by PostScript name."""
    try:
        with path.open("rb") as file:
            return [(_postscript_name(file, number), FontLocation(path, number)) for number in _numbers(file)]
    except (TTLibError, struct.error, AssertionError) as error:
        raise FontError(f"{path} cannot be read as a font: take it out of its folder.") from error


def _numbers(file: BinaryIO) -> list[int] | list[None]:
    """Numbers of the fonts in a collection. [None] for a file with one font."""
    is_collection = file.read(4) == b"ttcf"
    file.seek(0)
    return [*range(readTTCHeader(file).numFonts)] if is_collection else [None]


def _postscript_name(file: BinaryIO, number: int | None) -> str:
    return TTFont(file, lazy=True, fontNumber=-1 if number is None else number)["name"].getDebugName(6)
