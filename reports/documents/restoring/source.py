"""The structured source that our files carry, read back with suspicion: anybody can write such a file."""

import json
from typing import Any

from reports.text.content import Numbering, ReportContent, SectionKind
from reports.text.figures import FigureKind


def parse_source(source: bytes | str) -> ReportContent:
    """The content in a file's source. Raises ValueError where it is not what `ReportContent.to_dict` gives."""
    try:
        data = json.loads(source)
        _check_strings(data)
        content = ReportContent.from_dict(data)
        _check_kinds(content)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return content


def _check_strings(data: Any) -> None:
    """Only texts at the end of every branch."""
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            _check_strings(value)
    elif not isinstance(data, str):
        raise TypeError(type(data).__name__)


def _check_kinds(content: ReportContent) -> None:
    Numbering(content.numbering)
    for section in content.sections:
        SectionKind(section.kind)
    for figure in content.figures:
        FigureKind(figure.kind)
