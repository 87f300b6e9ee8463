"""Plain text in the encodings that Chinese offices save it in."""

import codecs
import re
import unicodedata

from .problems import UnreadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BM\x00",
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_COMMON = re.compile(r"[，。、：；的一是在不了有和人这中大为上个国我以要]")


def is_old_word(data: bytes) -> bool:
    """Whether these are the bytes of a .doc, or of a .docx with a password, which uses the same container."""
    return data.startswith(_OLD_WORD)


def decode_text(data: bytes) -> str:
    """UTF-8, UTF-16 or GB18030, by its mark or by which one gives Chinese text. Raises UnreadableFile."""
    if is_old_word(data):
        raise UnreadableFile("old_word")
    if data.startswith(_OTHER_FILES):
        raise UnreadableFile("binary")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode(data, encoding)
    return _decode(data, _recognise(data))


def _recognise(data: bytes) -> str:
    """UTF-16 without a mark has a zero byte in every ASCII character; UTF-8 is strict enough to be certain."""
    if utf16 := _recognise_utf16(data):
        return utf16
    return "utf-8" if _is_utf8(data) else "gb18030"


def _recognise_utf16(data: bytes) -> str:
    """Without a mark the byte order shows in common characters: 。 is 3002, read the wrong way round it is none."""
    if len(data) % 2 or (_is_utf8(data) and b"\x00" not in data):
        return ""
    scores = {encoding: _score(data, encoding) for encoding in ("utf-16-le", "utf-16-be", "gb18030")}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > 0 and best != "gb18030" else ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _score(data: bytes, encoding: str) -> float:
    """The share of very common Chinese characters; 0 where the bytes are not in this encoding."""
    try:
        text = data[:20_000].decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    return len(_COMMON.findall(text)) / max(1, len(text))


def _decode(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile("binary" if _looks_binary(data) else "encoding") from None
    if _CONTROL.search(text) or not _is_prose(text):
        raise UnreadableFile("binary")
    return text


def _looks_binary(data: bytes) -> bool:
    return b"\x00" in data or sum(byte < 9 for byte in data[:2000]) > 0


def _is_prose(text: str) -> bool:
    """Whether almost no character is unassigned or private. Random bytes decode to many of them."""
    sample = text[:5_000]
    strange = sum(unicodedata.category(character) in {"Cn", "Co", "Cs"} for character in sample)
    return strange * 50 <= len(sample)
