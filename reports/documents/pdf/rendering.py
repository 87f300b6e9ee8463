"""From content to a finished file."""

import json
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from reports.documents.fonts import Role, find_faces
from reports.documents.restoring import ATTACHMENT
from reports.text.content import ReportContent
from reports.text.figures import parse_date

from .annex import annex_rows
from .blocks import Block, compose, compose_annex
from .errors import Unprintable
from .markup import block_markup, spacing_rules
from .options import PageStyle, RenderedPdf, Variant
from .seam import Attached, write_pdf
from .style_sheet import print_style_sheet
from .watermark import ADDRESS, draw_watermark
from .wording import Wording

DEFAULT_STYLE = PageStyle()


def render_pdf(
    content: ReportContent,
    *,
    variant: Variant = Variant.DRAFT,
    style: PageStyle = DEFAULT_STYLE,
    reader: str = "",
    printed_at: datetime | None = None,
) -> RenderedPdf:
    """The report as PDF; the same arguments and fonts give the same bytes.

    Raises Unprintable where the copy would be wrong. `reader` and `printed_at` show only with `style.mark_reader`.
    """
    wording = Wording(content, find_faces())
    template, context = _annex(wording) if variant is Variant.ANNEX else _report(wording, style)
    wording.check(final=variant is Variant.FINAL)
    mark = draw_watermark(wording.faces, variant, style, reader, printed_at)
    data = write_pdf(
        render_to_string(template, context | _about(wording)),
        Attached(ATTACHMENT, json.dumps(content.to_dict(), ensure_ascii=False, indent=1).encode()),
        style=print_style_sheet(wording.used_faces(), centred=style.page_numbers_centred, watermarked=bool(mark)),
        faces=wording.used_faces(),
        resources={ADDRESS: mark} if mark else {},
    )
    return RenderedPdf(data, wording.faces.substitutes(wording.roles))


def _report(wording: Wording, style: PageStyle) -> tuple[str, dict[str, Any]]:
    if not any(section.heading.strip() or section.body.strip() for section in wording.content.sections):
        raise Unprintable("empty")
    return "documents/report.html", _set(compose(wording.content, style, wording))


def _annex(wording: Wording) -> tuple[str, dict[str, Any]]:
    wording.roles.add(Role.HEADING)
    rows = annex_rows(wording)
    return "documents/annex.html", _set(compose_annex(wording)) | {"rows": rows}


def _set(blocks: list[Block]) -> dict[str, Any]:
    return {"blocks": [block_markup(block) for block in blocks], "spacings": spacing_rules(blocks)}


def _about(wording: Wording) -> dict[str, str]:
    content = wording.content
    return {
        "title": wording.plain(content.title).strip() or content.name,
        "author": content.name,
        "created": _iso_date(content.date),
    }


def _iso_date(text: str) -> str:
    """2026-11-22, or 2026-11, or 2026 for a date as printed; empty where it is none."""
    try:
        year, month, day = parse_date(text)
    except ValueError:
        return ""
    return "-".join(f"{part:02}" for part in (year, month, day) if part is not None) if year else ""
