"""Quotation marks, book title marks and brackets within marks of the same kind."""

import re
from collections.abc import Iterator

from .registry import CheckedText, Severity, Span, register

_MARKS = re.compile(r"[“”《》（）\n]")
_OPENED_BY = {"”": "“", "》": "《", "）": "（"}


@register(
    "nested",
    Severity.SHOULD,
    looks_for="“…“…”…”, 《…《…》…》, （…（…）…）: the inner ones are ‘’, 〈〉 and ［］",
    source="GB/T 15834-2011, 4.8.3.3, 4.9.3.7, 4.15.3.5",
)
def find_nested(checked: CheckedText) -> Iterator[Span]:
    """Where both are closed in the same paragraph; what is not closed is said by another check."""
    waiting: list[tuple[str, int]] = []
    inner: dict[int, list[Span]] = {}
    for match in _MARKS.finditer(checked.text):
        mark, place = match[0], match.start()
        if mark == "\n":
            waiting.clear()
        elif mark not in _OPENED_BY:
            waiting.append((mark, place))
        elif waiting and waiting[-1][0] == _OPENED_BY[mark]:
            opened, start = waiting.pop()
            yield from inner.pop(start, [])
            if waiting and waiting[-1][0] == opened:
                inner.setdefault(waiting[-1][1], []).append(Span(start, place + 1))
