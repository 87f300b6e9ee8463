"""Right files made wrong by what lies round the drawing: clips, layers, other inks, boxes, tags, the file as bytes."""

import io
import re
from collections.abc import Callable
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from reports.gongwen.fonts.gap import GapFont

from .edited_lines import MATRIX
from .edited_pdfs import (
    LINES,
    Edit,
    change_rows,
    content_of,
    each_page,
    edit_pdf,
    font_of,
    in_root,
    of_tag,
    state,
    within,
    write_content,
)
from .wrong_pdfs import FANG, code_of


def _row(change):
    return partial(change_rows, chosen=LINES, change=change)


def clipped(box, shown):
    """`box` counts from the line's baseline."""
    match = MATRIX.search(shown)
    x, y, width, height = box
    return b"q %g %g %g %g re W n %s Q" % (x, float(match[3]) + y, width, height, shown)


def clipped_by_shape(shown):
    return b"q 0 0 m 700 0 l 300 900 l h W n " + shown + b" Q"


def placed_by(matrix, shown):
    return MATRIX.sub(lambda match: b"%s %s %s Tm" % (matrix, match[2], match[3]), shown)


def scaled(percent, shown):
    """Short enough not to reach the line's end."""
    return within(b"%d Tz" % percent, b"100 Tz", shown)


def of_last_line(pdf, *, change):
    """The short line that a paragraph ends with."""
    change_rows(pdf, chosen=slice(11, 12), change=change)


def layered(pdf, *, settings, usage=None):
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("L")))
    if usage is not None:
        layer.Usage = usage
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary({f"/{settings}": Array([layer])}))
    pdf.pages[0].Resources.Properties = Dictionary(L0=layer)
    _row(lambda shown: b"/OC /L0 BDC " + shown + b" EMC")(pdf)


def masked(pdf, *, shade):
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    form = pdf.make_stream(b"%g g 0 0 600 900 re f" % shade, Type=Name.XObject, Subtype=Name.Form,
                           BBox=Array([0, 0, 600, 900]), Group=group)  # fmt: skip
    state(pdf, settings=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form)))


def in_form(pdf, *, opacity=1.0, box=(0, 0, 600, 900), **keys):
    """A line moved into a form, as a whole drawn with `opacity`."""
    page, moved = pdf.pages[0], []
    _row(lambda shown: moved.append(shown) or b"q /G0 gs /Fm0 Do Q")(pdf)
    form = pdf.make_stream(b" ".join(moved), Type=Name.XObject, Subtype=Name.Form, BBox=Array(box))
    form.Resources, form.Group = Dictionary(Font=page.Resources.Font), Dictionary(S=Name.Transparency)
    for key, value in keys.items():
        form[f"/{key}"] = value
    page.Resources = Dictionary(Font=page.Resources.Font, XObject=Dictionary(Fm0=form),
                                ExtGState=Dictionary(G0=Dictionary(ca=opacity)))  # fmt: skip


def in_ink(pdf, *, name):
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)
    space = Array([Name.Separation, Name(name), Name.DeviceGray, tint])
    pdf.pages[0].Resources.ColorSpace = Dictionary(Ink=space)
    _row(lambda shown: shown.replace(b" 0 g ", b" /Ink cs 1 scn ", 1))(pdf)


def in_pattern(pdf):
    pattern = pdf.make_stream(b"0.9 g 0 0 8 8 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
                              BBox=Array([0, 0, 8, 8]), XStep=8, YStep=8, Resources=Dictionary())  # fmt: skip
    pdf.pages[0].Resources.Pattern = Dictionary(Px=pattern)
    _row(lambda shown: shown.replace(b" 0 g ", b" /Pattern cs /Px scn ", 1))(pdf)


def larger_paper(pdf):
    for page in pdf.pages:
        page.obj.CropBox, page.obj.MediaBox = Array([0, 0, 595.276, 841.89]), Array([-100, -100, 800, 1000])


