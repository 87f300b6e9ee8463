"""What a PDF can do beside showing its pages: turn them, run, lock, carry files, lie over the text; and its tags."""

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from .bookmarks import Bookmark, read_bookmarks
from .graphics import odd_graphics
from .signatures import SealField, is_signature, odd_forms, read_seal, seals_of
from .tags import Tags, read_tags
from .viewing import odd_views

_NAMED = {"/Dests", "/EmbeddedFiles"}  # places and files; all else that has names runs, or shows other pages
_PROFILES = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}  # by the number of inks (ISO 15076-1, 7.2)
_OURS = "report.json"
# Of the viewer: to do something, to lead through the text in another order, to take addresses for others; and what
# somebody attests of the file.
_ASKING = ("/Requirements", "/Collection", "/NeedsRendering", "/Threads", "/URI", "/Legal")


@dataclass(frozen=True, slots=True)
class SafetyFacts:
    """Words for what was found. `graphics` are settings that change what is drawn, `source` the report that is carried
    inside, `labels` what the viewer calls the pages, `seals` empty fields for a signature, wherever they are.
    """

    turned: tuple[str, ...]
    annotations: tuple[str, ...]
    actions: tuple[str, ...]
    attached: tuple[str, ...]
    encrypted: bool
    output_intent: bool
    tags: Tags
    bookmarks: tuple[Bookmark, ...]
    graphics: tuple[str, ...]
    source: bytes | None
    labels: tuple[str, ...]
    seals: tuple[SealField, ...]


def read_safety(pdf: pikepdf.Pdf) -> SafetyFacts:
    return SafetyFacts(
        turned=tuple(dict.fromkeys(odd_views(pdf))),
        annotations=tuple(
            str(note.get("/Subtype", "/?"))[1:]
            for page in pdf.pages
            for note in page.obj.get("/Annots", [])
            if not (is_signature(note, page) or read_seal(note, page, 1))
        ),
        actions=tuple(sorted(set(_actions(pdf)))),
        attached=tuple(sorted(_attached(pdf))),
        encrypted=pdf.is_encrypted,
        output_intent=any(map(_has_profile, pdf.Root.get("/OutputIntents", []))),
        tags=read_tags(pdf),
        bookmarks=tuple(read_bookmarks(pdf)),
        graphics=tuple(sorted(set(odd_graphics(pdf)))),
        source=pdf.attachments[_OURS].get_file().read_bytes() if _OURS in pdf.attachments else None,
        labels=tuple(str(page.label) for page in pdf.pages) if "/PageLabels" in pdf.Root else (),
        seals=tuple(seals_of(pdf)),
    )


def _has_profile(intent: pikepdf.Object) -> bool:
    """A colour profile by its head, of as many inks as it says."""
    profile = intent.get("/DestOutputProfile")
    if not isinstance(profile, pikepdf.Stream):
        return False
    data = profile.read_bytes()
    return data[36:40] == b"acsp" and data[16:20] == _PROFILES.get(int(profile.get("/N", 0)))


def _attached(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every file inside, wherever it hangs: on the file, a page or a tag."""
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and "/EF" in found:
            name = str(found.get("/UF", found.get("/F", "?")))
            if name != _OURS:
                yield name


def _actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from odd_forms(pdf)
    if "/AA" in pdf.Root:
        yield "AA"
    if isinstance(pdf.Root.get("/OpenAction"), pikepdf.Dictionary):
        yield "OpenAction"
    yield from (name[1:] for name, _tree in pdf.Root.get("/Names", pikepdf.Dictionary()).items() if name not in _NAMED)
    yield from ("AA" for page in pdf.pages if "/AA" in page.obj)
    yield from (key[1:] for key in _ASKING if key in pdf.Root)
    yield from (
        f"bookmark {str(item.A.get('/S', '/?'))[1:]}"
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and {"/Title", "/Parent", "/A"} <= set(item.keys())
        and item.A.get("/S") != "/GoTo"
    )  # fmt: skip
