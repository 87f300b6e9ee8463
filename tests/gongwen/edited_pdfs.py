"""Right files made wrong: each kind is one edit of the file, and the check that must find it."""

import io
import json
import re
from collections.abc import Callable
from functools import partial

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from reports.prose.content import ReportContent, SectionContent

from . import edited_lines as line
from .edited_lines import MATRIX as _MATRIX
from .wrong_pdfs import BOLD, FANG, HEI, KAI, SONG, code_of

SHOWN = re.compile(rb"BT.*?ET", re.DOTALL)

Edit = Callable[[pikepdf.Pdf], None]


def edit_pdf(data: bytes, edit: Edit) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        pdf.save(written)
    return written.getvalue()


def content_of(pdf, page=0):
    return pdf.pages[page].Contents.read_bytes()


def write_content(pdf, data, page=0):
    pdf.pages[page].Contents = pdf.make_stream(data)


def rows_of(data):
    """The baselines of the page from its top downwards, the page number's left out."""
    found = {(match[1], match[3]) for match in _MATRIX.finditer(data)}
    places = sorted((float(y), sign, y) for sign, y in found)
    downwards = places if any(sign for _y, sign, _text in places) else places[::-1]
    return [y for _value, _sign, y in downwards][:-1]


def change_rows(pdf, *, chosen, change, page=0):
    """`change` of the text objects that stand on the chosen rows."""
    data = content_of(pdf, page)
    rows = set(rows_of(data)[chosen])
    write_content(pdf, SHOWN.sub(lambda shown: _changed(shown[0], rows, change), data), page)


def _changed(shown, rows, change):
    match = _MATRIX.search(shown)
    return change(shown) if match and match[3] in rows else shown


def delete(shown):
    return b""


def moved(points, shown):
    return _MATRIX.sub(lambda m: b"1 0 0 %s1 %s %.3f Tm" % (m[1], m[2], float(m[3]) + points), shown)


def within(before, after, shown):
    return shown.replace(b"BT", b"BT " + before, 1).replace(b"ET", after + b" ET", 1)


def recoloured(colour, shown):
    return re.sub(rb"\[", colour + b" [", shown, count=1).replace(b"ET", b"0 g ET")


def draw(pdf, *, content, below=False, page=0, artifact=True):
    """In points from the lower left corner."""
    marked = b"/Artifact BMC q " + content + b" Q EMC" if artifact else b"q " + content + b" Q"
    data = b"q " + content_of(pdf, page) + b" Q"
    write_content(pdf, b"\n".join([marked, data] if below else [data, marked]), page)


def write(pdf, *, look, matrix=b"1 0 0 1", artifact=True):
    """One large character over the body."""
    shown = b"BT %s /%s 40 Tf %s 90 500 Tm <%s> Tj ET" % (look, HEI.encode(), matrix, code_of("述", HEI).encode())
    draw(pdf, content=shown, artifact=artifact)


def picture(pdf, *, below=False, clear=False):
    image = pdf.make_stream(b"\x60" * 4, Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2,
                            ColorSpace=Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
    pdf.pages[0].Resources = Dictionary(Font=pdf.pages[0].Resources.Font, XObject=Dictionary(Scan=image))
    if clear:
        write_content(pdf, b"")
    draw(pdf, content=b"595 0 0 842 0 0 cm /Scan Do", below=below)


def each_page(pdf, *, key, value, first=False):
    for page in pdf.pages[:1] if first else pdf.pages:
        page.obj[key] = value


def annotate(pdf, *, subtype):
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([100, 500, 300, 550]),
                      Contents=String("修好"), DA=String("/Helv 16 Tf 0 g"))  # fmt: skip
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def in_root(pdf, *, key, value):
    pdf.Root[key] = value


def script(pdf):
    run = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("run"), run])))


def attach(pdf):
    pdf.attachments["other.exe"] = b"MZ"


def empty_tags(pdf):
    pdf.Root.StructTreeRoot.K = Array()


