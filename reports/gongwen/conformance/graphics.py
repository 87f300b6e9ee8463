"""What a file can say about how it is drawn, beside the drawing itself: masks, mixing, layers, other inks."""

from collections.abc import Iterator

import pikepdf

_DEPTH = 8  # forms within forms; deeper is no document
_TRANSFERS = ("/TR", "/TR2", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2", "/HT", "/Font")
_OVERPRINTS = ("/OP", "/op")
_OPACITIES = ("/ca", "/CA")
_OTHER_INKS = ("/Separation", "/DeviceN", "/Pattern")
_BLACK = "/Black"
_OTHERWISE = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")  # what plain colours mean, if a viewer minds
_FORCE_BOLD = 1 << 18
_FOREIGN_PARTS = ("/Ref", "/OPI", "/PS")


def odd_graphics(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Whatever may show another page on another screen or printer than on the one where it was judged."""
    yield from ("OCProperties" for _layers in [pdf.Root.get("/OCProperties")] if _layers is not None)
    for page in pdf.pages:
        yield from _in_resources(page.resources, 0)


def _in_resources(resources: pikepdf.Object, depth: int) -> Iterator[str]:
    for state in resources.get("/ExtGState", {}).values():
        yield from _in_state(state)
    yield from ("Type3" for font in resources.get("/Font", {}).values() if font.get("/Subtype") == "/Type3")
    yield from ("ForceBold" for font in resources.get("/Font", {}).values() if _is_forced(font))
    yield from (key[1:] for key in _OTHERWISE if key in resources.get("/ColorSpace", {}))
    yield from (name for space in resources.get("/ColorSpace", {}).values() for name in _inks(space))
    for form in resources.get("/XObject", {}).values():
        yield from (key[1:] for key in _FOREIGN_PARTS if key in form)
        if "/Resources" in form and depth < _DEPTH:
            yield from _in_resources(form.Resources, depth + 1)


def _is_forced(font: pikepdf.Object) -> bool:
    """Whether viewers are told to draw the font bolder than it is."""
    owner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = owner.get("/FontDescriptor", pikepdf.Dictionary())
    return bool(int(descriptor.get("/Flags", 0)) & _FORCE_BOLD)


def _in_state(state: pikepdf.Object) -> Iterator[str]:
    yield from (key[1:] for key in _TRANSFERS if key in state)
    yield from (key[1:] for key in _OVERPRINTS if bool(state.get(key, False)))
    yield from (key[1:] for key in _OPACITIES if float(state.get(key, 1)) < 1)
    if state.get("/SMask", "/None") != "/None":
        yield "SMask"
    if state.get("/BM", "/Normal") not in {"/Normal", "/Compatible"}:
        yield "BM"


def _inks(space: pikepdf.Object) -> Iterator[str]:
    """Inks of which a screen only guesses the colour. Printers' black is none of them."""
    if isinstance(space, pikepdf.Array) and len(space) > 1 and space[0] in _OTHER_INKS and space[1] != _BLACK:
        yield str(space[0])[1:]