def read_as_radical(pdf):
    font = font_of(pdf, FANG)
    read = font.ToUnicode.read_bytes().replace(b"<%04x>" % ord("里"), b"<2fa5>")
    font.ToUnicode = pdf.make_stream(read)


def bookmark_elsewhere(pdf, *, named=False):
    place = Array([pdf.pages[-1].obj, Name.Fit])
    if named:
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("there"), place])))
    item = pdf.make_indirect(Dictionary(Title=String("一、走访群众"), Dest=String("there") if named else place))
    item.Parent = pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))


def opened_later(pdf):
    pdf.Root.OpenAction = Array([pdf.pages[1].obj, Name.Fit])


def prose_called_headings(pdf):
    for tag in list(pdf.Root.StructTreeRoot.K)[4:9]:
        tag.S = Name.H1


def marked_as(pdf, *, said):
    mark = b"/P <</MCID 5>> BDC"
    write_content(pdf, content_of(pdf).replace(mark, b"/P <</MCID 5 %s>> BDC" % said))


def in_metadata(pdf, *, key, value):
    with pdf.open_metadata() as metadata:
        metadata[key] = value


def from_simple_font(pdf, *, encoding=None):
    """A character from a font of one byte a code, under the name of the body's, that draws something else."""
    program = pdf.make_stream(GapFont().read())
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name(f"/{FANG}"), Flags=4, Ascent=880, Descent=-120,
                            FontBBox=Array([0, -200, 1000, 900]), CapHeight=700, ItalicAngle=0, StemV=80,
                            FontFile2=program)  # fmt: skip
    read = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <01> <4fee> endbfchar"
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{FANG}"), FirstChar=1, LastChar=1,
                      Widths=Array([1000]), FontDescriptor=pdf.make_indirect(descriptor),
                      ToUnicode=pdf.make_stream(read))  # fmt: skip
    if encoding is not None:
        font.Encoding = encoding
    pdf.pages[0].Resources.Font.Simple = pdf.make_indirect(font)
    code, face = b"<%s>" % code_of("修", FANG).encode(), FANG.encode()
    exchanged = b"] TJ /Simple 16 Tf [<01>] TJ /%s 16 Tf [" % face
    write_content(pdf, re.sub(code, exchanged, content_of(pdf), count=1))


def bytes_before(data):
    return b"#!/bin/sh\n" + data


def bytes_behind(data):
    return data + b"\nPK\x03\x04 another file"


def wrong_start(data):
    return data[: data.rindex(b"startxref")] + b"startxref\n12\n%%EOF"


def later_state(data):
    """Another line taken out by an addition to the file, which still holds the page as it was."""
    changed = edit_pdf(data, partial(change_rows, chosen=LINES, change=lambda shown: b""))
    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.open(io.BytesIO(changed)) as other:
        number, content = pdf.pages[0].Contents.objgen[0], other.pages[0].Contents.read_bytes()
    body = b"\n%d 0 obj <</Length %d>> stream\n%s\nendstream endobj\n" % (number, len(content), content)
    before = re.findall(rb"startxref\s+(\d+)", data)[-1]
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(data) + 1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root, size = pdf.trailer.Root.objgen[0], int(pdf.trailer.Size)
    trailer = b"trailer <</Size %d /Root %d 0 R /Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    return data + body + table + trailer % (size, root, before, len(data) + len(body))


