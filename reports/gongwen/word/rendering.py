"""From content to the bytes of a .docx."""

from collections.abc import Callable
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as OpenDocument

from reports.gongwen.fonts import FontFaces
from reports.gongwen.pdf.options import PageStyle
from reports.gongwen.structure import arrange
from reports.prose.content import ReportContent
from reports.prose.figures import parse_date

from . import page, styles
from .fitting import Fitter
from .package import reduce_parts, save
from .page_setup import set_up
from .paragraphs import visible, write_attachments, write_paragraphs

_PROPERTY_LENGTH = 255
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


Finish = Callable[[OpenDocument, ReportContent], None]


def write_word(content: ReportContent, *, style: PageStyle, faces: FontFaces, finish: Finish) -> bytes:
    """The same content, style and fonts give the same bytes. `faces` are those of the PDF, which has
    the same lines. `finish` puts in what the site adds.
    """
    document = Document()
    reduce_parts(document, fonts=styles.write_fonts())
    set_up(document, numbers_centred=style.page_numbers_centred)
    fitter = Fitter(content, style, faces)
    write_paragraphs(document, content, list(arrange(content, style.byline_place, line=page.CHARACTERS)), fitter)
    write_attachments(document, content, fitter)
    _describe(document, content)
    finish(document, content)
    return save(document)


def _describe(document: OpenDocument, content: ReportContent) -> None:
    properties = document.core_properties
    properties.title = visible(content.filled(content.title)).strip()[:_PROPERTY_LENGTH]
    properties.author = properties.last_modified_by = visible(content.name)[:_PROPERTY_LENGTH]
    properties.created = properties.modified = _date_of(content)
    properties.language = "zh-CN"
    properties.comments = ""


def _date_of(content: ReportContent) -> datetime:
    """The report's own date: with a clock two copies of one report would differ."""
    try:
        year, month, day = parse_date(content.date)
    except ValueError:
        return _NO_DATE
    return datetime(year, month or 1, day or 1, tzinfo=UTC) if year else _NO_DATE
