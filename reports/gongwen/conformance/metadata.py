"""What a PDF says of itself: fonts in it, PDF/A, tags, language, title."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from .archive_rules import claims_access, read_rules
from .container import odd_bytes
from .faces import family
from .glyphs import decode_name
from .programs import EmbeddedFont, read_font
from .safety import SafetyFacts, read_safety

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_DEPTH = 8  # forms within forms; deeper is no document


@dataclass(frozen=True, slots=True)
class FileFacts:
    """`pdfa` is part and level, such as 3A. Empty where the file makes no such claim. `programs` are the composite
    fonts by family, `rules_asked` how many rules of the claimed formats were looked into, `program` what made it,
    `accessible` whether it claims PDF/UA-1.
    """

    fonts: tuple[str, ...]
    missing_fonts: tuple[str, ...]
    pdfa: str
    tagged: bool
    languages: tuple[str, ...]
    titles: tuple[str, ...]
    safety: SafetyFacts
    programs: dict[str, list[EmbeddedFont]]
    rules_asked: int
    rules_broken: tuple[str, ...]
    odd_bytes: tuple[str, ...]
    program: str
    accessible: bool


def read_facts(data: bytes) -> FileFacts | str:
    """The facts, or the reason why there are none: encrypted, damaged, empty."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _facts(data, pdf) if len(pdf.pages) else "empty"
    except pikepdf.PasswordError:
        return "encrypted"
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return "damaged"  # files from anywhere hold anything where a dictionary should be


def _facts(data: bytes, pdf: pikepdf.Pdf) -> FileFacts:
    found = [font for page in pdf.pages for font in _fonts_of(page.resources, 0)]
    fonts = {_name(font): _is_embedded(font) for font in found}
    xmp = pdf.open_metadata(update_docinfo=False, strict=False)
    asked, broken = read_rules(pdf, xmp)
    return FileFacts(
        fonts=tuple(sorted(fonts)),
        missing_fonts=tuple(sorted(name for name, embedded in fonts.items() if not embedded)),
        pdfa=xmp.pdfa_status,
        tagged=_is_tagged(pdf.Root),
        languages=tuple(_languages(pdf.Root.get("/Lang"), xmp.get("dc:language"))),
        titles=tuple(_titles(xmp.get("dc:title"), pdf.docinfo.get("/Title"))),
        safety=read_safety(pdf),
        programs=_programs(found),
        rules_asked=asked,
        rules_broken=broken,
        odd_bytes=tuple(odd_bytes(data, pdf)),
        program=" ".join(str(pdf.docinfo.get(key, "")) for key in ("/Creator", "/Producer")),
        accessible=claims_access(xmp),
    )


def _languages(in_root: object, in_metadata: object) -> Iterator[str]:
    """The root's has to be there; the metadata may name the same."""
    if in_root is not None:
        yield str(in_root)
        yield from (str(name) for name in (in_metadata if isinstance(in_metadata, list | set | tuple) else ()))


def _titles(*found: object) -> Iterator[str]:
    yield from (str(title) for title in found if title is not None and str(title).strip())


def _programs(found: list[pikepdf.Object]) -> dict[str, list[EmbeddedFont]]:
    programs: dict[str, list[EmbeddedFont]] = {}
    for font in {_key(font): font for font in found}.values():
        if embedded := read_font(font):
            programs.setdefault(_name(font), []).append(embedded)
    return programs


def _key(font: pikepdf.Object) -> object:
    """Pages share their fonts; a font that is written into a page is itself alone."""
    return font.objgen if font.is_indirect else id(font)


def _is_tagged(root: pikepdf.Object) -> bool:
    marks = root.get("/MarkInfo")
    return "/StructTreeRoot" in root and marks is not None and bool(marks.get("/Marked", False))


def _fonts_of(resources: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """The fonts that a page can use, also in its forms."""
    yield from resources.get("/Font", {}).values()
    for form in resources.get("/XObject", {}).values():
        if "/Resources" in form and depth < _DEPTH:
            yield from _fonts_of(form.Resources, depth + 1)


def _name(font: pikepdf.Object) -> str:
    return family(decode_name(bytes(str(font.get("/BaseFont", "/?")), "utf-8", "surrogateescape"))[1:])


def _is_embedded(font: pikepdf.Object) -> bool:
    if font.get("/Subtype") == "/Type3":  # drawn by the file itself
        return True
    owner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = owner.get("/FontDescriptor")
    return descriptor is not None and any(key in descriptor for key in _FONT_FILES)
