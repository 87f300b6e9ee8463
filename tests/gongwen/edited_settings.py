"""Right files made wrong in what viewers are told besides: of fonts, inks and profiles, of other pages in the file."""

import io
import re
from collections.abc import Callable
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .edited_files import in_form
from .edited_pdfs import Edit, draw, drawn_as, each_page, edit_pdf, font_of, in_root, read_as_each_other, state
from .edited_spacing import changed_font
from .wrong_pdfs import FANG, HEI, code_of


def _in_matrix(matrix, top):
    for font in top.FDArray:
        font.FontMatrix = list(matrix)


def _top_matrix(matrix, top):
    top.FontMatrix = list(matrix)


def _outlined(top):
    top.PaintType = 2


def forced_bold(pdf):
    font_of(pdf, FANG).DescendantFonts[0].FontDescriptor.Flags = 4 | 1 << 18


def other_font_in_state(pdf):
    state(pdf, settings=Dictionary(Font=Array([font_of(pdf, HEI), 16])))


def other_greys(pdf):
    space = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.95, 1, 1.09]), Gamma=9)])
    for page in pdf.pages:
        page.Resources.ColorSpace = Dictionary(DefaultGray=space)


def no_profile(pdf):
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(b"x" * 300, N=3)


def profile_of_other_inks(pdf):
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 4


def large_watermark(pdf):
    """In its grey, slanting, below the text: as large as the page and more."""
    shown = b"BT 0.9 g /%s 40 Tf 17 17 -17 17 90 0 Tm <%s> Tj ET" % (HEI.encode(), code_of("述", HEI).encode())
    draw(pdf, content=shown, below=True)


def _spare_page(pdf, kind):
    content = pdf.make_stream(b"0 g 80 500 440 40 re f")
    return pdf.make_indirect(Dictionary(Type=Name(f"/{kind}"), MediaBox=Array([0, 0, 595, 842]), Contents=content))


def template(pdf):
    named = Dictionary(Names=Array([String("other"), _spare_page(pdf, "Template")]))
    pdf.Root.Names = Dictionary(Templates=named)


def page_beside(pdf):
    pdf.Root.PieceInfo = Dictionary(Other=Dictionary(Private=_spare_page(pdf, "Page")))


def tags_exchanged(pdf):
    tags = list(pdf.Root.StructTreeRoot.K)
    tags[5], tags[6] = tags[6], tags[5]
    pdf.Root.StructTreeRoot.K = Array(tags)


def contents_exchanged(pdf):
    tags = pdf.Root.StructTreeRoot.K
    tags[5].K, tags[6].K = tags[6].K, tags[5].K


def page_twice(pdf):
    pdf.pages.insert(1, pdf.pages[0])


def pages_exchanged(pdf):
    pdf.pages.append(pdf.pages[0])
    del pdf.pages[0]


def annotated(pdf, *, subtype, flags=4):
    """With a look that would cover text."""
    look = pdf.make_stream(b"1 g 0 0 200 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 50]))
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([100, 500, 300, 550]), F=flags,
                      AP=Dictionary(N=look))  # fmt: skip
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def inline_picture(pdf):
    draw(pdf, content=b"100 0 0 100 100 400 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI")


def font_file(pdf):
    return font_of(pdf, FANG).DescendantFonts[0].FontDescriptor.FontFile3


def codes(pdf):
    return font_of(pdf, FANG).ToUnicode


def mended_later(data, *, spoil, found):
    """A wrong file, right since an addition to it: the stream that `found` finds is another in the older state."""
    spoilt = edit_pdf(data, spoil)
    with pikepdf.open(io.BytesIO(data)) as right, pikepdf.open(io.BytesIO(spoilt)) as wrong:
        content, number, root = found(right).read_bytes(), found(wrong).objgen[0], wrong.trailer.Root.objgen[0]
        kind, size = found(wrong).get("/Subtype"), int(wrong.trailer.Size)
    said = b"/Subtype %s" % str(kind).encode() if kind else b""
    body = b"\n%d 0 obj <<%s /Length %d>> stream\n%s\nendstream endobj\n" % (number, said, len(content), content)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(spoilt) + 1)
    before = re.findall(rb"startxref\s+(\d+)", spoilt)[-1]
    trailer = b"trailer <</Size %d /Root %d 0 R /Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    return spoilt + body + table + trailer % (size, root, before, len(spoilt) + len(body))


