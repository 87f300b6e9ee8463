"""What a bound volume (汇编) has beside the reports in it: cover, contents, and the numbers that go on through it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports.gongwen.fonts import FontFace, FontFaces, FontRole
from reports.prose.content import ReportContent

from .annex import set_text
from .composition import compose_table_head
from .engine import write_pdf
from .markup import Markup
from .style_sheet import describe_page
from .typesetting import Typesetter

_LEVEL = "pdf/a-2u"  # the pages of many files: their tags, which level A asks for, end at each file's own tree
ENTRY_ADDRESS = "volume:"  # of a link in the contents, before the page's number


class VolumeEntry(NamedTuple):
    whose: str
    page: int


def typeset_cover(title: str, by: str, date: str, *, faces: FontFaces) -> bytes:
    """One page. Raises Unprintable, as the others do."""
    typesetter = _typesetter(title, faces)
    context = _head(typesetter) | {"lines": [_set(typesetter, by), _set(typesetter, date)]}
    return _write("gongwen/volume_cover.html", context, typesetter, centred=False)


def typeset_contents(title: str, entries: Sequence[VolumeEntry], *, centred: bool, faces: FontFaces) -> bytes:
    """With a link for each entry to ENTRY_ADDRESS and its page."""
    typesetter = _typesetter("目　录", faces)
    rows = [(_set(typesetter, whose), f"{ENTRY_ADDRESS}{page}", page) for whose, page in entries]
    context = _head(typesetter) | {"title": title, "rows": rows}
    return _write("gongwen/volume_contents.html", context, typesetter, centred=centred)


def typeset_numbers(count: int, *, centred: bool, faces: FontFaces) -> bytes:
    """Pages with nothing but their numbers, from 1."""
    return _write(
        "gongwen/volume_numbers.html", {"title": "页码", "pages": range(count)}, _typesetter("", faces), centred=centred
    )


def _typesetter(title: str, faces: FontFaces) -> Typesetter:
    return Typesetter(ReportContent(title=title, unit="", post="", name=""), faces).as_written()


def _head(typesetter: Typesetter) -> dict[str, Any]:
    head = compose_table_head(typesetter, "", "")
    markup = Markup()
    blocks = [markup.block(block) for block in head]
    return {"title": typesetter.content.title, "blocks": blocks, "markup": markup}


def _set(typesetter: Typesetter, text: str) -> SafeString:
    return set_text(typesetter, text, FontRole.BODY)


def _write(template: str, context: dict[str, Any], typesetter: Typesetter, *, centred: bool) -> bytes:
    typesetter.check(final=True)
    used = typesetter.used_faces()
    style = _print_style_sheet(used, centred=centred)
    fonts = typesetter.faces.identity()
    spacings = context["markup"].spacings if "markup" in context else {}
    html = render_to_string(template, context)
    return write_pdf(html, style=style, faces=used, fonts=fonts, level=_LEVEL, spacings=spacings)


@lru_cache(maxsize=8)
def _print_style_sheet(faces: tuple[FontFace, ...], *, centred: bool) -> str:
    sides = [("bottom-center", "")] if centred else [("bottom-right", ":right"), ("bottom-left", ":left")]
    return render_to_string("gongwen/volume.css", describe_page(faces) | {"centred": centred, "sides": sides})
