"""Who writes for whom: an author names an assistant, who accepts or declines; either ends it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Assistance, Event, User
from ..models.notice import NoticeKind
from .errors import Refused
from .event import log
from .notification import tell_person

GONE = gettext_lazy("This request is not open any more. Look at the list as it is now.")


@transaction.atomic
def name_assistant(*, author: User, assistant: User, may_submit: bool, at: datetime) -> Assistance:
    """Asks `assistant` to write in the author's reports. Naming the person again changes whether they may submit;
    naming whom an organiser has proposed asks them now.
    """
    if assistant == author:
        raise Refused(_("You cannot be your own assistant."))
    was_proposed = Assistance.objects.filter(author=author, assistant=assistant, is_proposed=True).exists()
    named, is_new = Assistance.objects.update_or_create(
        author=author, assistant=assistant, defaults={"may_submit": may_submit, "is_proposed": False}
    )
    if obstacle := _obstacle(named):
        advice = _("Name somebody who has no part in the review.")
        raise Refused(f"{obstacle} {advice}")
    log(verb=Event.Verb.ASSISTANT_NAMED, actor=author, at=at, detail=assistant.name)
    if is_new or was_proposed:
        tell_person(assistant, NoticeKind.NAMED, by=author, at=at)
    return named


@transaction.atomic
def accept_assistance(*, assistance: Assistance, at: datetime) -> None:
    """From now on the assistant may write. Raises Refused where a duty has come between, or the request is gone."""
    author, assistant = assistance.author, assistance.assistant
    if not Assistance.objects.filter(pk=assistance.pk, accepted_at=None, is_proposed=False).update(accepted_at=at):
        raise Refused(str(GONE))
    if obstacle := _obstacle(assistance):
        advice = _("So you cannot accept. Decline, so that %(name)s names somebody else.") % {"name": author.name}
        raise Refused(f"{obstacle} {advice}")
    log(verb=Event.Verb.ASSISTANCE_ACCEPTED, actor=assistant, at=at, detail=author.name)
    tell_person(author, NoticeKind.CONSENTED, by=assistant, at=at)


@transaction.atomic
def end_assistance(*, assistance: Assistance, by: User, at: datetime) -> None:
    """By either side, at once. An assistant who has not accepted yet declines by it."""
    author, assistant = assistance.author, assistance.assistant
    other = assistant if by == author else author
    verb, kind = Event.Verb.ASSISTANCE_DECLINED, NoticeKind.UNWILLING
    if by == author:
        verb, kind = Event.Verb.ASSISTANT_REMOVED, NoticeKind.DISMISSED
    elif assistance.is_accepted:
        verb, kind = Event.Verb.ASSISTANCE_ENDED, NoticeKind.LEFT
    if not Assistance.objects.filter(pk=assistance.pk).delete()[0]:
        raise Refused(str(GONE))
    log(verb=verb, actor=by, at=at, detail=other.name)
    tell_person(other, kind, by=by, at=at)


def _obstacle(assistance: Assistance) -> str:
    """Why the person cannot assist, in words. Empty where they can."""
    found = Assistance.objects.with_obstacle().get(pk=assistance.pk).obstacle
    return Assistance.Obstacle(found).label % {"name": assistance.assistant.name} if found else ""
