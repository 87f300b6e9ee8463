"""The second factor: set up, shown at the sign-in, ended. Guessing its numbers is slowed like guessing passwords."""

from collections.abc import Sequence
from datetime import datetime

import pyotp
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Event, Passkey, RecoveryCode, SecondFactor, User
from ..models.failed_sign_in import Browser, SignInTry, mark_of
from ..models.second_factor import CODES, hash_recovery_code, is_required_of
from ..models.sign_in_slip import new_code, plain_code
from .errors import Refused
from .event import log
from .failed_sign_in import begin_sign_in, end_sign_in, fail_sign_in
from .repeated_failure import note_failure

_DIGITS = 6


def begin_second_factor(*, by: User, at: datetime) -> SecondFactor:
    """A secret that asks for nothing until its first number was typed. Where one is in use or set up now, that one."""
    new = SecondFactor(person=by, begun_at=at)
    new.secret = pyotp.random_base32()
    factor, _created = SecondFactor.objects.get_or_create(
        person=by, defaults={"encrypted_secret": new.encrypted_secret, "begun_at": at}
    )
    if not factor.confirmed_at and not factor.is_being_set_up(at):
        factor.encrypted_secret, factor.begun_at = new.encrypted_secret, at
        factor.save(update_fields=["encrypted_secret", "begun_at"])
    return factor


def confirm_second_factor(*, number: str, device: str, by: User, at: datetime) -> list[str]:
    """The recovery codes, which exist nowhere else. Raises Refused for a wrong number."""
    factor = SecondFactor.objects.filter(person=by, confirmed_at=None).first()
    if not factor:
        raise Refused(_("You have a second factor already."))
    _check_slowly(factor, number, device=device, at=at)
    with transaction.atomic():
        if not SecondFactor.objects.filter(pk=factor.pk, confirmed_at=None).update(confirmed_at=at):
            raise Refused(_("You have a second factor already."))
        log(verb=Event.Verb.FACTOR_SET_UP, actor=by, at=at)
        return _new_codes(by)


def check_second_factor(*, typed: str, device: str, by: User, at: datetime) -> None:
    """A number of the app or a recovery code. Raises Refused where it is neither, or serves no more."""
    factor = SecondFactor.objects.filter(person=by).exclude(confirmed_at=None).first()
    if not factor:
        raise Refused(_("You have no second factor."))
    if len(plain_code(typed)) > _DIGITS:
        _use_recovery_code(typed, by=by, at=at)
    else:
        _check_slowly(factor, plain_code(typed), device=device, at=at)


def renew_recovery_codes(*, typed: str, device: str, by: User, at: datetime) -> list[str]:
    """Those on the old sheet serve no more. Raises Refused."""
    check_second_factor(typed=typed, device=device, by=by, at=at)
    with transaction.atomic():
        log(verb=Event.Verb.FACTOR_CODES, actor=by, at=at)
        return _new_codes(by)


def end_second_factor(*, typed: str, device: str, by: User, at: datetime) -> None:
    """Raises Refused, also where the person's role needs one."""
    if is_required_of(by.pk):
        raise Refused(_("Your role needs a second factor: you can replace it, not go without one."))
    check_second_factor(typed=typed, device=device, by=by, at=at)
    forget_second_factor(person=by, at=at)


@transaction.atomic
def forget_second_factor(*, person: User, at: datetime, detail: str = "") -> None:
    """The person sets up another one. `detail` is who did it, where the person did not."""
    if SecondFactor.objects.filter(person=person).exclude(confirmed_at=None).exists():
        log(verb=Event.Verb.FACTOR_ENDED, actor=person, at=at, detail=detail)
    SecondFactor.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
    Passkey.objects.filter(person=person).delete()


@transaction.atomic
def set_up_outside(*, person: User, at: datetime, detail: str) -> tuple[str, list[str]]:
    """The key for the app and the recovery codes, for whoever runs commands on the server, whom `detail` names."""
    factor = begin_second_factor(by=person, at=at)
    factor.confirmed_at = at
    factor.save(update_fields=["confirmed_at"])
    log(verb=Event.Verb.FACTOR_SET_UP, actor=person, at=at, detail=detail)
    return factor.secret, _new_codes(person)


def _check_slowly(factor: SecondFactor, number: str, *, device: str, at: datetime) -> None:
    """Counted for the person, wherever from: who guesses has the password already, and may have many addresses. A known
    browser has a count of its own, and recovery codes are never slowed: so nobody is kept out by who guesses.
    """
    place = f"second factor {factor.person_id}"  # in the place of name and address: nobody has such ones
    tried = SignInTry(place, place, device, mark_of(f"{place} {number}"), Browser.KNOWN)
    if begin_sign_in(tried=tried, at=at):
        note_failure(
            verb=Event.Verb.FACTOR_PAUSED, person=factor.person, name=factor.person.username, address="", at=at
        )
        raise Refused(_("Too many wrong numbers. Wait a quarter of an hour, or use a recovery code."))
    step = factor.step_of(number, at=at)
    rows = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step or 0)
    if step is None or not rows.update(last_step=step):
        fail_sign_in(tried=tried)
        log(verb=Event.Verb.FACTOR_FAILED, actor=factor.person, at=at)
        raise Refused(_("This number is not right, or was used already. Wait for the next one of the app."))
    end_sign_in(tried=tried, at=at)


def _use_recovery_code(typed: str, *, by: User, at: datetime) -> None:
    """Of two at the same moment one gets in: the row itself says which."""
    found = RecoveryCode.objects.filter(person=by, code_hash=hash_recovery_code(typed, person_pk=by.pk), used_at=None)
    used = found.update(used_at=at)
    if used:
        log(verb=Event.Verb.FACTOR_RECOVERED, actor=by, at=at)
    else:
        note_failure(verb=Event.Verb.FACTOR_FAILED, person=by, name=by.username, address="", at=at)
        raise Refused(_("This recovery code is not on your newest sheet, or was used already."))


def _new_codes(person: User) -> list[str]:
    codes: Sequence[str] = [new_code() for _number in range(CODES)]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, code_hash=hash_recovery_code(code, person_pk=person.pk)) for code in codes
    )
    return [*codes]
