"""HTML that is made here and not by a template, which calls thirty functions for each value that it writes."""

from html import escape

from django.utils.safestring import SafeString


def fill(html: str, **values: object) -> SafeString:
    """As Django's format_html, in a third of its calls. What is safe already stays as it is."""
    escaped = {name: value if isinstance(value, SafeString) else escape(str(value)) for name, value in values.items()}
    return SafeString(html.format_map(escaped))
