"""Rules of PDF/A-3a and PDF/UA-1 that are looked into one by one. The rest needs a validator, and is only claimed."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pikepdf

from .signatures import shown_fields
from .tags import heading_levels, leads_to

Rule = Callable[[pikepdf.Pdf], bool]
_VERSIONS = {f"1.{number}" for number in range(8)}
_RELATIONS = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}
_UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (found for found in pdf.objects if isinstance(found, pikepdf.Dictionary | pikepdf.Stream))


def _filters(stream: pikepdf.Object) -> list[object]:
    named = stream.get("/Filter", pikepdf.Array())
    return list(named) if isinstance(named, pikepdf.Array) else [named]


def _of_type(pdf: pikepdf.Pdf, key: str, value: str) -> Iterator[pikepdf.Object]:
    return (found for found in _dictionaries(pdf) if found.get(key) == value)


def _files(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (found for found in _dictionaries(pdf) if "/EF" in found)


def _marks(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.get("/MarkInfo", pikepdf.Dictionary())


def _leave_out_none(levels: list[int]) -> bool:
    return all(level <= before + 1 for before, level in pairwise([0, *levels]))


def _is_in_form(pdf: pikepdf.Pdf, field: pikepdf.Object) -> bool:
    parents = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()).get("/ParentTree")
    key = field.get("/StructParent")
    tag = pikepdf.NumberTree(parents).get(int(key)) if parents is not None and key is not None else None
    return isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == "/Form" and leads_to(tag, field)


# ISO 19005-3
ARCHIVE: dict[str, Rule] = {
    "6.1.2 version": lambda pdf: {pdf.pdf_version, str(pdf.Root.get("/Version", "/1.7"))[1:]} <= _VERSIONS,
    "6.1.3 ID": lambda pdf: "/ID" in pdf.trailer,
    "6.1.7.1 F": lambda pdf: not any(isinstance(one, pikepdf.Stream) and "/F" in one for one in _dictionaries(pdf)),
    "6.1.7.2 LZWDecode": lambda pdf: (
        not any(
            pikepdf.Name.LZWDecode in _filters(one) for one in _dictionaries(pdf) if isinstance(one, pikepdf.Stream)
        )
    ),
    "6.2.8 Interpolate": lambda pdf: (
        not any(bool(image.get("/Interpolate", False)) for image in _of_type(pdf, "/Subtype", "/Image"))
    ),
    "6.2.9 PostScript": lambda pdf: not list(_of_type(pdf, "/Subtype", "/PS")),
    "6.2.11.7 ToUnicode": lambda pdf: all("/ToUnicode" in font for font in _of_type(pdf, "/Subtype", "/Type0")),
    "6.4 XFA": lambda pdf: "/XFA" not in pdf.Root.get("/AcroForm", pikepdf.Dictionary()),
    "6.6.2 Metadata": lambda pdf: isinstance(pdf.Root.get("/Metadata"), pikepdf.Stream),
    "6.8 AFRelationship": lambda pdf: all(file.get("/AFRelationship") in _RELATIONS for file in _files(pdf)),
    "6.8 F, UF": lambda pdf: all("/F" in file and "/UF" in file for file in _files(pdf)),
    "6.10 AlternatePresentations": lambda pdf: (
        "/AlternatePresentations" not in pdf.Root.get("/Names", pikepdf.Dictionary())
    ),
}
# ISO 14289-1
ACCESSIBLE: dict[str, Rule] = {
    "7.1 DisplayDocTitle": lambda pdf: bool(
        pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)
    ),
    "7.1 Suspects": lambda pdf: not bool(_marks(pdf).get("/Suspects", False)),
    "7.1 ParentTree": lambda pdf: "/ParentTree" in pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()),
    "7.1 StructParents": lambda pdf: all("/StructParents" in page.obj for page in pdf.pages),
    "7.2 Lang": lambda pdf: "/Lang" in pdf.Root,
    "7.4.2 levels": lambda pdf: _leave_out_none(heading_levels(pdf)),
    "7.18.1 TU": lambda pdf: all(str(field.get("/TU", "")).strip() for field in shown_fields(pdf)),
    "7.18.4 Form": lambda pdf: all(_is_in_form(pdf, field) for field in shown_fields(pdf)),
    "7.18.3 Tabs": lambda pdf: all(page.obj.get("/Tabs") == "/S" for page in pdf.pages if "/Annots" in page.obj),
}


def claims_access(xmp: pikepdf.models.PdfMetadata) -> bool:
    return str(xmp.get(_UA_PART, "")) == "1"


def read_rules(pdf: pikepdf.Pdf, xmp: pikepdf.models.PdfMetadata) -> tuple[int, tuple[str, ...]]:
    """How many rules the file says it keeps, of those that are looked into, and which of them it breaks."""
    asked: list[tuple[str, Rule]] = []
    if xmp.pdfa_status:
        asked += [(f"ISO 19005-3 {name}", rule) for name, rule in ARCHIVE.items()]
    if claims_access(xmp):
        asked += [(f"ISO 14289-1 {name}", rule) for name, rule in ACCESSIBLE.items()]
    return len(asked), tuple(name for name, rule in asked if not rule(pdf))
