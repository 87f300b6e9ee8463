"""Reports set glyph by glyph into a PDF: a right one, and the same with whatever is to be wrong.

Written with pikepdf and not with a renderer, so that a place is where the test put it, and a file takes milliseconds.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter

import pikepdf
from django.conf import settings
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

MM = 72 / 25.4
A4 = (595.276, 841.89)
LETTER = (612.0, 792.0)
FANG, KAI, HEI, SONG, BOLD = (
    "FandolFang-Regular", "FandolKai-Regular", "FandolHei-Regular", "FandolSong-Regular", "FandolSong-Bold",
)  # fmt: skip
FACES = (FANG, KAI, HEI, SONG, BOLD)
PROSE = "到村里走访听取群众意见把道路修好把水渠疏通让大家满意"
ALPHABET = (
    PROSE + "年度述职报告尊敬的领导同志张三市水务局一二三四五六七八九十草稿〇元月日、，。：（）—-.:如下0123456789"
    "附件清单"
)


@dataclass(frozen=True)
class Paragraph:
    """`level` 0 is prose; `heading` is set in the level's face, `characters` of prose follow it."""

    characters: int = 0
    level: int = 0
    heading: str = ""


CONTENT = (
    Paragraph(level=1, heading="一、走访群众"),
    Paragraph(200),
    Paragraph(level=2, heading="（一）疏通水渠"),
    Paragraph(250),
    Paragraph(91, level=3, heading="1.修好道路。"),
    Paragraph(120, level=4, heading="（1）听取意见。"),
    Paragraph(170),
)


@dataclass(frozen=True)
class Report:
    """The right report; every field is something to make wrong. Lengths in points, `ragged` in characters,
    `company` in lines that go with a signature to its page, `table` in rows after the body;
    a new page begins before the paragraph number `break_before`. Of the names of `attachments` each has a page; those
    of the note's places that can be wrong are its indent, the second number's and the turned lines' (points)."""

    paper: tuple[float, float] = A4
    left: float = 28 * MM
    top: float = 37 * MM
    characters: int = 28
    lines: int = 22
    line_pitch: float = 28.95
    ragged: float = 0
    indent: int = 2
    title: str = "二〇二四年度述职报告"
    title_font: str = BOLD
    title_size: float = 22
    title_left: float | None = None
    date_under_title: str = "（2024年12月5日）"
    byline_font: str = KAI
    byline_size: float = 16
    byline_shift: float = 0
    salutation: str = "尊敬的领导同志："
    salutation_indent: int = 0
    content: tuple[Paragraph, ...] = CONTENT
    body_font: str = FANG
    body_size: float = 16
    heading_fonts: tuple[str, ...] = (HEI, KAI, FANG, FANG)
    heading_size: float = 16
    colour: str = "0 g"
    overhang: int = 0
    signature: str = "张三"
    date: str = "2024年12月5日"
    signature_shift: float = 0
    signature_page: bool = False
    company: int = 0
    table: int = 0
    break_before: int = 0
    number: str = "—{}—"
    number_font: str = SONG
    number_size: float = 14
    number_drop: float = 7 * MM
    number_centred: bool = False
    attachments: tuple[str, ...] = ()
    note_indent: float = 2
    note_gap: int = 1
    note_font: str = FANG
    note_numbers: tuple[str, ...] = ("1.", "2.", "3.")
    second_shift: float = 0
    turned_shift: float = 0
    mark: str = "附件{}"
    mark_font: str = HEI
    mark_left: float = 0
    attachment_gap: int = 1
    attachment_title_font: str = BOLD
    watermark: str = ""
    embedded: bool = True
    tagged: bool = True
    pdfa: bool = True
    language: str = "zh-CN"
    properties_title: str | None = None  # the title itself
    password: str = ""
    owner_password: str = ""

    @property
    def pitch(self) -> float:
        return 156 * MM / self.characters


