"""What WeasyPrint leaves out of a file that is both PDF/A-3a and PDF/UA-1."""

import zlib
from collections.abc import Iterable

import pydyf

_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"


def finish(_document, pdf: pydyf.PDF) -> None:
    """Finisher for WeasyPrint's write_pdf: claims PDF/UA-1, marks page numbers as artifacts, joins what lines and pages
    divided, compresses.
    """
    _claim_accessibility(pdf)
    _join_tables(pdf)
    _divide_paragraphs(pdf)
    _say_what_heads_head(pdf)
    for number, stream in enumerate(_page_streams(pdf)):
        _mark_page_number(pdf, number, stream)
    # WeasyPrint lists each attachment twice, by its name and by its object.
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    pdf.objects = [_Packed(found) for found in pdf.objects]


class _Packed(pydyf.Object):
    """An object as bytes. pydyf asks for each one twice, for the file and for its hash, and compresses streams each
    time.
    """

    def __init__(self, found: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = found.number, found.generation, found.free
        self._compressible = found.compressible
        self._data = b"" if found.free == "f" else _pack(found)

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


def _pack(found: pydyf.Object) -> bytes:
    """Compresses at zlib's own level. pydyf's, the highest, takes twice the time for half a per cent."""
    if not isinstance(found, pydyf.Stream) or not found.compress:
        return found.data
    data = zlib.compress(b"\n".join(map(pydyf._to_bytes, found.stream)))
    return pydyf.Stream([data], {**found.extra, "Filter": "/FlateDecode"}).data


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    """PDF/UA-1's mark beside PDF/A's, with the schema description that PDF/A asks for (ISO 19005-3, 6.6.2.3)."""
    metadata = object_of(pdf, pdf.catalog["Metadata"])
    metadata.stream = [b"".join(metadata.stream).replace(_END, _UA + _END)]


def _join_tables(pdf: pydyf.PDF) -> None:
    """Tables with nothing between them are one: each page has a part, and the tags the whole."""
    root = object_of(pdf, object_of(pdf, pdf.catalog["StructTreeRoot"])["K"][0])
    joined: list[bytes] = []
    for reference in root["K"]:
        element, before = object_of(pdf, reference), object_of(pdf, joined[-1]) if joined else {}
        if element.get("S") == before.get("S") == "/Table":
            for kid in (object_of(pdf, kid) for kid in element["K"]):
                kid["P"] = joined[-1]
                kid["S"] = "/TBody"  # a table has one head (ISO 32000-1, 14.8.4.3.4)
            before["K"].extend(element["K"])
        else:
            joined.append(reference)
    root["K"][:] = joined


def _divide_paragraphs(pdf: pydyf.PDF) -> None:
    """A paragraph that begins with its heading has a tag for each line of the heading, and none for its other text."""
    root = object_of(pdf, object_of(pdf, pdf.catalog["StructTreeRoot"])["K"][0])
    for element in (object_of(pdf, reference) for reference in root["K"]):
        if element["S"] == "/Div":
            _divide_paragraph(pdf, element)


def _divide_paragraph(pdf: pydyf.PDF, element: pydyf.Dictionary) -> None:
    kids = [object_of(pdf, reference) for reference in element["K"]]
    parts = [kid for kid in kids if kid["S"].startswith("/H")]
    rest = [kid for kid in kids if kid not in parts]
    if not parts:  # what goes on of it on the next page
        element["S"] = "/P"
        return
    heading, *others = parts
    text = pydyf.Dictionary({"Type": "/StructElem", "S": "/P", "K": pydyf.Array(), "Pg": element["Pg"]})
    pdf.add_object(text)
    _adopt(heading, (object_of(pdf, reference) for other in others for reference in other["K"]))
    _adopt(text, rest)
    element["K"] = pydyf.Array()
    _adopt(element, (heading, text))
    for part in (heading, text):
        part["A"] = pydyf.Dictionary({"O": "/Layout", "Placement": "/Inline"})


def _adopt(parent: pydyf.Dictionary, kids: Iterable[pydyf.Dictionary]) -> None:
    for kid in kids:
        kid["P"] = parent.reference
        parent["K"].append(kid.reference)


def _say_what_heads_head(pdf: pydyf.PDF) -> None:
    """Scope, for readers that do not follow the names of heads (ISO 14289-1, 7.5)."""
    for found in pdf.objects:
        if isinstance(found, pydyf.Dictionary) and found.get("S") == "/TH":
            found["A"]["Scope"] = "/Column"


def _mark_page_number(pdf: pydyf.PDF, page_number: int, stream: pydyf.Stream) -> None:
    """The page number, drawn last, becomes an artifact. WeasyPrint tags it, but puts the tag in no tree."""
    operators = stream.stream
    begins = len(operators) - 1 - operators[::-1].index(b"BDC")
    operators[begins - 2 : begins] = [b"/Artifact", b"<</Type /Pagination /Subtype /Footer>>"]
    parents = object_of(pdf, object_of(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    parents[2 * page_number + 1][-1] = "null"


def _page_streams(pdf: pydyf.PDF) -> list[pydyf.Stream]:
    pages = (object_of(pdf, reference) for reference in pdf.page_references)
    return [object_of(pdf, page["Contents"]) for page in pages]


def object_of(pdf: pydyf.PDF, reference: bytes):
    return pdf.objects[int(reference.split()[0])]
