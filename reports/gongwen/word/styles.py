"""The named styles: what an office changes when its own rules differ.

Fonts are called by the names that the standard's typefaces have in Word and WPS, not by those of the stand-ins that
the site prints with: an office has these, and a checker looks for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from . import page

FANGSONG, HEITI, KAITI, SONGTI = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
XIAOBIAOSONG = "方正小标宋简体"
_STAND_INS = {FANGSONG: "仿宋", HEITI: "SimHei", KAITI: "楷体", SONGTI: "SimSun", XIAOBIAOSONG: "华文中宋"}

NORMAL, TITLE, BYLINE, SALUTATION, BODY = "Normal", "Title", "ReportByline", "Salutation", "ReportBody"
SIGNATURE, DATE, FOOTER = "Signature", "Date", "Footer"
PLAIN = "DefaultParagraphFont"  # of runs without a style: programs that ask for their style want one to be there
NOTE, MARK, ATTACHMENT_TITLE = "ReportNote", "ReportAttachmentMark", "ReportAttachmentTitle"
CELL, CELL_HEAD = "ReportTable", "ReportTableHead"
LEVELS = (1, 2, 3, 4)
_LEVEL_FONTS = {1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}


def heading(level: int) -> str:
    """The style of a heading on a line of its own."""
    return f"Heading{level}"


def run_in(level: int) -> str:
    """The style of a paragraph that begins with its heading."""
    return f"ReportRunIn{level}"


def lead(level: int) -> str:
    """The character style of a heading that its paragraph begins with."""
    return f"Heading{level}Char"


@dataclass(frozen=True, slots=True)
class WordStyle:
    """`paragraph` is the content of w:pPr. `base`, `following` and `link` are ids of other styles.

    Each style names font and size itself: programs that check documents look only at a paragraph's own style.
    """

    identity: str
    name: str
    font: str = FANGSONG
    size: int = page.SIZE
    paragraph: str = ""
    base: str = NORMAL
    following: str = ""
    link: str = ""
    kind: str = "paragraph"


_INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{page.characters(2)}"/>'
_CENTRED = '<w:jc w:val="center"/>'
_KEPT = "<w:keepNext/><w:keepLines/>"
# An exact line holds the grid of 22 whatever font stands in. Latin words get no gap, which would cost a character.
# Marks may hang over the edge, as in every Chinese document that Word makes: LibreOffice takes the word for its
# opposite, so that forbidding it would hang them there.
_NORMAL = (
    '<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/><w:topLinePunct w:val="0"/>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    f'<w:spacing w:before="0" w:after="0" w:line="{page.LINE}" w:lineRule="exact"/><w:jc w:val="both"/>'
)
_BLANK_BELOW = f'<w:spacing w:afterLines="100" w:after="{page.LINE}"/>'
_FIRST_LEVEL = '<w:outlineLvl w:val="0"/>'
_CELL = f'<w:spacing w:line="{page.CELL_LINE}" w:lineRule="exact"/><w:jc w:val="center"/>'
_FOOTER = f'<w:spacing w:line="{page.NUMBER_LINE}" w:lineRule="exact"/>'


def _level_styles(level: int) -> Iterable[WordStyle]:
    font, outline = _LEVEL_FONTS[level], f'<w:outlineLvl w:val="{level - 1}"/>'
    yield WordStyle(
        heading(level), f"heading {level}", font, page.SIZE, _KEPT + _INDENT + outline, NORMAL, BODY, lead(level)
    )
    yield WordStyle(run_in(level), f"公文接排标题 {level}", paragraph=outline, base=BODY, following=BODY)
    yield WordStyle(lead(level), f"Heading {level} Char", font, 0, base="", link=heading(level), kind="character")


_STYLES = (
    WordStyle(PLAIN, "Default Paragraph Font", "", 0, base="", kind="character"),
    WordStyle(NORMAL, "Normal", paragraph=_NORMAL, base=""),
    WordStyle(TITLE, "Title", XIAOBIAOSONG, page.TITLE_SIZE, _KEPT + _CENTRED, following=BYLINE),
    WordStyle(BYLINE, "公文署名行", KAITI, page.SIZE, _KEPT + _CENTRED),
    WordStyle(SALUTATION, "Salutation", paragraph="<w:keepNext/>", following=BODY),
    WordStyle(BODY, "公文正文", paragraph=_INDENT),
    *(style for level in LEVELS for style in _level_styles(level)),
    WordStyle(SIGNATURE, "Signature", paragraph=_KEPT, following=DATE),
    WordStyle(DATE, "Date", paragraph="<w:keepLines/>"),
    WordStyle(NOTE, "公文附件说明", paragraph="<w:keepLines/>"),
    WordStyle(
        MARK,
        "公文附件标识",
        HEITI,
        paragraph=f"<w:keepNext/><w:pageBreakBefore/>{_BLANK_BELOW}",
        following=ATTACHMENT_TITLE,
    ),
    WordStyle(
        ATTACHMENT_TITLE,
        "公文附件标题",
        XIAOBIAOSONG,
        page.TITLE_SIZE,
        _BLANK_BELOW + _FIRST_LEVEL,
        base=TITLE,
        following=BODY,
    ),
    WordStyle(CELL, "公文表格", paragraph=_CELL),
    WordStyle(CELL_HEAD, "公文表头", HEITI, paragraph=f"<w:keepNext/>{_CELL}"),
    WordStyle(FOOTER, "footer", SONGTI, page.NUMBER_SIZE, _FOOTER),
)


def write_styles() -> etree._Element:
    """The whole of styles.xml. No font or size in it comes from a theme."""
    run = _run_properties(FANGSONG, page.SIZE) + _LANGUAGE.format(latin="zh-CN")
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault></w:docDefaults>"
    return parse_xml(f"<w:styles {nsdecls('w')}>{defaults}{''.join(map(_write, _STYLES))}</w:styles>")


def write_fonts() -> bytes:
    """The whole of fontTable.xml: what each font is, and which other may stand in for it."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in _STAND_INS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()


# The document is Chinese, which programs tell from its defaults; its Latin words are English: called Chinese,
# LibreOffice breaks lines inside numbers.
_LANGUAGE = '<w:lang w:val="{latin}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'


def _write(style: WordStyle) -> str:
    default = ' w:default="1"' if style.identity in {NORMAL, PLAIN} else ""
    custom = ' w:customStyle="1"' if style.identity.startswith("Report") else ""
    references = {"basedOn": style.base, "next": style.following, "link": style.link}
    referring = "".join(f'<w:{tag} w:val="{identity}"/>' for tag, identity in references.items() if identity)
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    run = _run_properties(style.font, style.size) + (_LANGUAGE.format(latin="en-US") if not style.base else "")
    return (
        f'<w:style w:type="{style.kind}"{default}{custom} w:styleId="{style.identity}"><w:name w:val="{style.name}"/>'
        f"{referring}<w:qFormat/>{paragraph}{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )


def _run_properties(font: str, size: int) -> str:
    places = " ".join(f'w:{place}="{font}"' for place in ("ascii", "hAnsi", "eastAsia", "cs"))
    spacing = page.CHARACTER_SPACE if size == page.SIZE else 0
    named = f"<w:rFonts {places}/>" if font else ""
    sized = f'<w:spacing w:val="{spacing}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return named + sized
