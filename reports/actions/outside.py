"""What commands on the server do to accounts, and what they take away. Nobody has signed in there: the log has it under
the name of whoever it is about, and says so. Of accounts they are told, and the auditors are.
"""

import os
from datetime import datetime
from getpass import getuser

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..models import Report, User
from ..models.confirmation import Subject
from ..models.event import Verb
from ..models.notice import NoticeKind
from ..models.second_factor import is_required_of
from ..models.user import administrator_made
from .event import log
from .notification import tell_people
from .second_factor import forget_second_factor, set_up_outside
from .session import forget_sessions

_APPOINTED = {Subject.AUDITOR: NoticeKind.APPOINTED, Subject.ADMINISTRATOR: NoticeKind.ADMINISTERS}


@transaction.atomic
def appoint_outside(*, person: User, right: Subject, at: datetime) -> None:
    auditors = [*User.objects.auditors()]  # those before
    User.objects.filter(pk=person.pk).update(**{right: True})
    _log(Verb.APPOINTED, person, right, at=at)
    _tell(person, auditors, _APPOINTED[right], at=at)


@receiver(administrator_made)
def note_administrator(person: User, **_signal) -> None:
    """By `createsuperuser`, or whatever else calls the manager's method of that name; in its transaction."""
    at = timezone.now()
    _log(Verb.ACCOUNT_CREATED, person, at=at)
    appoint_outside(person=person, right=Subject.ADMINISTRATOR, at=at)


@transaction.atomic
def set_password_outside(*, person: User, password: str, at: datetime) -> None:
    """Which ends the person's sign-ins everywhere."""
    person.set_password(password)
    person.save(update_fields=["password"])
    forget_sessions(person=person)
    log(verb=Verb.PASSWORD_SET, actor=person, at=at, detail=operator())
    _tell(person, User.objects.auditors(), NoticeKind.WAY_IN, at=at)


@transaction.atomic
def renew_factor_outside(*, person: User, at: datetime) -> tuple[str, list[str]] | None:
    """Ends the second factor. Where the role needs one: the key for the app and the recovery codes of another."""
    forget_second_factor(person=person, at=at, detail=_said())
    _tell(person, User.objects.auditors(), NoticeKind.WAY_IN, at=at)
    return set_up_outside(person=person, at=at, detail=_said()) if is_required_of(person.pk) else None


def note_file_outside(*, name: str, of: User, at: datetime, report: Report | None = None) -> None:
    """Of a file that a command wrote there."""
    log(verb=Verb.EXPORTED_OUTSIDE, actor=of, at=at, report=report, detail=f"{name} · {operator()}")


def operator() -> str:
    """Who runs a command on the server, as the system names them; behind sudo, who called it."""
    try:
        return os.environ.get("SUDO_USER") or getuser()
    except (KeyError, OSError):  # a number without a name
        return str(os.getuid())


def _log(verb: Verb, person: User, *rights: Subject, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        said = " · ".join([*(str(right.label) for right in rights), _said()])
    log(verb=verb, actor=person, at=at, detail=f"{person.name} ({person.username}): {said}")


def _said() -> str:
    with translation.override(settings.LANGUAGE_CODE):  # the log is not in the language of whoever runs it
        return _("a command on the server, run by %(operator)s") % {"operator": operator()}


def _tell(person: User, auditors, kind: NoticeKind, *, at: datetime) -> None:
    tell_people(auditors, kind, by=person, at=at)
    tell_people([person], NoticeKind.OUTSIDE, by=None, at=at)