def reversed_tags(pdf):
    pdf.Root.StructTreeRoot.K = Array(list(pdf.Root.StructTreeRoot.K)[::-1])


def fewer_tags(pdf):
    pdf.Root.StructTreeRoot.K = Array(list(pdf.Root.StructTreeRoot.K)[1:])


def untagged(pdf):
    write_content(pdf, re.sub(rb"/P <</MCID 5>> BDC (.*?) EMC", rb"\1", content_of(pdf)))


def read_instead(pdf, *, key):
    pdf.Root.StructTreeRoot.K[3][key] = String("另外的话")


def marked_instead(pdf, *, key):
    said = b"/P <</MCID 5 %s (other)>> BDC" % key
    write_content(pdf, content_of(pdf).replace(b"/P <</MCID 5>> BDC", said))


def font_of(pdf, face):
    return pdf.pages[0].Resources.Font[f"/{face}"]


def _descriptor(pdf, face):
    return font_of(pdf, face).DescendantFonts[0].FontDescriptor


def read_as_each_other(pdf, *, pair="修清", face=FANG):
    """The codes of two characters are read as each other's."""
    font = font_of(pdf, face)
    one, other = (b"<%04x>" % ord(character) for character in pair)
    text = font.ToUnicode.read_bytes()
    text = text.replace(b" " + one + b"\n", b" <->\n").replace(b" " + other + b"\n", b" " + one + b"\n")
    font.ToUnicode = pdf.make_stream(text.replace(b" <->\n", b" " + other + b"\n"))


def drawn_as(pdf, *, read, drawn, face=FANG):
    """One glyph of the font is exchanged for another."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(_descriptor(pdf, face).FontFile3.read_bytes()), None)
    strings = fonts[0].CharStrings
    names = [f"cid{int(code_of(character, face), 16):05d}" for character in (read, drawn)]
    strings[names[0]] = strings[names[1]]
    written = io.BytesIO()
    fonts.compile(written, TTFont())
    _descriptor(pdf, face).FontFile3 = pdf.make_stream(written.getvalue(), Subtype=Name.CIDFontType0C)


def unfollowed(pdf):
    font_of(pdf, FANG).Encoding = Name("/Identity-V-H")


def renamed(pdf, *, drawn, font, name=""):
    """The outlines of one font under the name of another."""
    _descriptor(pdf, font).FontFile3 = _descriptor(pdf, drawn).FontFile3
    if name:
        font_of(pdf, font).BaseFont = font_of(pdf, font).DescendantFonts[0].BaseFont = Name(f"/ABCDEF+{name}")


def damaged(pdf):
    data = _descriptor(pdf, FANG).FontFile3.read_bytes()
    _descriptor(pdf, FANG).FontFile3 = pdf.make_stream(data[:200], Subtype=Name.CIDFontType0C)


def informed(pdf):
    pdf.docinfo["/Title"] = "另一份述职报告"


def exchanged(pdf):
    """Two lines stand in each other's place."""
    data = content_of(pdf)
    one, other = (b" %s Tm" % row for row in rows_of(data)[8:10])
    changed = {one: other, other: one}
    either = re.compile(re.escape(one) + b"|" + re.escape(other))
    write_content(pdf, either.sub(lambda match: changed[match[0]], data))


def bookmark(pdf, *, title, action=None):
    item = pdf.make_indirect(Dictionary(Title=String(title)))
    if action is None:
        item.Dest = Array([pdf.pages[0].obj, Name.Fit])
    else:
        item.A = action
    item.Parent = pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))


def of_tag(pdf, *, key, value):
    pdf.Root.StructTreeRoot.K[3][key] = value


def mapped_tags(pdf):
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Artifact)


def source(pdf, *, data):
    pdf.attachments["report.json"] = data


def attach_to_page(pdf):
    file = Dictionary(Type=Name.Filespec, F=String("other.exe"), EF=Dictionary(F=pdf.make_stream(b"MZ")))
    pdf.pages[0].obj.AF = Array([pdf.make_indirect(file)])


