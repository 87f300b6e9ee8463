"""The checks, by what of the page they look at, in the order of the sheet."""

from ..registry import checks_of
from . import attachments, byline, ending, file, grid, page, page_numbers, readability, typography

CHECKS = checks_of(readability, page, grid, typography, byline, page_numbers, ending, attachments, file)
