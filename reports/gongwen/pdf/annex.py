"""The figures annex: every figure with last year's value, the change and the source."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.gongwen.fonts import FontRole
from reports.prose.content import FigureContent
from reports.prose.figures import print_change, print_value

from .errors import Unprintable
from .markup import face_class
from .typesetting import Typesetter


@dataclass(frozen=True, slots=True)
class AnnexRow:
    label: SafeString
    value: SafeString
    previous: SafeString
    change: SafeString
    source: SafeString


def annex_rows(typesetter: Typesetter) -> list[AnnexRow]:
    """One row for each figure, in the report's order. Raises Unprintable where there is none."""
    if not typesetter.content.figures:
        raise Unprintable("no_figures")
    return [_row(typesetter, figure) for figure in typesetter.content.figures]


def _row(typesetter: Typesetter, figure: FigureContent) -> AnnexRow:
    change = print_change(figure.unit, figure.value, figure.previous, typesetter.content.rounding)
    texts = (figure.label, _with_unit(figure, figure.value), _with_unit(figure, figure.previous), change, figure.source)
    return AnnexRow(*(set_text(typesetter, text, FontRole.BODY) for text in texts))


def _with_unit(figure: FigureContent, value: str) -> str:
    return f"{print_value(figure.kind, value)}{figure.unit}" if value.strip() else "—"


def set_text(typesetter: Typesetter, text: str, role: FontRole) -> SafeString:
    """WeasyPrint breaks the lines. Rare characters are set in the face that has them."""
    runs = typesetter.plain_runs(text, role)
    return format_html_join(
        "",
        "{}",
        (
            (
                run.text
                if run.face == role
                else format_html('<span class="{}">{}</span>', face_class(run.face), run.text),
            )
            for run in runs
        ),
    )
