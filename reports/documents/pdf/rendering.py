"""From content to a finished file."""

import json
from datetime import datetime

from django.template.loader import render_to_string

from reports.documents.fonts import Faces, Role, find_faces
from reports.text.content import ReportContent
from reports.text.figures import parse_date

from . import page
from .blocks import compose
from .errors import Unprintable
from .markup import block_markup
from .options import PageStyle, RenderedPdf, Variant
from .seam import Attached, write_pdf
from .wording import Wording

DEFAULT_STYLE = PageStyle()
_AIR = 0.5  # or the 22nd line would hang on the rounding of a sum


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
    faces = find_faces()
    wording = Wording(content, faces)
    blocks = compose(content, style, wording)
    if not any(section.heading.strip() or section.body.strip() for section in content.sections):
        raise Unprintable("empty")
    wording.check(final=variant is Variant.FINAL)
    used = [faces[role] for role in Role if role in wording.roles | {Role.SONG, Role.BODY}]
    html = render_to_string(
        "documents/report.html",
        {
            "title": wording.plain(content.title).strip() or content.name,
            "author": content.name,
            "created": iso_date(content.date),
            "blocks": [block_markup(block) for block in blocks],
            "faces": used,
            "body_face": faces[Role.BODY].name,
            "number_face": faces[Role.SONG].name,
            "page": page_lengths(faces),
            "centred": style.page_numbers_centred,
            "depths": range(1, 7),
        },
    )
    source = json.dumps(content.to_dict(), ensure_ascii=False, indent=1).encode()
    data = write_pdf(html, used, Attached("report.json", source))
    return RenderedPdf(data, html, faces.substitutes(wording.roles))


def page_lengths(faces: Faces) -> dict[str, str]:
    """The lengths that the style sheet needs."""
    top = page.TOP - page.LEADING
    bottom = page.PAGE_HEIGHT - top - page.LINES * page.PITCH - _AIR
    foot = page.PAGE_HEIGHT - page.TOP - page.HEIGHT
    lengths = {
        "top": top,
        "left": page.LEFT,
        "right": page.PAGE_WIDTH - page.LEFT - page.WIDTH,
        "bottom": bottom,
        "number_top": page.NUMBER_DROP - (foot - bottom) - faces[Role.SONG].above("—") * page.NUMBER_SIZE / 1000,
        "width": page.WIDTH,
        "pitch": page.PITCH,
        "size": page.SIZE,
        "title_size": page.TITLE_SIZE,
        "number_size": page.NUMBER_SIZE,
        "advance": page.ADVANCE,
        "indent": 2 * page.ADVANCE,
    }
    return {name: page.points(value) for name, value in lengths.items()}


def iso_date(text: str) -> str:
    """2026-11-22, or 2026-11, or 2026 for a date as printed; empty where it is none."""
    try:
        parts = parse_date(text)
    except ValueError:
        return ""
    year, month, day = parts
    if year is None:
        return ""
    return "-".join(f"{part:02}" for part in (year, month, day) if part is not None)
