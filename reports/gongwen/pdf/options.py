"""What can be chosen about a PDF, and what its files are known by."""

from dataclasses import dataclass
from enum import StrEnum

from reports.prose.content import BylineStyle

ATTACHMENT = "report.json"  # the file inside every PDF that holds what it was made from
SEAL = "seal"  # the field for a signature where the seal goes
# Rises with every change after which the same content, style and fonts give other pages: kept drafts are then made
# anew. tests/gongwen/test_output.py fails where that was forgotten. Published files stay as they are.
OUTPUT = 12


class Variant(StrEnum):
    DRAFT = "draft"  # watermark 草稿, unfilled blanks as gaps
    FINAL = "final"  # refuses unfilled blanks
    ANNEX = "annex"  # only the table of all figures
    ANNOTATED = "annotated"  # the draft with marks at the passages commented on, and the table of remarks after it
    REMARKS = "remarks"  # only the table of remarks (意见汇总表)


@dataclass(frozen=True, slots=True)
class PageStyle:
    """What a cycle chooses, and the site. With `mark_reader` every copy faintly carries the reader's name and the time.
    With `seal_field` final copies that end with signature and date have a field there, to be signed.
    """

    byline_place: str = BylineStyle.TITLE
    page_numbers_centred: bool = False
    mark_reader: bool = False
    seal_field: bool = False
