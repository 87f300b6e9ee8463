"""What a PDF can do beside showing its pages: turn them, run, lock, carry files, lie over the text; and its tags."""

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from .glyphs import READ_INSTEAD

_DEPTH = 60  # of tags within tags; deeper is no document
_TREE_NAMES = ("/JavaScript", "/AlternatePresentations", "/Renditions", "/URLS")
_OURS = "report.json"


@dataclass(frozen=True, slots=True)
class SafetyFacts:
    """Words for what was found. `tags` are the marked contents of each page in the order of the tags, `lost_tags` how
    many of them are on pages that are not there, `replaced` what is read in place of a tag's text.
    """

    turned: tuple[str, ...]
    annotations: tuple[str, ...]
    actions: tuple[str, ...]
    attached: tuple[str, ...]
    encrypted: bool
    output_intent: bool
    tags: tuple[tuple[int, ...], ...]
    lost_tags: int
    replaced: tuple[str, ...]


def read_safety(pdf: pikepdf.Pdf) -> SafetyFacts:
    tags, lost = _tags(pdf)
    return SafetyFacts(
        turned=tuple(fault for page in pdf.pages for fault in _turned(page.obj)),
        annotations=tuple(
            str(note.get("/Subtype", "/?"))[1:] for page in pdf.pages for note in page.obj.get("/Annots", [])
        ),
        actions=tuple(sorted(set(_actions(pdf)))),
        attached=tuple(name for name in pdf.attachments if name != _OURS),
        encrypted=pdf.is_encrypted,
        output_intent=any("/DestOutputProfile" in intent for intent in pdf.Root.get("/OutputIntents", [])),
        tags=tags,
        lost_tags=lost,
        replaced=tuple(_replaced(pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()), 0)),
    )


def _turned(page: pikepdf.Object) -> Iterator[str]:
    """Rotate may stand on the tree above the page."""
    rotation, node = page.get("/Rotate"), page.get("/Parent")
    for _step in range(_DEPTH):
        if rotation is not None or node is None:
            break
        rotation, node = node.get("/Rotate"), node.get("/Parent")
    degrees = 0 if rotation is None else int(rotation)
    if degrees % 360:
        yield f"Rotate {degrees}"
    if float(page.get("/UserUnit", 1)) != 1:
        yield f"UserUnit {float(page.UserUnit):g}"


def _actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from (key[1:] for key in ("/AA", "/AcroForm") if key in pdf.Root)
    if isinstance(pdf.Root.get("/OpenAction"), pikepdf.Dictionary):
        yield "OpenAction"
    yield from (key[1:] for key in _TREE_NAMES if key in pdf.Root.get("/Names", {}))
    yield from ("AA" for page in pdf.pages if "/AA" in page.obj)


def _tags(pdf: pikepdf.Pdf) -> tuple[tuple[tuple[int, ...], ...], int]:
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found: list[list[int]] = [[] for _page in pages]
    lost = 0
    for page, content in _contents(pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()), None, 0):
        if page in pages:
            found[pages[page]].append(content)
        else:
            lost += 1
    return tuple(map(tuple, found)), lost


def _replaced(tag: pikepdf.Object, depth: int) -> Iterator[str]:
    if depth > _DEPTH or not isinstance(tag, pikepdf.Dictionary):
        return
    words = [str(tag[f"/{key}"]) for key in READ_INSTEAD if f"/{key}" in tag]
    yield from (said for said in words if said.strip())
    below = tag.get("/K", pikepdf.Array())
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        yield from _replaced(kid, depth + 1)


def _contents(tag: pikepdf.Object, page: object, depth: int) -> Iterator[tuple[object, int]]:
    """(page, marked content) below a tag, in order."""
    if depth > _DEPTH:
        return
    page = tag.Pg.objgen if "/Pg" in tag else page
    below = tag.get("/K", pikepdf.Array())
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(kid, int):
            yield page, kid
        elif "/MCID" in kid:
            yield kid.Pg.objgen if "/Pg" in kid else page, int(kid.MCID)
        else:
            yield from _contents(kid, page, depth + 1)
