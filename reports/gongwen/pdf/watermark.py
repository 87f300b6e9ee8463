"""A faint mark behind the text, drawn as outlines: nobody who copies the text copies the mark with it."""

from datetime import datetime

from reports.gongwen.fonts import FontFaces, FontRole

from . import page
from .options import PageStyle, Variant

ADDRESS = "report:watermark.svg"
_DRAFT = "草稿"
_DRAFT_SIZE, _READER_SIZE = 170, 24
_DRAFT_COLOUR, _READER_COLOUR = "#ececec", "#e2e2e2"
_ANGLE = -40


def draw_watermark(
    faces: FontFaces, variant: Variant, style: PageStyle, reader: str, printed_at: datetime | None
) -> bytes | None:
    """The mark of one page as SVG. None for a copy that carries none."""
    marks = []
    if variant in {Variant.DRAFT, Variant.ANNOTATED}:
        marks.append(_text(faces, _DRAFT, _DRAFT_SIZE, _DRAFT_COLOUR, 0))
    if style.mark_reader:
        text = f"{reader} {_moment(printed_at)}".strip()
        marks += [_text(faces, text, _READER_SIZE, _READER_COLOUR, drop) for drop in (-220, 220)]
    return _svg("".join(marks)) if marks else None


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _svg(marks: str) -> bytes:
    width, height = page.points(page.PAGE_WIDTH), page.points(page.PAGE_HEIGHT)
    half_width, half_height = page.PAGE_WIDTH / 2, page.PAGE_HEIGHT / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{-half_width:.2f} {-half_height:.2f} {page.PAGE_WIDTH:.2f} {page.PAGE_HEIGHT:.2f}">{marks}</svg>'
    ).encode()


def _text(faces: FontFaces, text: str, size: float, colour: str, drop: float) -> str:
    """One slanting line of text, across the middle or `drop` points below it."""
    paths, x = [], 0
    for character in text:
        role = faces.for_character(FontRole.HEADING, character)
        if role:
            path, advance = faces[role].outline(character)
            paths.append(f'<path transform="translate({x} 0)" d="{path}"/>')
            x += advance
    scale = size / 1000
    place = f"translate(0 {drop}) rotate({_ANGLE}) scale({scale} {-scale}) translate({-x / 2:.0f} -380)"
    return f'<g fill="{colour}" transform="{place}">{"".join(paths)}</g>'