@dataclass(frozen=True)
class Run:
    """Text from `x`, one glyph every `pitch` points (0: each after the other); `y` counts from the paper's top."""

    x: float
    y: float
    text: str
    font: str
    size: float
    pitch: float = 0
    colour: str = "0 g"


def make_pdf(report: Report) -> bytes:
    pdf = pikepdf.new()
    fonts = Dictionary({f"/{face}": _font(pdf, face, embedded=report.embedded) for face in FACES})
    tags: list[Dictionary] = []
    for number, placed in enumerate(_pages(report), 1):
        runs = [run for run in placed if run.text]
        page = pdf.add_blank_page(page_size=report.paper)
        page.Resources = Dictionary(Font=fonts)
        drawn = [f"/P <</MCID {tag}>> BDC {_draw(run, report.paper[1])} EMC" for tag, run in enumerate(runs)]
        drawn += [f"/Artifact BMC {_draw(run, report.paper[1])} EMC" for run in _number(report, number)]
        page.Contents = pdf.make_stream("\n".join([_watermark(report), *drawn]).encode())
        tags += [Dictionary(Type=Name.StructElem, S=Name.P, Pg=page.obj, K=tag) for tag in range(len(runs))]
    _describe(pdf, report, tags)
    written = io.BytesIO()
    locked = report.password or report.owner_password
    keys = pikepdf.Encryption(user=report.password, owner=report.owner_password) if locked else None
    pdf.save(written, encryption=keys)
    return written.getvalue()


def _describe(pdf: pikepdf.Pdf, report: Report, tags: list[Dictionary]) -> None:
    if report.tagged:
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array(tags)))
    profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3)
    pdf.Root.OutputIntents = Array([Dictionary(S=Name.GTS_PDFA1, DestOutputProfile=profile)])
    if report.language:
        pdf.Root.Lang = pikepdf.String(report.language)
    with pdf.open_metadata() as metadata:
        if title := report.title if report.properties_title is None else report.properties_title:
            metadata["dc:title"] = title
        if report.pdfa:
            metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "3", "A"


# Lines ------------------------------------------------------------------------------------------------------------


def _pages(report: Report) -> list[list[Run]]:
    kept = report.break_before or len(report.content)
    first = [*_front(report), *_body(report, report.content[:kept]), *_table(report), *_note(report)]
    pages = _cut(first, report.lines) + _cut([*_body(report, report.content[kept:])], report.lines)
    ending = _ending(report)
    if report.signature_page or len(pages[-1]) + len(ending) > report.lines:
        company = pages[-1][len(pages[-1]) - report.company :]
        pages[-1] = pages[-1][: len(pages[-1]) - report.company]
        pages.append([*company, *ending] if company else ending[1:])
    else:
        pages[-1] = [*pages[-1], *ending]
    pages += [_attachment(report, number) for number in range(1, len(report.attachments) + 1)]
    baseline = report.top + 0.86 * report.body_size
    return [
        [_at(run, baseline + slot * report.line_pitch) for slot, runs in enumerate(page) for run in runs]
        for page in pages
    ]


def _cut(rows: list[list[Run]], lines: int) -> list[list[list[Run]]]:
    return [rows[start : start + lines] for start in range(0, len(rows), lines)]


def _table(report: Report) -> list[list[Run]]:
    columns = (report.left + 10, report.left + 200, report.left + 300)
    return [[Run(x, 0, "水渠道路", FANG, 12) for x in columns] for _row in range(report.table)]