def state(pdf, *, settings):
    """A graphics state for one line."""
    pdf.pages[0].Resources.ExtGState = Dictionary(Other=settings)
    change_rows(pdf, chosen=LINES, change=partial(within, b"/Other gs", b""))


def drawn_by_file(pdf):
    """One character from a Type 3 font with the name of the body's."""
    code = b"<%s>" % code_of("修", FANG).encode()
    glyph = pdf.make_stream(b"1000 0 d0 0 0 800 800 re f")
    to_text = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <4fee> endbfchar"
    pdf.pages[0].Resources.Font.Drawn = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type3, BaseFont=Name(f"/{FANG}"), FontBBox=Array([0, 0, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, Name("/a")])), FirstChar=65, LastChar=65,
        Widths=Array([1000]), ToUnicode=pdf.make_stream(to_text),
    ))  # fmt: skip
    font = FANG.encode()
    once = partial(re.sub, code, b"] TJ /Drawn 16 Tf [<41>] TJ /%s 16 Tf [" % font, count=1)
    write_content(pdf, once(content_of(pdf)))


def landscape(pdf):
    page = pdf.add_blank_page(page_size=(841.89, 595.276))
    page.Resources, page.Contents = pdf.pages[0].Resources, pdf.make_stream(line.page_of_prose(len(pdf.pages)))
    _tag(pdf, page, *range(8))


def turned_paper(pdf):
    for page in pdf.pages:
        page.MediaBox = Array([0, 0, 841.89, 595.276])


def line_after_date(pdf):
    page = pdf.pages[-1]
    number = len(pdf.pages) - 1
    y = float(rows_of(content_of(pdf, number))[-1]) - 28.95
    write_content(pdf, content_of(pdf, number) + b"\n" + line.line_below(y, 99), number)
    _tag(pdf, page, 99)


def _tag(pdf, page, *contents):
    for content in contents:
        pdf.Root.StructTreeRoot.K.append(Dictionary(Type=Name.StructElem, S=Name.P, Pg=page.obj, K=content))


def pale_box(pdf):
    """In a form, as the watermark is."""
    form = pdf.make_stream(b"0.925 g 100 100 400 400 re f", Type=Name.XObject, Subtype=Name.Form,
                           BBox=Array([0, 0, 600, 850]))  # fmt: skip
    pdf.pages[0].Resources.XObject = Dictionary(Form=form)
    draw(pdf, content=b"/Form Do", below=True)


def page_taken(pdf):
    del pdf.pages[-1]


def without(pdf, *, key):
    del pdf.Root[key]


def blank_page(pdf, *, text=b""):
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    page.Contents = pdf.make_stream(text)


LINES = slice(8, 9)
_SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _row(change, *, chosen=LINES, page=0):
    return partial(change_rows, chosen=chosen, change=change, page=page)


def _wrapped(before, after=b""):
    return _row(partial(within, before, after))


def _report(title, body):
    sections = (SectionContent("opening", "", "", body),)
    content = ReportContent(title=title, unit="", post="", name="", sections=sections)
    return json.dumps(content.to_dict()).encode()


