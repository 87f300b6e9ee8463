"""The PDF of a report, made when it is asked for."""

from ..text.content import ReportContent
from .pdf import PageStyle, Variant, render_pdf


def stored_pdf(content: ReportContent, *, variant: Variant, style: PageStyle) -> bytes:
    """The file's bytes. Raises Unprintable."""
    return render_pdf(content, variant=variant, style=style).data
