"""Text that was left open: the signs that the importer reads as blanks, and notes to oneself."""

import re
from collections.abc import Iterator

from ..parsing.placeholders import Shape, find_placeholders
from .registry import CheckedText, Severity, Span, register

_NOTES = re.compile(
    r"(?<![有尚还亟仍])待(?:补充?(?!偿|缺|贴|助|录|选)|填写?|添加)(?=[。，；、！？）)\]】\s]|$)"
    r"|此处(?:填写?|补充|待[补填])|(?<![A-Za-z])(?:TODO|TBD|FIXME)(?![A-Za-z])|[?？]{2,}"
)


@register("unfinished", Severity.MUST)
def find_unfinished(checked: CheckedText) -> Iterator[Span]:
    """XX, 某某, *, ＿＿, （ ）, 待补充. A blank 【label】 is none: its figure is asked for by itself."""
    holders = find_placeholders(checked.text)
    spans = [(holder.start, holder.end) for holder in holders if holder.shape is not Shape.LABEL]
    labels = [(holder.start, holder.end) for holder in holders if holder.shape is Shape.LABEL]
    spans += [match.span() for match in _NOTES.finditer(checked.text)]
    yield from (span for span in _apart(sorted(spans), labels) if checked.text[slice(*span)] != "某")


@register("concealed", Severity.SHOULD)
def find_concealed(checked: CheckedText) -> Iterator[Span]:
    """某镇, 某公司: a name left out, perhaps on purpose."""
    for holder in find_placeholders(checked.text):
        if holder.shape is not Shape.LABEL and checked.text[holder.start : holder.end] == "某":
            yield holder.start, holder.end


def _apart(spans: list[Span], labels: list[Span]) -> Iterator[Span]:
    """Those that overlap neither an earlier one nor a label. Both lists are sorted."""
    reached = 0
    waiting = iter(labels)
    label = next(waiting, None)
    for start, end in spans:
        while label and label[1] <= start:
            label = next(waiting, None)
        if start >= reached and not (label and label[0] < end):
            reached = end
            yield start, end
