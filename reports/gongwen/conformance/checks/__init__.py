"""The checks, by what of the page they look at, in the order of the sheet."""

from ..registry import checks_of
from . import (
    attachments,
    baselines,
    byline,
    ending,
    file,
    grid,
    headings,
    ink,
    page,
    page_numbers,
    readability,
    safety,
    shapes,
    source,
    spacing,
    tables,
    typography,
)

CHECKS = checks_of(
    readability,
    page,
    grid,
    spacing,
    baselines,
    tables,
    typography,
    shapes,
    ink,
    byline,
    page_numbers,
    ending,
    attachments,
    file,
    safety,
    headings,
    source,
)
