"""The bookmarks of a file, and where each leads."""

from collections.abc import Iterator
from typing import NamedTuple

import pikepdf


class Bookmark(NamedTuple):
    """`page` counts from 1; 0 where it leads nowhere in the file."""

    title: str
    page: int


def read_bookmarks(pdf: pikepdf.Pdf) -> Iterator[Bookmark]:
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop()
            waiting += item.children
            yield Bookmark(str(item.title), _page(pdf, item, pages))


def _page(pdf: pikepdf.Pdf, item: pikepdf.OutlineItem, pages: dict[tuple[int, int], int]) -> int:
    asked = item.destination if item.destination is not None else (item.action or pikepdf.Dictionary()).get("/D")
    place = _named(pdf, asked)
    page = place[0] if isinstance(place, pikepdf.Array) and len(place) > 0 else None
    return pages.get(page.objgen, 0) if isinstance(page, pikepdf.Dictionary) else 0


def _named(pdf: pikepdf.Pdf, place: object) -> object:
    """A place that is called by a name, followed."""
    if not isinstance(place, pikepdf.String | pikepdf.Name | str):
        return place
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    old = pdf.Root.get("/Dests", pikepdf.Dictionary())
    found = pikepdf.NameTree(tree).get(str(place)) if tree is not None else old.get(str(place))
    return found.get("/D") if isinstance(found, pikepdf.Dictionary) else found
