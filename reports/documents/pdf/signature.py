"""Signature and date at the end, for a paper without seal (GB/T 9704-2012, 7.3.5.2)."""

from reports.documents.fonts import Role
from reports.text.content import ReportContent
from reports.text.lines import Line, break_paragraph

from . import page
from .wording import Wording

_TWO = page.INDENT  # two characters


def place_signature(content: ReportContent, wording: Wording) -> list[tuple[str, Line, float]]:
    """(class, line, left edge in points) of each line.

    The signature ends two characters before the right edge, the date starts two characters after the signature
    does; where the date is the longer one, the date ends two before the edge and the signature moves left with it.
    """
    signatures = _signature_lines(content, wording)
    dates = _lines(wording, content.date.strip())
    longest = max((line.width for line in signatures), default=0)
    start = page.MEASURE - _TWO - longest
    if dates and dates[0].width > longest:
        start = page.MEASURE - 2 * _TWO - dates[0].width
    if dates and not signatures:
        start = page.MEASURE - 2 * _TWO - dates[0].width
    placed = [(line, max(0, start)) for line in signatures] + [(line, max(0, start + _TWO)) for line in dates]
    return [
        ("signature first" if index == 0 else "signature", line, left / 1000 * page.SIZE)
        for index, (line, left) in enumerate(placed)
    ]


def _signature_lines(content: ReportContent, wording: Wording) -> list[Line]:
    """Unit, post and name on one line, or the name on a line of its own where they are long."""
    office = f"{content.unit}{content.post}".strip()
    whole = _lines(wording, "\u3000".join(part for part in (office, content.name.strip()) if part))
    if len(whole) <= 1:
        return whole
    return [*_lines(wording, office), *_lines(wording, content.name.strip())]


def _lines(wording: Wording, text: str) -> list[Line]:
    width = page.MEASURE - 2 * _TWO
    return break_paragraph(wording.runs(text, Role.BODY), wording.extent, width=width, spacing=page.SPACING)
