"""An OFD read back with the standard library alone: every glyph, rule and outline is where the PDF has it."""

import io
import zipfile
from functools import cache
from itertools import accumulate
from xml.etree import ElementTree

import pdfplumber
import pytest
from fontTools.ttLib import TTFont

from reports.documents.rendering import render_pdf, site_faces, write_ofd
from reports.gongwen.ofd import write_ofd as write
from reports.gongwen.pdf import PageStyle, Unprintable, Variant
from reports.prose.content import AttachmentContent

from .edited_tables import table_report
from .pages import render
from .sample_report import short_report, write_report

MM = 25.4 / 72
TOLERANCE = 0.01  # mm; what is written has four places
NAMES = {"o": "http://www.ofdspec.org/2016"}
RARE = short_report("𠅤𬭎 & <b>述职</b> Annual report 2025，“述职”——1.5%。", name="张𬭎", title="A < B & C")
PDFS = {
    "a report": lambda: render(write_report(), style=PageStyle("both")),
    "attachments": lambda: render(write_report(attachments=(AttachmentContent("办理结果", "已经办结。"),))),
    "a table": table_report,
    "rare characters and signs of XML": lambda: render(RARE),
    "a draft with gaps, its reader's mark": lambda: render_pdf(
        short_report("办结【件数】件。"), style=PageStyle(mark_reader=True), variant=Variant.DRAFT, reader="王审阅"
    ),
}
every = pytest.mark.parametrize("pdf", PDFS.values(), ids=PDFS)


@cache
def made(data):
    return write_ofd(data)


class Package:
    """An OFD followed from its head to its glyphs."""

    def __init__(self, data):
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.head = self.part("OFD.xml")
        self.folder = self.head.findtext(".//o:DocRoot", namespaces=NAMES).rpartition("/")[0]
        self.document = self.part(f"{self.folder}/Document.xml")
        resources = self.part(f"{self.folder}/{self.document.findtext('.//o:PublicRes', namespaces=NAMES)}")
        base = resources.get("BaseLoc")
        self.fonts = {
            font.get("ID"): (
                font.get("FontName"),
                f"{self.folder}/{base}/{font.findtext('o:FontFile', namespaces=NAMES)}",
            )
            for font in resources.iterfind(".//o:Font", NAMES)
        }
        places = (page.get("BaseLoc") for page in self.document.iterfind(".//o:Page", NAMES))
        self.pages = [self.part(f"{self.folder}/{place}") for place in places]

    def part(self, name):
        return ElementTree.fromstring(self.zip.read(name))  # noqa: S314 - what was just made

    def glyphs(self, page):
        """(text, font, size, x, y) of each but blanks; lengths in mm."""
        for text in page.iterfind(".//o:TextObject", NAMES):
            left, top, _width, _height = map(float, text.get("Boundary").split())
            code = text.find("o:TextCode", NAMES)
            steps = accumulate(map(float, code.get("DeltaX", "").split()), initial=left + float(code.get("X")))
            for character, x in zip(code.text, steps, strict=True):
                if not character.isspace():
                    font = self.fonts[text.get("Font")][0]
                    yield character, font, float(text.get("Size")), x, top + float(code.get("Y"))

    def paths(self, page):
        """(kind, box of its points) of each, in mm."""
        for path in page.iterfind(".//o:PathObject", NAMES):
            left, top, _width, _height = map(float, path.get("Boundary").split())
            numbers = [
                float(part)
                for part in path.findtext("o:AbbreviatedData", namespaces=NAMES).split()
                if part not in "MLBC"
            ]
            across, down = [left + x for x in numbers[::2]], [top + y for y in numbers[1::2]]
            yield path.get("Fill", "false"), (min(across), min(down), max(across), max(down))