def _note(report: Report) -> Iterator[list[Run]]:
    """Names of more than `room` characters are turned once; each line but a name's last is full."""
    yield from [[]] * (report.note_gap if report.attachments else 0)
    edge = report.left + 156 * MM
    for number, name in enumerate(report.attachments):
        before = ("" if number else "附件：") + (report.note_numbers[number] if report.note_numbers else "")
        indent = report.note_indent if not number else 5
        left = report.left + indent * report.pitch + (report.second_shift if number == 1 else 0)
        x = left + width_of(before, FANG, 16) + 4
        room = int((edge - x) / report.pitch)
        parts = [name[:room], name[room:]] if len(name) > room else [name]
        pitch = (edge - x - 16) / (len(parts[0]) - 1) if len(parts) > 1 else report.pitch
        yield [Run(left, 0, before, report.note_font, 16), Run(x, 0, parts[0], report.note_font, 16, pitch)]
        for part in parts[1:]:
            yield [Run(x + report.turned_shift, 0, part, report.note_font, 16, report.pitch)]


def _attachment(report: Report, number: int) -> list[list[Run]]:
    title = report.attachments[number - 1][:10]
    x = report.left + 78 * MM - width_of(title, report.attachment_title_font, 22) / 2
    mark = Run(report.left + report.mark_left, 0, report.mark.format(number), report.mark_font, 16)
    lower = (22 - 16) / 2
    heading = Run(x, lower, title, report.attachment_title_font, 22)
    return [[mark], *[[]] * report.attachment_gap, [heading], [], *_body(report, (Paragraph(90),))]


def _at(run: Run, y: float) -> Run:
    return Run(run.x, run.y + y, run.text, run.font, run.size, run.pitch, run.colour)


def _front(report: Report) -> Iterator[list[Run]]:
    width = len(report.title) * report.title_size
    x = report.left + 78 * MM - width / 2 if report.title_left is None else report.title_left
    lower = (report.title_size - report.body_size) / 2  # a large line stands in the middle of its slot
    yield [Run(x, lower, report.title, report.title_font, report.title_size)]
    if report.date_under_title:
        yield [_byline(report)]
    yield []
    left = report.left + report.salutation_indent * report.pitch
    yield [Run(left, 0, report.salutation, report.body_font, report.body_size, report.pitch)]


def _byline(report: Report) -> Run:
    text, font, size = report.date_under_title, report.byline_font, report.byline_size
    return Run(report.left + 78 * MM - width_of(text, font, size) / 2 + report.byline_shift, 0, text, font, size)


def _body(report: Report, content: tuple[Paragraph, ...]) -> Iterator[list[Run]]:
    for number, paragraph in enumerate(content):
        yield from _paragraph(report, paragraph, overhang=report.overhang if number == 1 else 0)


def _paragraph(report: Report, paragraph: Paragraph, *, overhang: int) -> Iterator[list[Run]]:
    heading_font = report.heading_fonts[paragraph.level - 1]
    prose = (PROSE * 20)[: paragraph.characters - 1] + "。" if paragraph.characters else ""
    glyphs = [(text, heading_font, report.heading_size) for text in paragraph.heading]
    glyphs += [(text, report.body_font, report.body_size) for text in prose]
    room, column = report.characters - report.indent, report.indent
    while glyphs:
        last = len(glyphs) <= room + overhang
        taken, glyphs = (glyphs, []) if last else (glyphs[:room], glyphs[room:])
        yield list(_line(report, taken, column, stretched=not last))
        room, column = report.characters, 0


def _line(report: Report, glyphs: list[tuple[str, str, float]], column: int, *, stretched: bool) -> Iterator[Run]:
    """Runs of one face; a stretched line's last box, not its last pitch, ends `ragged` characters before the edge."""
    x, pitch = report.left + column * report.pitch, report.pitch
    if stretched:
        pitch += (report.pitch - (1 + report.ragged) * report.body_size) / (len(glyphs) - 1)
    for (font, size), alike in groupby(glyphs, key=itemgetter(1, 2)):
        text = "".join(glyph[0] for glyph in alike)
        yield Run(x, 0, text, font, size, pitch, report.colour)
        x += len(text) * pitch


