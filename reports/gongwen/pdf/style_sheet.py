"""The style sheet of the page: one for all reports of one setting, so that it is printed and read only once."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string

from reports.gongwen.fonts import FontFace, FontRole

from .page import LINES, css_lengths
from .watermark import ADDRESS


@lru_cache(maxsize=32)
def print_style_sheet(faces: tuple[FontFace, ...], *, centred: bool, watermarked: bool) -> str:
    """`centred` says where the page numbers stand."""
    context = describe_page(faces) | {"centred": centred, "watermark": ADDRESS if watermarked else ""}
    return render_to_string("gongwen/style_sheet.css", context)


def describe_page(faces: tuple[FontFace, ...]) -> dict[str, Any]:
    """What every style sheet of the page is printed from. Among `faces` are the body's and the page numbers'."""
    by_role = {face.role: face for face in faces}
    return {
        "faces": faces,
        "body_face": by_role[FontRole.BODY].name,
        "number_face": by_role[FontRole.SONG].name,
        "page": css_lengths(number_ink=by_role[FontRole.SONG].above("—")),
        "depths": range(1, 7),
        "blanks": range(1, 6),  # lines below a block: one below the head, and what fills a page
        "slots": range(1, LINES + 1),  # of a row
        "together": range(2, 10),  # lines of a heading that runs into its paragraph, and one more
    }
