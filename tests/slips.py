"""Sign-in slips as their readers have them: on paper."""

import re

import pypdfium2

from reports.actions.sign_in_slip import issue_on_paper
from reports.models import User
from reports.models.left_out import Issue

from .factories import MOMENT

PAPER = Issue("paper", is_for_one=True)


def codes_in(data: bytes) -> list[str]:
    return re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text_of(data))


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return text.replace("\ufffe", "-")  # pdfium takes a dash between letters for a broken word


def issue(person: User, *, by: User, at=MOMENT) -> str:
    """The code that is printed on the slip."""
    data = issue_on_paper(people=[person], issue=PAPER, address="http://testserver/", contact="", by=by, at=at)
    (code,) = codes_in(data)
    return code
