"""A person leaves, or comes back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Event, SignInSlip, User
from .errors import Refused
from .event import log


@transaction.atomic
def deactivate(*, person: User, by: User, at: datetime) -> None:
    """Signs the person out everywhere, and keeps them out: a slip that was issued opens nothing. Raises Refused.

    What they have written stays; whoever deactivates is active and stays so, so the site keeps an administrator.
    """
    if person == by:
        raise Refused(_("You cannot deactivate your own account. Ask another administrator."))
    if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        SignInSlip.objects.filter(person=person).unused().update(withdrawn_at=at)
        log(verb=Event.Verb.DEACTIVATED, actor=by, at=at, detail=f"{person.name} ({person.username})")


@transaction.atomic
def reactivate(*, person: User, by: User, at: datetime) -> None:
    """With the password that the person had."""
    if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        log(verb=Event.Verb.REACTIVATED, actor=by, at=at, detail=f"{person.name} ({person.username})")
