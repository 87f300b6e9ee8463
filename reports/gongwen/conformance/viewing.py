"""How a viewer or a printer is told to show the pages: turned, scaled, cut, a few of them alone."""

from collections.abc import Iterator

import pikepdf

_DEPTH = 60  # of the tree of pages
_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_SHOWN_OTHERWISE = ("/Trans", "/Thumb", "/Dur", "/PresSteps", "/VP", "/SeparationInfo", "/B")
_PAGES = {"/Page", "/Template"}
_SLACK = 1.0  # points, as drivers round
_SHOWING_LESS = {
    "/PrintPageRange", "/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip", "/HideToolbar", "/HideMenubar",
    "/HideWindowUI",
}  # fmt: skip


def odd_views(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        yield from _turned(page.obj)
        yield from _cut(page)
    asked = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    yield from (key[1:] for key in sorted(_SHOWING_LESS) if asked.get(key, False) is not False)
    if pdf.Root.get("/PageMode") == "/FullScreen":
        yield "FullScreen"
    yield from _opened(pdf)
    yield from _apart(pdf)


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
    yield from (key[1:] for key in _SHOWN_OTHERWISE if key in page)


def _cut(page: pikepdf.Page) -> Iterator[str]:
    """A printer may take another of the page's boxes than a screen does: all have to be the same."""
    shown = [float(edge) for edge in page.cropbox]
    for key in _BOXES:
        edges = [float(edge) for edge in page.obj.get(key, page.mediabox if key == "/MediaBox" else page.cropbox)]
        if any(abs(edge - other) > _SLACK for edge, other in zip(edges, shown, strict=True)):
            yield key[1:]


def _opened(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A file that opens on a later page hides the first. Actions are judged on their own."""
    place = pdf.Root.get("/OpenAction")
    page = place[0] if isinstance(place, pikepdf.Array) and len(place) > 0 else None
    if isinstance(page, pikepdf.Dictionary) and page.objgen != pdf.pages[0].obj.objgen:
        yield "OpenAction"


def _apart(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Pages that are in the file and not among those that are shown."""
    shown = {page.obj.objgen for page in pdf.pages}
    found = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") in _PAGES)
    yield from (str(page.Type)[1:] for page in found if page.objgen not in shown)