OTHER = _report("二〇二三年度述职报告", "")
CHANGED = _report("二〇二四年度述职报告", "到村里走访听取干部意见。")
EDITS: dict[str, tuple[str, Edit]] = {
    "one line deleted": ("baselines", _row(delete)),
    "two lines deleted": ("baselines", _row(delete, chosen=slice(9, 11))),
    "ten lines deleted": ("baselines", _row(delete, chosen=slice(6, 16))),
    "a line of the next page deleted": ("baselines", _row(delete, chosen=slice(4, 5), page=1)),
    "every second line deleted": ("baselines", _row(delete, chosen=slice(5, 20, 2))),
    **{f"a line {points} pt lower": ("baselines", _row(partial(moved, -points))) for points in (1, 2, 5, 9)},
    **{f"a line {points} pt higher": ("baselines", _row(partial(moved, points))) for points in (1, 2, 9, 10)},
    "a page without text": ("body_pages", blank_page),
    "a picture over the page": ("hidden_text", picture),
    "a picture below the text": ("foreign_ink", partial(picture, below=True)),
    "a picture in place of the text": ("body_pages", partial(picture, clear=True)),
    "a black bar": ("foreign_ink", partial(draw, content=b"0 g 80 500 440 40 re f")),
    "a grey bar below": ("foreign_ink", partial(draw, content=b"0.9 g 80 500 440 40 re f", below=True)),
    "a white box": ("hidden_text", partial(draw, content=b"1 g 80 500 440 40 re f")),
    "a box in the watermark's grey": ("hidden_text", partial(draw, content=b"0.925 g 80 500 440 40 re f")),
    "a small white box": ("hidden_text", partial(draw, content=b"1 g 120 480 40 30 re f")),
    "a red frame": ("foreign_ink", partial(draw, content=b"1 0 0 RG 2 w 70 80 470 700 re S")),
    "a pale frame": ("foreign_ink", partial(draw, content=b"0.97 G 2 w 70 80 470 700 re S")),
    "a thin frame": ("foreign_ink", partial(draw, content=b"0 G 0.3 w 70 80 470 700 re S")),
    "a red rule": ("foreign_ink", partial(draw, content=b"1 0 0 RG 1 w 80 700 m 520 700 l S")),
    "an underline": ("foreign_ink", partial(draw, content=b"0 G 0.5 w 80 500 m 520 500 l S")),
    "a rule struck through": ("foreign_ink", partial(draw, content=b"0 g 80 505 440 1 re f")),
    "a diagonal": ("foreign_ink", partial(draw, content=b"0 G 1 w 80 80 m 520 700 l S")),
    "a dot": ("foreign_ink", partial(draw, content=b"0 g 300 60 2 2 re f")),
    "a shading": ("foreign_ink", partial(draw, content=b"0.5 g 0 0 595 842 re f", below=True)),
    "a bar that is no artifact": ("foreign_ink", partial(draw, content=b"0 g 80 500 440 40 re f", artifact=False)),
    "white text": ("hidden_text", _row(partial(recoloured, b"1 g"))),
    "pale text": ("colour", _row(partial(recoloured, b"0.9 g"))),
    "text in 25 % grey": ("colour", _row(partial(recoloured, b"0.25 g"))),
    "text in 6 % grey": ("colour", _row(partial(recoloured, b"0.06 g"))),
    "text in printers' grey": ("colour", _row(partial(recoloured, b"0 0 0 0.9 k"))),
    "nearly black blue text": ("colour", _row(partial(recoloured, b"0 0 0.1 rg"))),
    "every line in 6 % grey": ("colour", _row(partial(recoloured, b"0.06 g"), chosen=slice(0, 20))),
    "red text": ("colour", _row(partial(recoloured, b"1 0 0 rg"))),
    "dark blue text": ("colour", _row(partial(recoloured, b"0 0 0.4 rg"))),
    "every line in 25 % grey": ("colour", _row(partial(recoloured, b"0.25 g"), chosen=slice(3, 20))),
    **{f"rendering mode {mode}": ("plain_text", _wrapped(b"%d Tr" % mode, b"0 Tr")) for mode in (1, 2, 3)},
    "bold by mode 2 with a thick pen": ("plain_text", _wrapped(b"2 Tr 0.5 w", b"0 Tr")),
    "turned text": ("plain_text", _row(lambda shown: shown.replace(b"1 0 0 1", b"0.9 0.4 -0.4 0.9"))),
    "text in a mirror": ("plain_text", _row(lambda shown: shown.replace(b"1 0 0 1", b"1 0 0 -1"))),
    "red text as an artifact": ("colour", partial(write, look=b"1 0 0 rg")),
    "grey text as an artifact": ("colour", partial(write, look=b"0.5 g")),
    "pale text as an artifact": ("colour", partial(write, look=b"0.9 g")),
    "black text as an artifact": ("tagged_text", partial(write, look=b"0 g")),
    "text beside the tags": ("tagged_text", partial(write, look=b"0 g", artifact=False)),
    "turned black text as an artifact": ("plain_text", partial(write, look=b"0 g", matrix=b"0.7 0.7 -0.7 0.7")),
    "turned pale text that is no artifact": (
        "colour", partial(write, look=b"0.9 g", matrix=b"0.7 0.7 -0.7 0.7", artifact=False)),
    **{f"all pages turned by {turn}": ("page_view", partial(each_page, key="/Rotate", value=turn))
       for turn in (90, 180, 270)},
    "one page turned": ("page_view", partial(each_page, key="/Rotate", value=180, first=True)),
    "UserUnit": ("page_view", partial(each_page, key="/UserUnit", value=2)),
    **{f"a note: {subtype}": ("annotations", partial(annotate, subtype=subtype))
       for subtype in ("FreeText", "Square", "Highlight", "Stamp", "Ink", "Redact", "Link")},
    "a script in the names": ("actions", script),
    "an action on opening": ("actions", partial(in_root, key="/OpenAction", value=_SCRIPT)),
    "an action on closing": ("actions", partial(in_root, key="/AA", value=Dictionary(WC=_SCRIPT))),
    "an action of a page": ("actions", partial(each_page, key="/AA", value=Dictionary(O=_SCRIPT))),
    "a form": ("actions", partial(in_root, key="/AcroForm", value=Dictionary(Fields=Array()))),
    "a strange file inside": ("attached_files", attach),
    "no output intent": ("output_intent", partial(without, key="/OutputIntents")),
    "an output intent without profile": (
        "output_intent", partial(in_root, key="/OutputIntents", value=Array([Dictionary(S=Name.GTS_PDFA1)]))),
    "empty tags": ("tagged_text", empty_tags),
    "tags in reverse": ("tagged_text", reversed_tags),
    "a paragraph without tag": ("tagged_text", fewer_tags),
    "text outside the tags": ("tagged_text", untagged),
    "the last page taken out": ("tagged_text", page_taken),
    "two lines in each other's place": ("text_order", exchanged),
    "a character is missing": ("gaps", _row(line.glyph_gone)),
    "a character 4 pt higher": ("baselines", _row(partial(line.glyph_raised, 4))),
    "a character 1 pt lower": ("baselines", _row(partial(line.glyph_raised, -1))),
    "two characters of 20 pt": ("body_size", _row(partial(line.glyphs_as, 20, FANG))),
    "two characters of 14 pt": ("body_size", _row(partial(line.glyphs_as, 14, FANG))),
    "two characters in Hei": ("body_face", _row(partial(line.glyphs_as, 16, HEI))),
    "a line in Hei": ("body_face", _row(partial(line.glyphs_as, 16, HEI, first=0, last=27))),
    "a line in Kai": ("body_face", _row(partial(line.glyphs_as, 16, KAI, first=0, last=27))),
    "a line in bold Song": ("body_face", _row(partial(line.glyphs_as, 16, BOLD, first=0, last=27))),
    "a line drawn twice": ("foreign_ink", _row(partial(line.doubled, 0))),
    "a line thickened by drawing it twice": ("foreign_ink", _row(partial(line.doubled, 0.3))),
    "a line drawn twice, 3 pt apart": ("foreign_ink", _row(partial(line.doubled, 3))),
    "text over text": ("hidden_text", _row(partial(line.with_text, 200, "修好道路"))),
    "text beside the paper": ("hidden_text", _row(partial(line.with_text, 900, "修好道路"))),
    "text above the paper": ("hidden_text", _row(partial(line.with_text, 200, "修好道路", y=900))),
    "text too small to see": ("hidden_text", _row(partial(line.with_text, 200, "修好道路", y=400, size=0.5))),
    "a comma begins a line": ("line_marks", _row(partial(line.begins_with, "，"))),
    "a bracket ends a line": ("line_marks", _row(partial(line.ends_with, "（"))),
    "a line below the date": ("signature", line_after_date),
    "a landscape page of prose": ("body_pages", landscape),
    "all pages landscape": ("body_pages", turned_paper),
    "a bookmark that says something else": ("bookmarks", partial(bookmark, title="作废")),
    "a bookmark that runs a script": ("actions", partial(bookmark, title="一、走访群众", action=_SCRIPT)),
    "a bookmark that opens an address": ("actions", partial(
        bookmark, title="一、走访群众", action=Dictionary(S=Name.URI, URI=String("https://example.org")))),
    "nothing read for a tag": ("replaced_text", partial(of_tag, key="/ActualText", value=String(""))),
    "a tag in English": ("tag_kinds", partial(of_tag, key="/Lang", value=String("en"))),
    **{f"a tag that hides its text: {kind}": ("tag_kinds", partial(of_tag, key="/S", value=Name(f"/{kind}")))
       for kind in ("Artifact", "Private")},
    "tags that mean something else": ("tag_kinds", mapped_tags),
    "another report inside": ("source_text", partial(source, data=OTHER)),
    "a report inside with one word changed": ("source_text", partial(source, data=CHANGED)),
    "a program under the report's name": ("source_text", partial(source, data=b"MZ")),
    "an empty report inside": ("source_text", partial(source, data=b"{}")),
    "a file on a page": ("attached_files", attach_to_page),
    "other numbers in the viewer": ("page_labels", partial(
        in_root, key="/PageLabels", value=Dictionary(Nums=Array([0, Dictionary(S=Name.r, St=9)])))),
    **{f"colours mixed by {mode}": ("graphics", partial(state, settings=Dictionary(BM=Name(f"/{mode}"))))
       for mode in ("Difference", "Multiply")},
    "a transfer function": ("graphics", partial(state, settings=Dictionary(TR=Name.Identity))),
    "text that lets through": ("colour", partial(state, settings=Dictionary(ca=0.9))),
    "a character drawn by the file": ("graphics", drawn_by_file),
    "a pale box in the watermark's place": ("foreign_ink", pale_box),
    "read from right to left": ("text_order", partial(
        in_root, key="/ViewerPreferences", value=Dictionary(Direction=Name.R2L))),
    "other presentations": ("format_rules", partial(
        in_root, key="/Names", value=Dictionary(AlternatePresentations=Dictionary()))),
    "needs of the viewer": ("actions", partial(in_root, key="/Requirements", value=Array())),
    "a portfolio": ("actions", partial(in_root, key="/Collection", value=Dictionary())),
    "pages that dissolve": ("page_view", partial(each_page, key="/Trans", value=Dictionary(S=Name.Dissolve))),
    "another picture of a page": ("page_view", partial(each_page, key="/Thumb", value=Dictionary())),
    "two characters read as each other": ("glyph_shapes", read_as_each_other),
    "two digits read as each other": ("glyph_shapes", partial(read_as_each_other, pair="28")),
    "3 is drawn and 8 is read": ("glyph_shapes", partial(drawn_as, read="2", drawn="8")),
    "one character is drawn as another": ("glyph_shapes", partial(drawn_as, read="修", drawn="清")),
    "codes that cannot be followed": ("glyph_shapes", unfollowed),
    "a font that is another's drawing": ("glyph_shapes", partial(renamed, drawn=SONG, font=FANG)),
    "a font under a name that is not here": ("glyph_shapes", partial(renamed, drawn=SONG, font=FANG, name="FangSong")),
    "a black face called the title's": ("glyph_shapes", partial(renamed, drawn=HEI, font=BOLD)),
    "headings in the bolder cut of their face": (
        "heading_1", partial(renamed, drawn=HEI, font=HEI, name="FandolHei-Bold")),
    "a damaged font": ("glyph_shapes", damaged),
    "another title in the file's information": ("document_title", informed),
    **{f"{key} of a tag": ("replaced_text", partial(read_instead, key=key)) for key in ("/ActualText", "/Alt", "/E")},
    **{f"{key.decode()} in the page": ("replaced_text", partial(marked_instead, key=key))
       for key in (b"/ActualText", b"/Alt", b"/E")},
}  # fmt: skip
