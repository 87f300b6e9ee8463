"""The tags of a file: which text they hold, in which order, and what they make of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pikepdf

from .glyphs import READ_INSTEAD

_DEPTH = 60  # of tags within tags; deeper is no document
_STEPS = 8  # from a kind of one's own to a standard one
_HEADINGS = {"/H", *(f"/H{level}" for level in range(1, 7))}
# ISO 32000-1, 14.8.4, without those that say of text that it is none (Artifact, Private, Figure, Formula, Form) or that
# it lies beside the text (Note, Code, Index).
_KINDS = _HEADINGS | {
    f"/{name}"
    for names in (
        ("Document", "Part", "Art", "Sect", "Div", "NonStruct", "BlockQuote", "Caption", "TOC", "TOCI", "P"),
        ("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
        ("Span", "Quote", "Reference", "Link"),
    )
    for name in names
}
_NONE = pikepdf.Dictionary()


class MarkedContent(NamedTuple):
    """A marked content of a page (its number, 0 where it is not in the file), as the tags above it have it."""

    page: int
    number: int
    is_heading: bool
    language: str


@dataclass(frozen=True, slots=True)
class Tags:
    """`contents` in the order of the tags. `replaced` is what is read in place of a tag's text, `odd` kinds of tags
    that hide their text or are not what they are called.
    """

    contents: tuple[MarkedContent, ...] = ()
    replaced: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()

    def on_page(self, number: int) -> list[MarkedContent]:
        return [content for content in self.contents if content.page == number]


def heading_levels(pdf: pikepdf.Pdf) -> list[int]:
    """Of the tags H1 to H6, in their order."""
    root, tree = _tree(pdf)
    kinds = (tree.kind(tag) for tag in _tags_below(root, 0))
    return [int(kind[2:]) for kind in kinds if kind in _HEADINGS and kind[2:]]


def _tree(pdf: pikepdf.Pdf) -> tuple[pikepdf.Object, "_Tree"]:
    root = pdf.Root.get("/StructTreeRoot", _NONE)
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    return root, _Tree(pages, root.get("/RoleMap", _NONE))


def read_tags(pdf: pikepdf.Pdf) -> Tags:
    root, tree = _tree(pdf)
    return Tags(
        contents=tuple(tree.contents(root, MarkedContent(0, 0, is_heading=False, language=""), 0)),
        replaced=tuple(_replaced(root)),
        odd=tuple(sorted(set(tree.odd_kinds(root)))),
    )


def _replaced(root: pikepdf.Object) -> Iterator[str]:
    for found in _tags_below(root, 0):
        words = {key: str(found[f"/{key}"]) for key in READ_INSTEAD if f"/{key}" in found}
        yield from (said for key, said in words.items() if said.strip() or key == "ActualText")


def _tags_below(tag: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    if depth > _DEPTH or not isinstance(tag, pikepdf.Dictionary):
        return
    yield tag
    for kid in _kids(tag):
        yield from _tags_below(kid, depth + 1)


def _kids(tag: pikepdf.Object) -> list[pikepdf.Object]:
    below = tag.get("/K", pikepdf.Array())
    return list(below) if isinstance(below, pikepdf.Array) else [below]


def _is_of_field(tag: pikepdf.Object) -> bool:
    """Of a field to be signed, and nothing else; which fields there may be is judged by their own check."""
    kids = _kids(tag)
    return tag.S == "/Form" and len(kids) == 1 and _object_of(kids[0]).get("/FT") == "/Sig"


def leads_to(tag: pikepdf.Object, found: pikepdf.Object) -> bool:
    """Whether the tag, which its parents know, has the object in it."""
    is_known = any(
        kid.objgen == tag.objgen for kid in _kids(tag.get("/P", _NONE)) if isinstance(kid, pikepdf.Dictionary)
    )
    return is_known and any(_object_of(kid).objgen == found.objgen for kid in _kids(tag))


def _object_of(kid: object) -> pikepdf.Object:
    found = kid.get("/Obj", _NONE) if isinstance(kid, pikepdf.Dictionary) else _NONE
    return found if isinstance(found, pikepdf.Dictionary) else _NONE


@dataclass(frozen=True)
class _Tree:
    pages: dict[tuple[int, int], int]
    roles: pikepdf.Object

    def odd_kinds(self, root: pikepdf.Object) -> Iterator[str]:
        yield from (f"{name[1:]} → {str(to)[1:]}" for name, to in self.roles.items() if name in _KINDS)
        for tag in _tags_below(root, 0):
            if "/S" in tag and self.kind(tag) not in _KINDS and not _is_of_field(tag):
                yield str(tag.S)[1:]

    def contents(self, tag: pikepdf.Object, above: MarkedContent, depth: int) -> Iterator[MarkedContent]:
        if depth > _DEPTH:
            return
        here = self._within(tag, above)
        for kid in _kids(tag):
            if isinstance(kid, int):
                yield here._replace(number=kid)
            elif "/MCID" in kid:
                yield here._replace(number=int(kid.MCID), page=self._page(kid, here.page))
            else:
                yield from self.contents(kid, here, depth + 1)

    def _within(self, tag: pikepdf.Object, above: MarkedContent) -> MarkedContent:
        return above._replace(
            page=self._page(tag, above.page),
            is_heading=above.is_heading or self.kind(tag) in _HEADINGS,
            language=str(tag.get("/Lang", above.language)),
        )

    def _page(self, tag: pikepdf.Object, above: int) -> int:
        return self.pages.get(tag.Pg.objgen, 0) if "/Pg" in tag else above

    def kind(self, tag: pikepdf.Object) -> str:
        kind = str(tag.get("/S", ""))
        for _step in range(_STEPS):
            if kind in _KINDS or kind not in self.roles:
                break
            kind = str(self.roles[kind])
        return kind
