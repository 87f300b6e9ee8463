"""From content to a finished file."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from reports.documents.fonts import Role, find_faces
from reports.documents.restoring import ATTACHMENT
from reports.text.content import ReportContent
from reports.text.figures import parse_date
from reports.text.remarks import Remark, mark_remarks

from .annex import annex_rows
from .blocks import Block, compose, compose_table_head
from .errors import Unprintable
from .markup import block_markup, spacing_rules
from .options import PageStyle, RenderedPdf, Variant
from .page import css_lengths
from .remarks import Row, remark_rows
from .seam import Attached, write_pdf
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
    remarks: Sequence[Remark] = (),
) -> RenderedPdf:
    """The report as PDF; the same arguments and fonts give the same bytes.

    Raises Unprintable where the copy would be wrong. `reader` and `printed_at` show only with `style.mark_reader`,
    `remarks` in the variants that are about them.
    """
    marked = mark_remarks(content, remarks) if variant is Variant.ANNOTATED else content
    wording = Wording(marked, find_faces())
    template, context = _SETTERS[variant](wording, style, remarks)
    wording.check(final=variant is Variant.FINAL)
    mark = draw_watermark(wording.faces, variant, style, reader, printed_at)
    context |= {"centred": style.page_numbers_centred, "watermark": ADDRESS if mark else ""} | _common(wording)
    html = render_to_string(template, context)
    source = Attached(ATTACHMENT, json.dumps(content.to_dict(), ensure_ascii=False, indent=1).encode())
    data = write_pdf(html, context["faces"], source, {ADDRESS: mark} if mark else {})
    return RenderedPdf(data, html, wording.faces.substitutes(wording.roles))


def _report(wording: Wording, style: PageStyle, _remarks: Sequence[Remark]) -> tuple[str, dict[str, Any]]:
    if not any(section.heading.strip() or section.body.strip() for section in wording.content.sections):
        raise Unprintable("empty")
    return "documents/report.html", _set(compose(wording.content, style, wording))


def _annotated(wording: Wording, style: PageStyle, remarks: Sequence[Remark]) -> tuple[str, dict[str, Any]]:
    rows = remark_rows(wording, remarks)
    _template, context = _report(wording, style, remarks)
    wording.roles.add(Role.HEADING)
    head = compose_table_head(wording, "批注", "意见")
    return "documents/remarks.html", context | _with_remarks(head, rows)


def _remarks_only(wording: Wording, _style: PageStyle, remarks: Sequence[Remark]) -> tuple[str, dict[str, Any]]:
    wording.roles.add(Role.HEADING)
    rows = remark_rows(wording, remarks)
    return "documents/remarks.html", _set([]) | _with_remarks(compose_table_head(wording, "", "意见汇总表"), rows)


def _with_remarks(head: list[Block], rows: list[Row]) -> dict[str, Any]:
    return {"head": [block_markup(block) for block in head], "remarks": rows}


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


def _set(blocks: list[Block]) -> dict[str, Any]:
    return {"blocks": [block_markup(block) for block in blocks], "spacings": spacing_rules(blocks)}


def _common(wording: Wording) -> dict[str, Any]:
    faces, content = wording.faces, wording.content
    return {
        "title": wording.plain(content.title).strip() or content.name,
        "author": content.name,
        "created": _iso_date(content.date),
        "faces": [faces[role] for role in Role if role in wording.roles | {Role.SONG, Role.BODY}],
        "body_face": faces[Role.BODY].name,
        "heading_face": faces[Role.HEADING].name,
        "number_face": faces[Role.SONG].name,
        "page": css_lengths(number_ink=faces[Role.SONG].above("—")),
        "depths": range(1, 7),
    }


def _iso_date(text: str) -> str:
    """2026-11-22, or 2026-11, or 2026 for a date as printed; empty where it is none."""
    try:
        year, month, day = parse_date(text)
    except ValueError:
        return ""
    return "-".join(f"{part:02}" for part in (year, month, day) if part is not None) if year else ""
