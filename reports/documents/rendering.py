"""The report's page with what this site has: its fonts, its clock, its way back from a Word document."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.timezone import localtime

from reports.prose.content import ReportContent

from ..gongwen import pdf, word
from ..gongwen.fonts import FontError, FontFaces, find_faces
from .restoring.word import attach_source


def site_faces() -> FontFaces:
    """Those in settings.FONT_DIRS. Raises ImproperlyConfigured where one is missing."""
    try:
        return find_faces(settings.FONT_DIRS)
    except FontError as error:
        raise ImproperlyConfigured(str(error)) from error


def render_pdf(content: ReportContent, *, printed_at: datetime | None = None, **options: Any) -> bytes:
    """`pdf.typeset` with the site's fonts and its local time."""
    return pdf.typeset(content, faces=site_faces(), printed_at=printed_at and localtime(printed_at), **options)


def write_word(content: ReportContent, *, style: pdf.PageStyle) -> bytes:
    """`word.write_word`; the document carries its source, as the PDF does."""
    return word.write_word(content, style=style, faces=site_faces(), finish=attach_source)


def write_ofd(data: bytes) -> bytes:
    """A PDF of the site as OFD. Raises Unprintable."""
    from ..gongwen.ofd import write_ofd as write  # noqa: PLC0415 - only a worker needs what reads a PDF

    return write(data, fonts={face.name: face.place for face in site_faces().by_role.values()})