_PRINTING = {"PrintPageRange": Array([1, 1]), "HideMenubar": True, "ViewArea": Name.TrimBox}
FILE_EDITS: dict[str, tuple[str, Edit]] = {
    "a line clipped to its upper half": ("hidden_text", _row(partial(clipped, (0, 5, 700, 30)))),
    "a line clipped at its right": ("hidden_text", _row(partial(clipped, (0, -20, 300, 60)))),
    "a line clipped by one point": ("hidden_text", _row(partial(clipped, (0, -1, 700, 30)))),
    "a line clipped by a triangle": ("hidden_text", _row(clipped_by_shape)),
    "a short line of 96 % of its width": ("plain_text", partial(of_last_line, change=partial(scaled, 96))),
    "a short line narrowed by its matrix": ("plain_text", partial(
        of_last_line, change=partial(placed_by, b"0.95 0 0 1"))),
    "a slanted line": ("plain_text", partial(of_last_line, change=partial(placed_by, b"1 0 0.2 1"))),
    "a line in a mirror beside it": ("plain_text", _row(partial(placed_by, b"-1 0 0 1"))),
    "a layer that is off": ("graphics", partial(layered, settings="OFF")),
    "a layer that is on": ("graphics", partial(layered, settings="ON")),
    "a layer that is not printed": ("graphics", partial(
        layered, settings="ON", usage=Dictionary(Print=Dictionary(PrintState=Name.OFF)))),
    "a mask": ("graphics", partial(masked, shade=0.3)),
    "a mask that hides nothing here": ("graphics", partial(masked, shade=1)),
    "an overprint": ("graphics", partial(state, settings=Dictionary(OP=True, op=True, OPM=1))),
    "a line in a form": ("foreign_ink", in_form),
    "a line in a form that lets through": ("graphics", partial(in_form, opacity=0.6)),
    "a line in a form that cuts it": ("foreign_ink", partial(in_form, box=(0, 0, 300, 900))),
    "a form from another file": ("graphics", partial(in_form, Ref=Dictionary(F=String("other.pdf"), Page=0))),
    "a spot colour": ("graphics", partial(in_ink, name="/PANTONE#20185")),
    "an ink that no printer has": ("graphics", partial(in_ink, name="/None")),
    "text in a pattern": ("colour", in_pattern),
    **{f"another {box}": ("page_view", partial(each_page, key=f"/{box}", value=Array([50, 50, 545, 790])))
       for box in ("TrimBox", "BleedBox", "ArtBox", "CropBox")},
    "a page that is cut out of a larger one": ("page_view", larger_paper),
    **{f"the viewer is told {key}": ("page_view", partial(
        in_root, key="/ViewerPreferences", value=Dictionary({f"/{key}": value}))) for key, value in _PRINTING.items()},
    "the whole screen": ("page_view", partial(in_root, key="/PageMode", value=Name.FullScreen)),
    "opened on the second page": ("page_view", opened_later),
    "a part of a character read for it": ("replaced_text", read_as_radical),
    "a bookmark to another page": ("bookmarks", bookmark_elsewhere),
    "a bookmark to a named place on another page": ("bookmarks", partial(bookmark_elsewhere, named=True)),
    "prose called headings": ("tag_kinds", prose_called_headings),
    **{f"text called {kind}": ("tag_kinds", partial(of_tag, key="/S", value=Name(f"/{kind}")))
       for kind in ("Figure", "Formula", "Form", "Note", "Secret")},
    "a marked content in English": ("tag_kinds", partial(marked_as, said=b"/Lang (en-US)")),
    "Traditional Chinese": ("language", partial(in_root, key="/Lang", value=String("zh-TW"))),
    "English in the metadata": ("language", partial(in_metadata, key="dc:language", value=["en"])),
    "an archive format that does not exist": ("pdfa", partial(in_metadata, key="pdfaid:part", value="9")),
    "a character from a simple font": ("glyph_shapes", from_simple_font),
    "a character from a simple font with another encoding": ("glyph_shapes", partial(
        from_simple_font, encoding=Name.WinAnsiEncoding)),
}  # fmt: skip
BYTES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "bytes before the file": ("file_structure", bytes_before),
    "a file behind the file": ("file_structure", bytes_behind),
    "cross references in another place": ("file_structure", wrong_start),
    "a page changed by an addition": ("file_structure", later_state),
}
