"""From content to a finished file."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from reports.documents.fonts import Faces, Role
from reports.text.content import ReportContent
from reports.text.figures import parse_date
from reports.text.remarks import Remark, mark_remarks, note_apart

from .annex import annex_rows
from .blocks import Block, compose, compose_table_head
from .errors import Unprintable
from .markup import block_markup, spacing_rules
from .options import ATTACHMENT, PageStyle, RenderedPdf, Variant
from .remarks import remark_rows
from .seam import Attached, write_pdf
from .style_sheet import print_style_sheet
from .watermark import ADDRESS, draw_watermark
from .wording import Wording

DEFAULT_STYLE = PageStyle()


def render_pdf(
    content: ReportContent,
    *,
    faces: Faces,
    variant: Variant = Variant.DRAFT,
    style: PageStyle = DEFAULT_STYLE,
    reader: str = "",
    printed_at: datetime | None = None,
    remarks: Sequence[Remark] = (),
) -> RenderedPdf:
    """The report as PDF; the same arguments give the same bytes.

    Raises Unprintable where the copy would be wrong. `reader` and `printed_at`, as they are written there, show only
    with `style.mark_reader`, `remarks` in the variants that are about them.
    """
    marked = mark_remarks(content, remarks) if variant is Variant.ANNOTATED else content
    wording = Wording(marked, faces)
    template, context = _SETTERS[variant](wording, style, remarks)
    wording.check(final=variant is Variant.FINAL)
    mark = draw_watermark(wording.faces, variant, style, reader, printed_at)
    data = write_pdf(
        render_to_string(template, context | _about(wording)),
        Attached(ATTACHMENT, json.dumps(content.to_dict(), ensure_ascii=False, indent=1).encode()),
        style=print_style_sheet(wording.used_faces(), centred=style.page_numbers_centred, watermarked=bool(mark)),
        faces=wording.used_faces(),
        resources={ADDRESS: mark} if mark else {},
        fonts=faces.identity(),
    )
    return RenderedPdf(data, wording.faces.substitutes(wording.roles))


def _report(wording: Wording, style: PageStyle, _remarks: Sequence[Remark]) -> tuple[str, dict[str, Any]]:
    return "documents/report.html", _set(_compose_report(wording, style))


def _compose_report(wording: Wording, style: PageStyle) -> list[Block]:
    if not any(section.heading.strip() or section.body.strip() for section in wording.content.sections):
        raise Unprintable("empty")
    return compose(wording.content, style, wording)


def _annotated(wording: Wording, style: PageStyle, remarks: Sequence[Remark]) -> tuple[str, dict[str, Any]]:
    blocks = _compose_report(wording, style)
    return _with_remarks(wording, blocks, compose_table_head(wording, "批注", f"意见{note_apart(remarks)}"), remarks)


def _remarks_only(wording: Wording, _style: PageStyle, remarks: Sequence[Remark]) -> tuple[str, dict[str, Any]]:
    return _with_remarks(wording, [], compose_table_head(wording, "", f"意见汇总表{note_apart(remarks)}"), remarks)


def _with_remarks(
    wording: Wording, blocks: list[Block], head: list[Block], remarks: Sequence[Remark]
) -> tuple[str, dict[str, Any]]:
    wording.roles.add(Role.HEADING)
    return "documents/remarks.html", _set(blocks, head) | {"remarks": remark_rows(wording, remarks)}


def _annex(wording: Wording, _style: PageStyle, _remarks: Sequence[Remark]) -> tuple[str, dict[str, Any]]:
    wording.roles.add(Role.HEADING)
    rows = annex_rows(wording)
    return "documents/annex.html", _set(compose_table_head(wording, "附件", "数据表")) | {"rows": rows}


_SETTERS = {
    Variant.DRAFT: _report,
    Variant.FINAL: _report,
    Variant.ANNEX: _annex,
    Variant.ANNOTATED: _annotated,
    Variant.REMARKS: _remarks_only,
}


def _set(blocks: Sequence[Block], head: Sequence[Block] = ()) -> dict[str, Any]:
    """`head` stands above a table that follows the blocks."""
    return {
        "blocks": [block_markup(block) for block in blocks],
        "head": [block_markup(block) for block in head],
        "spacings": spacing_rules([*blocks, *head]),
    }


def _about(wording: Wording) -> dict[str, str]:
    content = wording.content
    return {
        "title": wording.plain(content.title).strip() or content.name or "述职报告",  # PDF/UA-1 asks for one
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
