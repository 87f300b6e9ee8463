"""Deleting what is older than it is kept, each whole or not at all. See docs/decisions/0081."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import (
    Event,
    Notice,
    Passkey,
    Presence,
    ReadReceipt,
    RecoveryCode,
    Reminder,
    Report,
    SavedView,
    SecondFactor,
    Session,
    SignInSlip,
    Unit,
    User,
)
from ..models.event import Verb
from ..models.retention import expired_drafts, expired_leavers, signed_something
from .errors import Refused
from .event import log

_KEYS_AND_HABITS = {
    Notice: "recipient",
    Passkey: "person",
    Presence: "person",
    ReadReceipt: "reader",
    RecoveryCode: "person",
    Reminder: "person",
    SavedView: "person",
    SecondFactor: "person",
    Session: "person",
    SignInSlip: "person",
}


@transaction.atomic
def delete_draft(*, key: int, by: User, at: datetime) -> bool:
    """With all that hangs on it. False where it is no old draft any more: somebody handed it in in this moment."""
    Report.objects.select_for_update().filter(pk=key).first()
    draft = expired_drafts(at).filter(pk=key).first()
    if draft is None:
        return False
    Event.objects.create(verb=Verb.DRAFT_DELETED, actor=by, at=at, report_id=key, cycle_id=draft.cycle_id)
    draft.delete()
    return True


@transaction.atomic
def erase_person(*, key: int, by: User, at: datetime) -> bool:
    """The account stays as that of nobody, under what it wrote for others. False where the person came back."""
    User.objects.select_for_update().filter(pk=key).first()
    person = expired_leavers(at).filter(pk=key).first()
    if person is None:
        return False
    for model, field in _KEYS_AND_HABITS.items():
        model._default_manager.filter(**{field: person}).delete()
    person.participations.update(reason="", due_reason="", duties="")
    Unit.organisers.through.objects.filter(user=person).delete()
    _empty(person, at=at)
    log(verb=Verb.PERSON_ERASED, actor=by, at=at, detail=person.username)
    return True


def _empty(person: User, *, at: datetime) -> None:
    if not signed_something(person):
        person.name = pseudonym(person)
    person.username = f"left-{person.pk}"
    person.post = person.staff_number = person.phone = person.email = ""
    person.unit, person.last_login, person.erased_at = None, None, at
    person.is_staff = person.is_auditor = person.large_print = False
    person.set_unusable_password()
    person.save()


def pseudonym(person: User) -> str:
    """In the language of the site: it is stored."""
    with override(settings.LANGUAGE_CODE):
        return _("Person %s, who left") % person.pk


@transaction.atomic
def hold(*, person: User, reason: str, by: User, at: datetime) -> None:
    """Nothing of the person is deleted until the hold ends, nor any row of the log. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why the data are held back."))
    User.objects.filter(pk=person.pk).update(hold_reason=reason.strip()[:200])
    log(verb=Verb.HELD, actor=by, at=at, detail=f"{person.name} ({person.username})")


@transaction.atomic
def end_hold(*, person: User, by: User, at: datetime) -> None:
    """Raises Refused."""
    if not User.objects.filter(pk=person.pk).exclude(hold_reason="").update(hold_reason=""):
        raise Refused(_("Nothing of this person is held back."))
    log(verb=Verb.HOLD_ENDED, actor=by, at=at, detail=f"{person.name} ({person.username})")
