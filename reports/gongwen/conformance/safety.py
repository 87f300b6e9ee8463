"""What a PDF can do beside showing its pages: turn them, run, lock, carry files, lie over the text; and its tags."""

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from .glyphs import READ_INSTEAD

_DEPTH = 60  # of tags within tags; deeper is no document
_TREE_NAMES = ("/JavaScript", "/AlternatePresentations", "/Renditions", "/URLS")
_OURS = "report.json"
_HIDING_TAGS = ("/Artifact", "/Private")
_STANDARD_TAGS = {
    f"/{name}"
    for name in [
        "Document",
        "Part",
        "Sect",
        "Div",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "Span",
    ]
}
_TRANSFERS = ("/TR", "/TR2", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2")


@dataclass(frozen=True, slots=True)
class SafetyFacts:
    """Words for what was found. `tags` are the marked contents of each page in the order of the tags, `lost_tags` how
    many of them are on pages that are not there, `replaced` what is read in place of a tag's text, `odd_tags` tags that
    hide their text or are in another language, `graphics` settings that change what is drawn, `source` the report that
    is carried inside.
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
    odd_tags: tuple[str, ...]
    bookmarks: tuple[str, ...]
    graphics: tuple[str, ...]
    source: bytes | None
    labels: tuple[str, ...]


def read_safety(pdf: pikepdf.Pdf) -> SafetyFacts:
    tags, lost = _tags(pdf)
    return SafetyFacts(
        turned=tuple(fault for page in pdf.pages for fault in _turned(page.obj)),
        annotations=tuple(
            str(note.get("/Subtype", "/?"))[1:] for page in pdf.pages for note in page.obj.get("/Annots", [])
        ),
        actions=tuple(sorted(set(_actions(pdf)))),
        attached=tuple(sorted(_attached(pdf))),
        encrypted=pdf.is_encrypted,
        output_intent=any("/DestOutputProfile" in intent for intent in pdf.Root.get("/OutputIntents", [])),
        tags=tags,
        lost_tags=lost,
        replaced=tuple(_replaced(pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()), 0)),
        odd_tags=tuple(sorted(set(_odd_tags(pdf)))),
        bookmarks=tuple(_bookmarks(pdf)),
        graphics=tuple(sorted(set(_graphics(pdf)))),
        source=pdf.attachments[_OURS].get_file().read_bytes() if _OURS in pdf.attachments else None,
        labels=tuple(str(page.label) for page in pdf.pages) if "/PageLabels" in pdf.Root else (),
    )


def _attached(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every file inside, wherever it hangs: on the file, a page or a tag."""
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and "/EF" in found:
            name = str(found.get("/UF", found.get("/F", "?")))
            if name != _OURS:
                yield name


def _odd_tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    yield from (
        f"{name[1:]} → {str(to)[1:]}" for name, to in root.get("/RoleMap", {}).items() if name in _STANDARD_TAGS
    )
    for tag in _tags_below(root, 0):
        if tag.get("/S") in _HIDING_TAGS:
            yield str(tag.S)[1:]
        if "/Lang" in tag and not str(tag.Lang).lower().startswith("zh"):
            yield str(tag.Lang)


def _tags_below(tag: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    if depth > _DEPTH or not isinstance(tag, pikepdf.Dictionary):
        return
    yield tag
    below = tag.get("/K", pikepdf.Array())
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        yield from _tags_below(kid, depth + 1)


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop()
            waiting += item.children
            yield str(item.title)


def _graphics(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Transfer functions, ways of mixing colours other than one over the other, fonts drawn by the file itself."""
    for page in pdf.pages:
        for state in page.resources.get("/ExtGState", {}).values():
            yield from (key[1:] for key in _TRANSFERS if key in state)
            if state.get("/BM", "/Normal") not in {"/Normal", "/Compatible"}:
                yield "BM"
        for font in page.resources.get("/Font", {}).values():
            if font.get("/Subtype") == "/Type3":
                yield "Type3"


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
    yield from (key[1:] for key in ("/Trans", "/Thumb") if key in page)


def _actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from (key[1:] for key in ("/AA", "/AcroForm") if key in pdf.Root)
    if isinstance(pdf.Root.get("/OpenAction"), pikepdf.Dictionary):
        yield "OpenAction"
    yield from (key[1:] for key in _TREE_NAMES if key in pdf.Root.get("/Names", {}))
    yield from ("AA" for page in pdf.pages if "/AA" in page.obj)
    yield from (key[1:] for key in ("/Requirements", "/Collection") if key in pdf.Root)
    yield from (
        f"bookmark {str(item.A.get('/S', '/?'))[1:]}"
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and {"/Title", "/Parent", "/A"} <= set(item.keys())
        and item.A.get("/S") != "/GoTo"
    )  # fmt: skip


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
    for found in _tags_below(tag, depth):
        words = {key: str(found[f"/{key}"]) for key in READ_INSTEAD if f"/{key}" in found}
        yield from (said for key, said in words.items() if said.strip() or key == "ActualText")


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