def _ending(report: Report) -> list[list[Run]]:
    if not report.date:
        return []
    two = 2 * 156 * MM / 28
    widths = width_of(report.signature, FANG, 16), width_of(report.date, FANG, 16) + two
    name_left = report.left + 156 * MM - two - max(widths)
    return [
        [],
        [Run(name_left + report.signature_shift, 0, report.signature, FANG, 16)],
        [Run(name_left + two, 0, report.date, FANG, 16)],
    ]


def _number(report: Report, number: int) -> list[Run]:
    if not report.number:
        return []
    text = report.number.format(number)
    width = width_of(text, report.number_font, report.number_size)
    inside = 28 * MM + 14 if number % 2 == 0 else 184 * MM - 14 - width
    x = 106 * MM - width / 2 if report.number_centred else inside
    y = 262 * MM + report.number_drop + 0.33 * report.number_size
    return [Run(x, y, text, report.number_font, report.number_size)]


# Glyphs -----------------------------------------------------------------------------------------------------------


@cache
def _subset(face: str) -> tuple[bytes, dict[str, int], dict[int, int]]:
    """The font's outlines, its codes by character, and their advances in thousandths of an em."""
    options = subset.Options(layout_features=[], notdef_outline=True)
    font = TTFont(next(folder / f"{face}.otf" for folder in settings.FONT_DIRS if (folder / f"{face}.otf").exists()))
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=ALPHABET)
    subsetter.subset(font)
    names = {chr(code): name for code, name in font.getBestCmap().items()}
    codes = {text: int(name.removeprefix("cid")) for text, name in names.items()}
    advances = {codes[text]: font["hmtx"][name][0] for text, name in names.items()}
    written = io.BytesIO()
    font["CFF "].cff.compile(written, font)
    return written.getvalue(), codes, advances


def code_of(character: str, face: str) -> str:
    """As the content of a page writes it."""
    return f"{_subset(face)[1][character]:04x}"


def width_of(text: str, face: str, size: float) -> float:
    _outlines, codes, advances = _subset(face)
    return sum(advances[codes[character]] for character in text) * size / 1000


def _font(pdf: pikepdf.Pdf, face: str, *, embedded: bool) -> pikepdf.Object:
    outlines, codes, advances = _subset(face)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(f"/{face}"), Flags=4, FontBBox=Array([0, -200, 1000, 900]),
        Ascent=880, Descent=-120, CapHeight=700, ItalicAngle=0, StemV=80,
    )  # fmt: skip
    if embedded:
        descriptor.FontFile3 = pdf.make_stream(outlines, Subtype=Name.CIDFontType0C)
    system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    widths = [part for code, advance in advances.items() for part in (code, Array([advance]))]
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name(f"/{face}"), CIDSystemInfo=system,
        FontDescriptor=pdf.make_indirect(descriptor), DW=1000, W=Array(widths),
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(f"/{face}"), Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]), ToUnicode=pdf.make_stream(_to_unicode(codes)),
        )
    )  # fmt: skip


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = [f"<{code:04x}> <{ord(text):04x}>" for text, code in codes.items()]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Codes def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{mapped}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _draw(run: Run, height: float) -> str:
    _outlines, codes, advances = _subset(run.font)
    shown = []
    for code in (codes[text] for text in run.text):
        shift = advances[code] - run.pitch * 1000 / run.size if run.pitch else 0
        shown.append(f"<{code:04x}> {shift:.3f}")
    place = f"1 0 0 1 {run.x:.3f} {height - run.y:.3f} Tm"
    return f"BT {run.colour} /{run.font} {run.size} Tf {place} [{' '.join(shown)}] TJ ET"


def _watermark(report: Report) -> str:
    codes = "".join(f"{_subset(HEI)[1][text]:04x}" for text in report.watermark)
    return f"/Artifact BMC BT 0.8 g /{HEI} 90 Tf 0.7 0.7 -0.7 0.7 200 350 Tm <{codes}> Tj ET EMC" if codes else ""
