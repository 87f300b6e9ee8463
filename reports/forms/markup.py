"""HTML that is made here and not by a template, which calls thirty functions for each value that it writes."""

import re
from html import escape

from django.utils.safestring import SafeString

_has_signs = re.compile("[&<>\"']").search


def fill(html: str, **values: object) -> SafeString:
    """As Django's format_html, in a tenth of its calls. What is safe already stays as it is."""
    escaped = {
        name: value if type(value) is SafeString else escape(text) if _has_signs(text := str(value)) else text
        for name, value in values.items()
    }
    return SafeString(html.format_map(escaped))
