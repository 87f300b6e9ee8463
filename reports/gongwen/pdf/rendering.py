"""From content to a finished file."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from reports.gongwen.fonts import FontFaces, FontRole
from reports.prose.content import ReportContent
from reports.prose.figures import parse_date
from reports.prose.remarks import Remark, mark_remarks, note_table

from .annex import annex_rows
from .block import SetBlock
from .composition import compose, compose_table_head
from .engine import Attached, write_pdf
from .errors import Unprintable
from .markup import Markup
from .options import ATTACHMENT, PageStyle, Variant
from .remark_table import remark_rows
from .style_sheet import print_style_sheet
from .typesetting import Typesetter
from .watermark import ADDRESS, draw_watermark

DEFAULT_STYLE = PageStyle()


def typeset(
    content: ReportContent,
    style: PageStyle = DEFAULT_STYLE,
    *,
    faces: FontFaces,
    variant: Variant = Variant.DRAFT,
    reader: str = "",
    printed_at: datetime | None = None,
    remarks: Sequence[Remark] = (),
    is_late: bool = False,
) -> bytes:
    """The report as PDF. The same arguments give the same bytes.

    Raises Unprintable where the copy would be wrong. `reader` and `printed_at` are printed as given, only with
    `style.mark_reader`. `remarks` and `is_late` only in the variants that list remarks.
    """
    marked = mark_remarks(content, remarks) if variant is Variant.ANNOTATED else content
    typesetter = Typesetter(marked, faces)
    template, context = _SETTERS[variant](typesetter, style, remarks, note_table(remarks, is_late=is_late))
    typesetter.check(final=variant is Variant.FINAL)
    source = json.dumps(content.to_dict(), ensure_ascii=False, indent=1).encode()
    mark = draw_watermark(typesetter.faces, variant, style, reader, printed_at)
    return write_pdf(
        render_to_string(template, context | _about(typesetter)),
        Attached(ATTACHMENT, source, with_seal_field=style.seal_field and variant is Variant.FINAL),
        style=print_style_sheet(typesetter.used_faces(), centred=style.page_numbers_centred, watermarked=bool(mark)),
        faces=typesetter.used_faces(),
        resources={ADDRESS: mark} if mark else {},
        spacings=context["markup"].spacings,
        fonts=faces.identity(),
    )


def _report(
    typesetter: Typesetter, style: PageStyle, _remarks: Sequence[Remark], _note: str
) -> tuple[str, dict[str, Any]]:
    return "gongwen/report.html", _set(_compose_report(typesetter, style))


def _compose_report(typesetter: Typesetter, style: PageStyle) -> list[SetBlock]:
    if not any(section.words.text.strip() for section in typesetter.content.sections):
        raise Unprintable("empty")
    return compose(typesetter.content, style, typesetter)


def _annotated(
    typesetter: Typesetter, style: PageStyle, remarks: Sequence[Remark], note: str
) -> tuple[str, dict[str, Any]]:
    blocks = _compose_report(typesetter, style)
    return _with_remarks(typesetter, blocks, compose_table_head(typesetter, "批注", f"意见{note}"), remarks)


def _remarks_only(
    typesetter: Typesetter, _style: PageStyle, remarks: Sequence[Remark], note: str
) -> tuple[str, dict[str, Any]]:
    return _with_remarks(typesetter, [], compose_table_head(typesetter, "", f"意见汇总表{note}"), remarks)


def _with_remarks(
    typesetter: Typesetter, blocks: list[SetBlock], head: list[SetBlock], remarks: Sequence[Remark]
) -> tuple[str, dict[str, Any]]:
    typesetter.roles.add(FontRole.HEADING)
    return "gongwen/remarks.html", _set(blocks, head) | {"remarks": remark_rows(typesetter, remarks)}


def _annex(
    typesetter: Typesetter, _style: PageStyle, _remarks: Sequence[Remark], _note: str
) -> tuple[str, dict[str, Any]]:
    typesetter.roles.add(FontRole.HEADING)
    rows = annex_rows(typesetter)
    return "gongwen/annex.html", _set(compose_table_head(typesetter, "附件", "数据表")) | {"rows": rows}


_SETTERS = {
    Variant.DRAFT: _report,
    Variant.FINAL: _report,
    Variant.ANNEX: _annex,
    Variant.ANNOTATED: _annotated,
    Variant.REMARKS: _remarks_only,
}


def _set(blocks: Sequence[SetBlock], head: Sequence[SetBlock] = ()) -> dict[str, Any]:
    """`head` stands above a table that follows the blocks."""
    markup = Markup()
    return {
        "blocks": [markup.block(block) for block in blocks],
        "head": [markup.block(block) for block in head],
        "markup": markup,
    }


def _about(typesetter: Typesetter) -> dict[str, str]:
    content = typesetter.content
    return {
        "title": typesetter.plain(content.title).strip() or content.name or "述职报告",  # PDF/UA-1 asks for one
        "author": content.name,
        "created": _iso_date(content.date),
    }


def _iso_date(text: str) -> str:
    """2026-11-22, 2026-11 or 2026 for a date as printed. Empty for any other text."""
    try:
        year, month, day = parse_date(text)
    except ValueError:
        return ""
    return "-".join(f"{part:02}" for part in (year, month, day) if part is not None) if year else ""
