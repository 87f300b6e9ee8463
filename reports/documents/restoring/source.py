"""The structured source that our files carry, read back with suspicion: anybody can write such a file."""

import json
from collections.abc import Iterable, Sized
from typing import Any

from reports.models.figure import VALUE_LENGTH
from reports.models.saved_text import BODY_LENGTH
from reports.prose.blanks import LABEL_LENGTH
from reports.prose.content import Numbering, ReportContent, SectionKind
from reports.prose.figures import FigureKind

_MOST_PARTS = 2000  # sections, figures or attachments; what a report can have is judged where one is started


def parse_source(source: bytes | str) -> ReportContent:
    """The content in a file's source. Raises ValueError where it is not what `ReportContent.to_dict` gives."""
    try:
        data = json.loads(source)
        _check_strings(data)
        content = ReportContent.from_dict(data)
        _check_fields(content)
        _check_kinds(content)
        _check_lengths(content)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return content


def _check_strings(data: Any) -> None:
    """Every leaf must be a text, and one that a database can hold."""
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            _check_strings(value)
    elif not isinstance(data, str):
        raise TypeError(type(data).__name__)
    elif "\0" in data or any("\ud800" <= character <= "\udfff" for character in data):
        raise ValueError("a character that is no text")


def _check_fields(content: ReportContent) -> None:
    """Every field that is no list of records must be a text."""
    records: Iterable[Any] = (content, *content.sections, *content.figures, *content.attachments)
    for record in records:
        values = (getattr(record, name) for name in record.__slots__)
        if not all(isinstance(value, str | tuple) for value in values):
            raise TypeError("a list or an object in place of a text")


def _check_kinds(content: ReportContent) -> None:
    Numbering(content.numbering)
    for section in content.sections:
        SectionKind(section.kind)
    for figure in content.figures:
        FigureKind(figure.kind)


def _check_lengths(content: ReportContent) -> None:
    """Refuses more than a report on this site can hold. Long titles and headings pass: they are shortened later."""
    lengths: list[tuple[Sized, int]] = [
        (parts, _MOST_PARTS) for parts in (content.sections, content.figures, content.attachments)
    ]
    lengths += [(section.body, BODY_LENGTH) for section in content.sections]
    lengths += [(attachment.body, BODY_LENGTH) for attachment in content.attachments]
    for figure in content.figures:
        lengths += [(figure.label, LABEL_LENGTH), (figure.value, VALUE_LENGTH), (figure.source, VALUE_LENGTH)]
    if any(len(held) > limit for held, limit in lengths):
        raise ValueError("too long")
