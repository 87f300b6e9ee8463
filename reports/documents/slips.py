"""Sign-in slips as paper: several to a page, to be cut apart. Made in memory and kept nowhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from ..gongwen.fonts import FontRole
from ..gongwen.pdf.engine import write_pdf
from . import workers
from .rendering import site_faces

ON_A_PAGE = 6
_LINE = 20  # characters, of which the widest are W
_ROLES = (FontRole.HEADING, FontRole.BODY, FontRole.RARE)


class PrintedSlip(NamedTuple):
    unit: str
    name: str
    post: str
    username: str
    staff_number: str
    code: str

    @property
    def is_long(self) -> bool:
        """Whether the name or number that is typed takes more than a line."""
        return max(len(self.username), len(self.staff_number)) > _LINE


def print_slips(slips: Sequence[PrintedSlip], *, valid_until: datetime, address: str, contact: str) -> bytes:
    """A PDF, in the order given. `contact` is whom to call. Raises NotDone."""
    return workers.make(_write, list(slips), timezone.localdate(valid_until), address, contact)


def _write(slips: list[PrintedSlip], last_day, address: str, contact: str) -> bytes:
    """In the language of the site, not in that of the organiser."""
    site = site_faces()
    faces = tuple(site[role] for role in _ROLES)
    pages = [slips[start : start + ON_A_PAGE] for start in range(0, len(slips), ON_A_PAGE)]
    with override(settings.LANGUAGE_CODE):
        told = {"pages": pages, "last_day": last_day, "address": address, "contact": contact}
        html = render_to_string("sign_in_slip/paper.html", told)
        style = render_to_string("sign_in_slip/paper.css", {"faces": faces})
    return write_pdf(html, style=style, faces=faces, fonts=site.identity())
