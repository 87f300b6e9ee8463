"""Naming and removing assistants."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Assistance, Event, Review, User
from .errors import Refused
from .log import log


@transaction.atomic
def name_assistant(*, author: User, assistant: User, may_submit: bool, at: datetime) -> Assistance:
    """Lets `assistant` write in the author's reports. Naming again changes whether they may submit."""
    if assistant == author:
        raise Refused(_("You cannot be your own assistant."))
    if Review.objects.filter(report__author=author, reviewer=assistant).exclude_decided().exists():
        raise Refused(
            _("%(name)s reviews your report: nobody reviews what they help to write.") % {"name": assistant.name}
        )
    named, _created = Assistance.objects.update_or_create(
        author=author, assistant=assistant, defaults={"may_submit": may_submit}
    )
    log(verb=Event.Verb.ASSISTANT_NAMED, actor=author, at=at, detail=assistant.name)
    return named


@transaction.atomic
def remove_assistant(*, assistance: Assistance, at: datetime) -> None:
    """Takes the right back at once."""
    log(verb=Event.Verb.ASSISTANT_REMOVED, actor=assistance.author, at=at, detail=assistance.assistant.name)
    assistance.delete()