def glyphs_of(data):
    """The same of each page of a PDF, read by another library than the one it is made with."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [
            [
                (
                    glyph["text"], glyph["fontname"].partition("+")[2], glyph["size"] * MM, glyph["matrix"][4] * MM,
                    (float(page.height) - glyph["matrix"][5]) * MM,
                )
                for glyph in page.chars if not glyph["text"].isspace()
            ]
            for page in pdf.pages
        ]  # fmt: skip


def in_order(glyphs):
    return sorted(glyphs, key=lambda glyph: (round(glyph[4], 1), glyph[3]))


@every
def test_every_glyph_is_where_the_pdf_has_it(pdf):
    package, expected = Package(made(pdf())), glyphs_of(pdf())
    assert len(package.pages) == len(expected)
    for page, wanted in zip(package.pages, expected, strict=True):
        found = in_order(package.glyphs(page))
        assert [glyph[:2] for glyph in found] == [glyph[:2] for glyph in in_order(wanted)]
        for glyph, other in zip(found, in_order(wanted), strict=True):
            assert glyph[2:] == pytest.approx(other[2:], abs=TOLERANCE), glyph[0]


@every
def test_its_fonts_are_inside_and_draw_every_character(pdf):
    package = Package(made(pdf()))
    set_in = {(glyph[1], glyph[0]) for page in package.pages for glyph in package.glyphs(page)}
    for name, place in package.fonts.values():
        font = TTFont(io.BytesIO(package.zip.read(place)))
        characters = {character for used, character in set_in if used == name}
        assert characters != set()
        assert {chr(code) for code in font.getBestCmap()} >= characters
        assert len(font.getGlyphOrder()) <= len(characters) + 10


def test_rules_are_where_the_pdf_has_them():
    package = Package(made(table_report()))
    found = sorted(box for page in package.pages for _fill, box in package.paths(page))
    with pdfplumber.open(io.BytesIO(table_report())) as pdf:
        drawn = [
            (line["x0"] * MM, line["top"] * MM, line["x1"] * MM, line["bottom"] * MM)
            for page in pdf.pages for line in [*page.lines, *page.rects, *page.curves]
        ]  # fmt: skip
    assert len(found) == len(drawn) > 9
    for box, other in zip(found, sorted(drawn), strict=True):
        assert box == pytest.approx(other, abs=TOLERANCE)


def test_a_watermark_is_an_outline_and_no_text():
    package = Package(made(PDFS["a draft with gaps, its reader's mark"]()))
    (page,) = package.pages
    outlines = [box for fill, box in package.paths(page) if fill == "true"]
    read = "".join(glyph[0] for glyph in package.glyphs(page))
    assert (len(outlines), "草" in read, "王审阅" in read) == (len("草稿") + 2 * len("王审阅"), False, False)
    left, top, right, bottom = (
        edge(parts) for edge, parts in zip((min, min, max, max), zip(*outlines, strict=True), strict=True)
    )
    assert ((left + right) / 2, (top + bottom) / 2) == (pytest.approx(105, abs=12), pytest.approx(148.5, abs=12))


@every
def test_numbers_are_given_once_and_the_largest_is_said(pdf):
    package = Package(made(pdf()))
    roots = [package.document, package.part(f"{package.folder}/PublicRes.xml"), *package.pages]
    ids = [int(part.get("ID")) for root in roots for part in root.iter() if part.get("ID")]
    assert len(ids) == len(set(ids))
    assert max(ids) <= int(package.document.findtext(".//o:MaxUnitID", namespaces=NAMES))


def test_it_says_what_it_is():
    package = Package(made(render(RARE)))
    said = {part.tag.partition("}")[2]: part.text for part in package.head.find(".//o:DocInfo", NAMES)}
    assert (said["Title"], said["Author"], len(said["DocID"])) == ("A < B & C", "张𬭎", 32)
    assert (package.head.get("DocType"), package.head.get("Version")) == ("OFD", "1.0")
    assert package.pages[0].findtext(".//o:PhysicalBox", namespaces=NAMES) == "0 0 210 297"


def test_words_are_read_with_their_blanks():
    package = Package(made(render(RARE)))
    text = "".join(code.text for page in package.pages for code in page.iterfind(".//o:TextCode", NAMES))
    assert ("Annual report 2025" in text, "某某局局长\u3000张" in text) == (True, True)


def test_the_same_pdf_gives_the_same_bytes():
    data = render(write_report())
    assert write_ofd(data) == write_ofd(data)


def test_a_font_that_is_gone_is_named():
    fonts = {face.name: face.place for face in site_faces().by_role.values() if "Kai" not in face.name}
    with pytest.raises(Unprintable) as refused:
        write(render(write_report()), fonts=fonts)
    assert (refused.value.code, refused.value.params) == ("font", {"fonts": "FandolKai-Regular"})
