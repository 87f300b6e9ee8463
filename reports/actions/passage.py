"""Words set into a section, below what stands there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Event, Section, User
from .errors import Refused
from .event import log_sitting
from .section import StaleSection, lock_for_writing, store_section


@transaction.atomic
def insert_passage(*, section: Section, version: int, text: str, by: User, at: datetime) -> None:
    """Below what stands in the section; nothing of it is replaced. Raises Refused where it is locked, StaleSection
    where it is not `version` any more, the one that was looked at.
    """
    if not lock_for_writing(section):
        raise Refused(_("This section is locked. Nothing was changed."))
    section.refresh_from_db(fields=["heading", "body", "version", "saved_by"])
    if section.version != version:
        raise StaleSection(section)
    body = "\n".join(filter(None, [section.body.rstrip("\n"), text]))
    store_section(section=section, words=section.words._replace(body=body), tab="", by=by, at=at)
    log_sitting(verb=Event.Verb.WROTE, actor=by, at=at, report=section.report, detail=section.name_in_log)