_MATRICES = {
    "slanted": (0.001, 0, 0.0003, 0.001, 0, 0),
    "lower": (0.001, 0, 0, 0.0009, 0, 0),
    "wider": (0.0012, 0, 0, 0.001, 0, 0),
    "moved": (0.001, 0, 0, 0.001, 0, 200),
}
_COVERING = ("RichMedia", "3D", "Screen", "Watermark", "PrinterMark", "TrapNet", "Popup", "Movie")
_OF_PAGE = {
    "Dur": 1,
    "PresSteps": Dictionary(),
    "VP": Array(),
    "SeparationInfo": Dictionary(),
    "B": Array(),
}
SETTINGS_EDITS: dict[str, tuple[str, Edit]] = {
    **{f"a font {look} by its matrix": ("glyph_shapes", partial(changed_font, change=partial(_in_matrix, matrix)))
       for look, matrix in _MATRICES.items()},
    **{f"a font {look} by its first matrix": (
        "glyph_shapes", partial(changed_font, change=partial(_top_matrix, matrix)))
       for look, matrix in _MATRICES.items()},
    "a font of mere outlines": ("glyph_shapes", partial(changed_font, change=_outlined)),
    "a font that is to be drawn bold": ("graphics", forced_bold),
    "a font named by a setting": ("graphics", other_font_in_state),
    "a halftone": ("graphics", partial(state, settings=Dictionary(HT=Dictionary(HalftoneType=1)))),
    "greys that mean something else": ("graphics", other_greys),
    "a colour profile that is none": ("output_intent", no_profile),
    "a colour profile of other inks": ("output_intent", profile_of_other_inks),
    "a hidden page with a name": ("actions", template),
    "a page beside the pages": ("page_view", page_beside),
    "two tags exchanged": ("tagged_text", tags_exchanged),
    "the contents of two tags exchanged": ("tagged_text", contents_exchanged),
    "a page twice": ("page_number", page_twice),
    "two pages exchanged": ("page_number", pages_exchanged),
    "a picture inside the content": ("foreign_ink", inline_picture),
    "a line in a form that moves it": ("foreign_ink", partial(in_form, Matrix=Array([1, 0, 0, 1, 0, 3]))),
    "articles that lead through the text": ("actions", partial(in_root, key="/Threads", value=Array())),
    "a base for addresses": ("actions", partial(in_root, key="/URI", value=Dictionary(Base=String("https://x.cn")))),
    "attestations": ("actions", partial(in_root, key="/Legal", value=Dictionary())),
    "a watermark larger than the page": ("colour", large_watermark),
    "a page that waits to be drawn": ("actions", partial(in_root, key="/NeedsRendering", value=True)),
    "another version of the format": ("format_rules", partial(in_root, key="/Version", value=Name("/2.0"))),
    **{f"names of {kind}": ("actions", partial(in_root, key="/Names", value=Dictionary({f"/{kind}": Dictionary()})))
       for kind in ("Pages", "IDS", "AP")},
    **{f"{key} of a page": ("page_view", partial(each_page, key=f"/{key}", value=value))
       for key, value in _OF_PAGE.items()},
    **{f"a covering note: {subtype}": ("annotations", partial(annotated, subtype=subtype)) for subtype in _COVERING},
    "a hidden note": ("annotations", partial(annotated, subtype="Text", flags=2)),
}  # fmt: skip
LATER: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a font changed by an addition": (
        "file_structure", partial(mended_later, spoil=partial(drawn_as, read="修", drawn="清"), found=font_file)),
    "readings changed by an addition": (
        "file_structure", partial(mended_later, spoil=read_as_each_other, found=codes)),
}  # fmt: skip
