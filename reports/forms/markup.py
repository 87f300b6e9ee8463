"""HTML that is made here and not by a template, which calls thirty functions for each value that it writes."""

import re
from collections.abc import Callable
from functools import cache, wraps
from html import escape
from typing import TypeVar

from django.utils.safestring import SafeString
from django.utils.translation.trans_real import catalog

_Words = TypeVar("_Words")

_has_signs = re.compile("[&<>\"']").search


def fill(html: str, **values: object) -> SafeString:
    """As Django's format_html, in a tenth of its calls. What is safe already stays as it is."""
    escaped = {
        name: value if type(value) is SafeString else escape(text) if _has_signs(text := str(value)) else text
        for name, value in values.items()
    }
    return SafeString(html.format_map(escaped))


def once_for_each_catalogue(words: Callable[[], _Words]) -> Callable[[], _Words]:
    """For texts that are translated and the same each time. A catalogue that is read anew is another one."""
    found = cache(lambda _catalogue: words())
    return wraps(words)(lambda: found(catalog()))
