"""A person's sign-ins are noted, and ended from elsewhere."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Event, Session, User
from ..models.session import NOTED_AFTER
from .errors import Refused
from .event import log


def note_use(*, session: Session, at: datetime) -> None:
    """Once in ten minutes. A session that was ended meanwhile stays so."""
    if at - session.last_used_at >= NOTED_AFTER:
        Session.objects.filter(pk=session.pk).update(last_used_at=at)


@transaction.atomic
def end_session(*, session: Session, by: User, at: datetime) -> None:
    """Its next request is that of a stranger."""
    if not Session.objects.filter(pk=session.pk, person=by).delete()[0]:
        raise Refused(_("This sign-in has ended already."))
    log(verb=Event.Verb.SIGNED_OUT_ELSEWHERE, actor=by, at=at, detail=session.address)


@transaction.atomic
def end_other_sessions(*, sitting: str, by: User, at: datetime) -> None:
    """All but this one. One row of the log names from where they were."""
    others = Session.objects.of(by).exclude(sitting=sitting)
    addresses = dict.fromkeys(others.order_by("began_at").values_list("address", flat=True))
    if not others.delete()[0]:
        raise Refused(_("You are signed in nowhere else."))
    log(verb=Event.Verb.SIGNED_OUT_ELSEWHERE, actor=by, at=at, detail="、".join(addresses))


def forget_sessions(*, person: User, kept: str | None = None) -> None:
    """They open nothing any more: the password is another, or the person has left. `kept` is a key."""
    Session.objects.filter(person=person).exclude(pk=kept or "").delete()


def forget_expired_sessions(*, at: datetime) -> None:
    Session.objects.filter(expire_date__lte=at).delete()
