"""Failures stand in the log: the first at once, those that follow as a number. So a stranger cannot flood it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Event, RepeatedFailure, User
from ..models.event import Verb
from ..models.failed_sign_in import hash_name
from .lock import wait_for_turn

_SHORTEST, _LONGEST = 60, 3600  # seconds that are counted before the log has how many there were
_PER_ADDRESS, _ALL = 20, 500  # kinds of failures that are told apart at one time; of more no names, and no addresses


@transaction.atomic
def note_failure(
    *, verb: Verb, person: User | None, address: str, at: datetime, name: str = "", what: str = ""
) -> None:
    """`name` as it was typed, of which a keyed hash is kept; `what` is nothing that was typed. Asked of the database is
    the same, whoever is named: how long it takes tells nobody whether there is such a person.
    """
    wait_for_turn("failures")
    key = _key(verb, hash_name(name) if name else "", address, at=at)
    counted = RepeatedFailure.objects.filter(**key)
    if counted.update(count=F("count") + 1):
        _close(counted.filter(until__lte=at), at=at)
        return
    person_pk = person.pk if person and key["name_hash"] else 0
    until = at + timedelta(seconds=_SHORTEST)
    RepeatedFailure.objects.create(**key, person=person_pk, until=until, seconds=_SHORTEST)
    _log(verb, person_pk or None, f"{key['address']} {what}", at=at)


@transaction.atomic
def close_failures(*, at: datetime) -> None:
    """What has been counted long enough goes into the log, and what has ended is forgotten."""
    wait_for_turn("failures")
    ended = RepeatedFailure.objects.filter(until__lte=at)
    _close(ended.filter(count__gt=0), at=at)
    ended.delete()


def _key(verb: Verb, name_hash: str, address: str, *, at: datetime) -> dict:
    """Whoever has many addresses, or names many people, is counted together with the others."""
    told_apart = RepeatedFailure.objects.filter(until__gt=at)
    here = told_apart.filter(address=address)
    known = here.filter(verb=verb, name_hash=name_hash).count()
    in_all, at_address = told_apart.count(), here.count()
    if in_all >= _ALL and not known:
        return {"verb": verb, "name_hash": "", "address": ""}
    if at_address >= _PER_ADDRESS and not known:
        return {"verb": verb, "name_hash": "", "address": address}
    return {"verb": verb, "name_hash": name_hash, "address": address}


def _close(ended, *, at: datetime) -> None:
    for failure in ended.order_by("pk"):
        with translation.override(settings.LANGUAGE_CODE):  # the log is not in the language of whoever came
            said = _("%(count)s times more by %(time)s") % {
                "count": failure.count,
                "time": date_format(timezone.localtime(at), "H:i"),
            }
        _log(Verb(failure.verb), failure.person or None, f"{failure.address} {said}", at=at)
        failure.seconds = min(failure.seconds * 2, _LONGEST)
        failure.until, failure.count = at + timedelta(seconds=failure.seconds), 0
        failure.save()


def _log(verb: Verb, person_pk: int | None, detail: str, *, at: datetime) -> None:
    Event.objects.create(verb=verb, actor_id=person_pk, at=at, detail=detail.strip()[:200])
