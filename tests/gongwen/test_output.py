"""Kept drafts are found again by the output's number: it must rise when the same content gives other pages."""

import hashlib
from io import BytesIO

import pdfplumber
import pytest

from reports.documents.rendering import render_pdf
from reports.gongwen import pdf
from reports.gongwen.pdf import PageStyle, Variant

from .sample_report import short_report, write_report

# What the pages of each output number look like: every glyph, its face, size and place to a tenth of a point.
# Where a digest differs the pages come out otherwise than they did: look at them, raise OUTPUT, put the new one here.
PAGES = {
    12: {
        "draft": "a9655a2d471efca9",
        "final": "5b7d975fb6f609f1",
        "centred": "7c9db4801e8a658c",
        "annex": "dd33f6ed72e0948d",
    }
}
PLACE = ("size", "x0", "top")
COPIES = {
    "draft": lambda: render_pdf(short_report("办结【件数】件。"), variant=Variant.DRAFT),
    "final": lambda: render_pdf(write_report(), variant=Variant.FINAL),
    "centred": lambda: render_pdf(write_report(), style=PageStyle("both", page_numbers_centred=True)),
    "annex": lambda: render_pdf(write_report(), variant=Variant.ANNEX),
}


def look(data):
    """A digest of all that stands on the pages."""
    with pdfplumber.open(BytesIO(data)) as opened:
        seen = [
            (
                number,
                glyph["text"],
                glyph["fontname"].split("+")[-1],
                *(f"{glyph[at]:.1f}" for at in ("size", "x0", "top")),
            )
            for number, page in enumerate(opened.pages)
            for glyph in page.chars
        ]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


@pytest.mark.parametrize("copy", COPIES)
def test_the_same_content_gives_the_pages_of_this_output_number(copy):
    assert look(COPIES[copy]()) == PAGES[pdf.OUTPUT][copy]
