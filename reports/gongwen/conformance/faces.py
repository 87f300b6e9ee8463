"""Which font families count as the faces the standard names, and which of them only stand in."""

import re
from enum import StrEnum
from functools import lru_cache


class StandardFace(StrEnum):
    TITLE = "小标宋"
    FANG = "仿宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"


# Names are compared without case, blanks, hyphens and underscores. The first tuple is the face itself as vendors
# name it, the second what is commonly set in its place. A name counts for the first face it begins with.
_FAMILIES: dict[StandardFace, tuple[tuple[str, ...], tuple[str, ...]]] = {
    StandardFace.TITLE: (
        ("方正小标宋", "fzxiaobiaosong", "fzxbs", "华文小标宋", "小标宋", "stxiaobiaosong", "汉仪小标宋"),
        ("fandolsongbold", "notoserifcjkscblack", "notoserifcjkscbold", "notoserifscblack", "notoserifscbold",
         "sourcehanserifscheavy", "sourcehanserifscbold", "sourcehanserifcnheavy", "sourcehanserifcnbold",
         "思源宋体heavy", "思源宋体bold", "stzhongsong", "华文中宋"),
    ),
    StandardFace.FANG: (
        ("仿宋gb2312", "fangsonggb2312", "仿宋", "fangsong", "simfang", "方正仿宋", "fzfangsong", "fzfs"),
        ("fandolfang", "stfangsong", "华文仿宋", "zhuquefangsong", "朱雀仿宋"),
    ),
    StandardFace.KAI: (
        ("楷体gb2312", "kaitigb2312", "楷体", "kaiti", "simkai", "方正楷体", "fzkai"),
        ("fandolkai", "stkaiti", "华文楷体", "arplkaitimgb", "arplukai", "ukai", "gkai", "lxgwwenkai", "霞鹜文楷"),
    ),
    StandardFace.HEI: (
        ("黑体", "simhei", "方正黑体", "fzhei"),
        ("fandolhei", "stheiti", "华文黑体", "notosanscjksc", "notosanssc", "sourcehansanssc", "sourcehansanscn",
         "思源黑体", "wenquanyizenhei", "microsoftyahei", "微软雅黑", "pingfangsc"),
    ),
    StandardFace.SONG: (
        ("宋体", "simsun", "nsimsun", "新宋体", "方正书宋", "fzshusong"),
        ("fandolsong", "stsong", "华文宋体", "notoserifcjksc", "notoserifsc", "sourcehanserifsc", "sourcehanserifcn",
         "思源宋体", "babelstonehan", "arplsungti", "arpluming", "uming"),
    ),
}  # fmt: skip


def family(font: str) -> str:
    """The name without the prefix of a subset: FandolFang-Regular for ABCDEF+FandolFang-Regular."""
    return re.sub(r"^[A-Z]{6}\+", "", font)


def _plain(font: str) -> str:
    return re.sub(r"[\s_-]", "", family(font)).lower()


@lru_cache(maxsize=256)  # asked for every glyph
def face_of(font: str) -> StandardFace | None:
    """None for a family that is not in the table."""
    name = _plain(font)
    fitting = (
        (len(known), face)
        for face, groups in _FAMILIES.items()
        for group in groups
        for known in group
        if name.startswith(known)
    )
    return max(fitting, default=(0, None), key=lambda pair: pair[0])[1]  # the longest name: FandolSong-Bold, not Song


def is_substitute(font: str) -> bool:
    """Whether the font counts as a face only because it stands in for it."""
    face = face_of(font)
    return face is not None and not _plain(font).startswith(_FAMILIES[face][0])


_LETTERS_ALONE = "fandolheibold"


def is_for_letters(font: str) -> bool:
    """Whether it stands beside a face for its letters and figures alone: its Han characters are bolder than those."""
    return _plain(font).startswith(_LETTERS_ALONE)
