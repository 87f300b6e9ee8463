"""An empty field for a signature where the seal goes, which whoever signs the file fills: docs/decisions/0072."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pydyf

from reports.gongwen.seal import SPOKEN, Edges, seal_edges
from reports.gongwen.structure import BlockKind

from . import page
from .archive import object_of
from .options import SEAL

_POINTS = 0.75  # of a pixel of WeasyPrint
_PRINTED = 4  # ISO 32000-1, 12.5.3


class _Placed(NamedTuple):
    """A block of the body: the number of its tag below the document's, and of its page, from 0."""

    tag: int
    page: int
    box: Any


def add_seal_field(document: Any, pdf: pydyf.PDF) -> None:
    """Nothing where there is no signature with a date. Before the tags are joined: each block of a page has its own."""
    blocks = [_Placed(*found) for found in _blocks(document)]
    dates = [block for block in blocks if _is(block, BlockKind.DATE)]
    names = [block for block in blocks if dates and _is(block, BlockKind.SIGNATURE) and block.page == dates[-1].page]
    if names:
        edges = _edges([line for block in (*names, *dates) for line in block.box.children])
        _tag(pdf, _write(pdf, edges, dates[-1].page), dates[-1])


def _blocks(document: Any) -> Iterator[tuple[int, int, Any]]:
    boxes = (
        (number, box)
        for number, each in enumerate(document.pages)
        for root in each._page_box.children
        if root.element_tag == "html"
        for body in root.children
        for box in body.children
    )
    return ((tag, number, box) for tag, (number, box) in enumerate(boxes))


def _is(block: _Placed, kind: BlockKind) -> bool:
    return block.box.element is not None and kind.value in block.box.element.get("class", "").split()


def _edges(lines: list[Any]) -> Edges:
    left = min(line.children[0].position_x for line in lines)
    right = max(line.children[-1].position_x + line.children[-1].width for line in lines)
    baselines = [(line.position_y + line.baseline) * _POINTS for line in lines]
    return seal_edges(left * _POINTS, right * _POINTS, (min(baselines), max(baselines)))


def _write(pdf: pydyf.PDF, edges: Edges, number: int) -> pydyf.Dictionary:
    """The field, that is its annotation; what it looks like is nothing, but PDF/A wants that said."""
    size = [round(edges.right - edges.left, 2), round(edges.bottom - edges.top, 2)]
    look = pydyf.Stream(extra={"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, *size])})
    pdf.add_object(look)
    left, bottom = round(edges.left, 2), round(page.PAGE_HEIGHT - edges.bottom, 2)
    field = pydyf.Dictionary({
        "Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "T": pydyf.String(SEAL), "TU": pydyf.String(SPOKEN),
        "F": _PRINTED, "Rect": pydyf.Array([left, bottom, round(left + size[0], 2), round(bottom + size[1], 2)]),
        "P": pdf.page_references[number], "AP": pydyf.Dictionary({"N": look.reference}),
    })  # fmt: skip
    pdf.add_object(field)
    object_of(pdf, pdf.page_references[number])["Annots"] = pydyf.Array([field.reference])
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field.reference])})
    return field


def _tag(pdf: pydyf.PDF, field: pydyf.Dictionary, date: _Placed) -> None:
    """Read after the date (ISO 14289-1, 7.18.4)."""
    root = object_of(pdf, pdf.catalog["StructTreeRoot"])
    whole = object_of(pdf, root["K"][0])
    place = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": field["P"]})
    tag = pydyf.Dictionary({
        "Type": "/StructElem", "S": "/Form", "P": whole.reference, "Pg": field["P"], "K": pydyf.Array([place]),
    })  # fmt: skip
    pdf.add_object(tag)
    whole["K"].insert(date.tag + 1, tag.reference)
    field["StructParent"] = len(pdf.page_references)
    object_of(pdf, root["ParentTree"])["Nums"].extend([field["StructParent"], tag.reference])
