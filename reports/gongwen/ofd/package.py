"""The parts of an OFD document as XML, in a ZIP whose bytes follow from them alone. Lengths are millimetres."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import count, pairwise
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from .drawn import Colour, DrawnFile, DrawnPage, DrawnPath, DrawnRun
from .fonts import extension

NAMESPACE = "http://www.ofdspec.org/2016"
_MM = 25.4 / 72
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP knows
_HEAD, _FOOT = 0.9, 0.3  # of the size, above and below a baseline
_FOLDER = "Doc_0"

register_namespace("ofd", NAMESPACE)


def write_package(drawn: DrawnFile, fonts: Mapping[str, bytes], *, identity: str) -> bytes:
    ids = count(1)
    files = {f"font_{number}.{extension(font)}": font for number, font in enumerate(fonts.values(), 1)}
    font_ids = {name: next(ids) for name in fonts}
    pages = [(next(ids), _content(page, font_ids, ids)) for page in drawn.pages]
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        _put(package, "OFD.xml", _head(drawn, identity))
        _put(package, f"{_FOLDER}/Document.xml", _document(drawn, [page for page, _content in pages], next(ids)))
        _put(package, f"{_FOLDER}/PublicRes.xml", _resources(font_ids, list(files)))
        for number, (_page, content) in enumerate(pages):
            _put(package, f"{_FOLDER}/{_page_path(number)}", content)
        for name, font in files.items():
            package.writestr(_entry(f"{_FOLDER}/Res/{name}"), font)
    return written.getvalue()


def _put(package: zipfile.ZipFile, name: str, root: Element) -> None:
    package.writestr(_entry(name), tostring(root, encoding="UTF-8", xml_declaration=True))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _page_path(number: int) -> str:
    return f"Pages/Page_{number}/Content.xml"


def _element(name: str, **attributes: Any) -> Element:
    return Element(f"{{{NAMESPACE}}}{name}", {key: str(value) for key, value in attributes.items()})


def _add(parent: Element, name: str, text: str = "", **attributes: Any) -> Element:
    added = SubElement(parent, f"{{{NAMESPACE}}}{name}", {key: str(value) for key, value in attributes.items()})
    added.text = text or None
    return added


def _head(drawn: DrawnFile, identity: str) -> Element:
    root = _element("OFD", Version="1.0", DocType="OFD")
    body = _add(root, "DocBody")
    about = _add(body, "DocInfo")
    said = {"DocID": identity, "Title": drawn.title, "Author": drawn.author, "CreationDate": drawn.date}
    for name, text in said.items():
        if text:
            _add(about, name, text)
    _add(body, "DocRoot", f"{_FOLDER}/Document.xml")
    return root


def _document(drawn: DrawnFile, pages: list[int], last: int) -> Element:
    root = _element("Document")
    common = _add(root, "CommonData")
    _add(common, "MaxUnitID", str(last))
    _add(_add(common, "PageArea"), "PhysicalBox", _box(drawn.pages[0]))
    _add(common, "PublicRes", "PublicRes.xml")
    listed = _add(root, "Pages")
    for number, page in enumerate(pages):
        _add(listed, "Page", ID=page, BaseLoc=_page_path(number))
    return root


def _resources(fonts: Mapping[str, int], files: list[str]) -> Element:
    root = _element("Res", BaseLoc="Res")
    listed = _add(root, "Fonts")
    for (name, number), file in zip(fonts.items(), files, strict=True):
        _add(_add(listed, "Font", ID=number, FontName=name, FamilyName=name), "FontFile", file)
    return root


def _content(page: DrawnPage, fonts: Mapping[str, int], ids: Iterator[int]) -> Element:
    """Paths lie below the text, as watermarks do."""
    root = _element("Page")
    _add(_add(root, "Area"), "PhysicalBox", _box(page))
    layer = _add(_add(root, "Content"), "Layer", ID=next(ids), Type="Body")
    for path in page.paths:
        _add_path(layer, path, next(ids))
    for run in page.runs:
        _add_text(layer, run, fonts[run.font], next(ids))
    return root


def _add_text(layer: Element, run: DrawnRun, font: int, number: int) -> None:
    left, top = run.places[0], run.baseline - _HEAD * run.size
    boundary = _numbers((left, top, max(run.end - left, 0.1), (_HEAD + _FOOT) * run.size))
    text = _add(layer, "TextObject", ID=number, Boundary=boundary, Font=font, Size=_number(run.size))
    _add(text, "FillColor", Value=_value(run.colour))
    code = _add(text, "TextCode", run.text, X=0, Y=_number(_rounded(run.baseline) / _MM - _rounded(top) / _MM))
    if len(run.places) > 1:
        steps = (after - before for before, after in pairwise(map(_rounded, run.places)))
        code.set("DeltaX", " ".join(f"{step:.4f}" for step in steps))


def _add_path(layer: Element, path: DrawnPath, number: int) -> None:
    points = [point for _kind, points in path.steps for point in points]
    margin = path.width / 2
    left, top = (min(edge) - margin for edge in zip(*points, strict=True))
    right, bottom = (max(edge) + margin for edge in zip(*points, strict=True))
    boundary = _numbers((left, top, max(right - left, 0.01), max(bottom - top, 0.01)))
    drawn = _add(layer, "PathObject", ID=number, Boundary=boundary)
    if path.width:
        drawn.set("LineWidth", _number(path.width))
        _add(drawn, "StrokeColor", Value=_value(path.colour))
    else:
        drawn.set("Stroke", "false")
        drawn.set("Fill", "true")
        _add(drawn, "FillColor", Value=_value(path.colour))
    _add(drawn, "AbbreviatedData", " ".join(_steps(path, left, top)))


def _steps(path: DrawnPath, left: float, top: float) -> Iterator[str]:
    for kind, points in path.steps:
        yield " ".join([kind, *(f"{_number(x - left)} {_number(y - top)}" for x, y in points)])


def _box(page: DrawnPage) -> str:
    return _numbers((0, 0, page.width, page.height))


def _value(colour: Colour) -> str:
    return " ".join(map(str, colour))


def _rounded(points: float) -> float:
    """Millimetres as they are written, so that what is rounded in a line does not add up."""
    return round(points * _MM, 4)


def _number(points: float) -> str:
    return f"{_rounded(points):.4f}".rstrip("0").rstrip(".")


def _numbers(points: Iterable[float]) -> str:
    return " ".join(map(_number, points))
