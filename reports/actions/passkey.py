"""Passkeys (WebAuthn): added, used in the place of the app's number, removed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ..models import Event, Passkey, SecondFactor, User
from ..models.passkey import PASSKEYS
from .errors import Refused
from .event import log
from .repeated_failure import note_failure
from .second_factor import check_second_factor

_SIZE = 20_000  # characters of an answer; without an attestation it has some hundred


@dataclass(frozen=True, slots=True)
class PasskeyAnswer:
    """What a device has answered, and what it was asked. `origin` is where this site is reached now, which must be what
    the device has signed.
    """

    said: str
    challenge: bytes
    origin: str


def ask_to_add(*, person: User, challenge: bytes, site: str) -> dict:
    """For the browser. The device gets no name to tell the person by but the sign-in name."""
    from webauthn import generate_registration_options, options_to_json  # noqa: PLC0415 - 11 MB, for who needs it

    options = generate_registration_options(
        rp_id=settings.PASSKEY_HOST,
        rp_name=site,
        user_name=person.username,
        user_display_name=person.name,
        user_id=salted_hmac("reports.passkey", str(person.pk), algorithm="sha256").digest(),
        challenge=challenge,
        exclude_credentials=_descriptors(Passkey.objects.filter(person=person)),
    )
    return json.loads(options_to_json(options))


def ask_to_show(*, person: User, challenge: bytes) -> dict:
    """As JSON, for the browser: one of the person's own."""
    from webauthn import generate_authentication_options, options_to_json  # noqa: PLC0415

    own = _descriptors(Passkey.objects.filter(person=person))
    options = generate_authentication_options(rp_id=settings.PASSKEY_HOST, challenge=challenge, allow_credentials=own)
    return json.loads(options_to_json(options))


def _descriptors(passkeys: Iterable[Passkey]) -> list:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415

    return [PublicKeyCredentialDescriptor(id=bytes(passkey.credential_id)) for passkey in passkeys]


@transaction.atomic
def add_passkey(*, name: str, answer: PasskeyAnswer, by: User, at: datetime) -> Passkey:
    """For who has an app and a sheet already: they are the way in without JavaScript or device. Raises Refused."""
    from webauthn import verify_registration_response  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    User.objects.select_for_update().get(pk=by.pk)
    if not SecondFactor.objects.filter(person=by).exclude(confirmed_at=None).exists():
        raise Refused(_("Set up the app first."))
    if Passkey.objects.filter(person=by).count() >= PASSKEYS:
        raise Refused(_("You have %s passkeys. Remove one that you do not use.") % PASSKEYS)
    try:
        made = verify_registration_response(credential=_whole(answer), **_expected(answer))
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise Refused(_("The device's answer does not fit. Try again.")) from error
    passkey = Passkey(person=by, name=name, added_at=at, sign_count=made.sign_count)
    passkey.credential_id, passkey.public_key = made.credential_id, made.credential_public_key
    try:
        with transaction.atomic():
            passkey.save()
    except IntegrityError as error:
        raise Refused(_("This device is registered already.")) from error
    log(verb=Event.Verb.PASSKEY_ADDED, actor=by, at=at, detail=name)
    return passkey


def check_passkey(*, answer: PasskeyAnswer, by: User, at: datetime) -> None:
    """Raises Refused."""
    if not _is_right(answer, by=by, at=at):
        note_failure(verb=Event.Verb.FACTOR_FAILED, person=by, name=by.username, address="", what=_("passkey"), at=at)
        raise Refused(_("The passkey was not accepted. Try again, or enter the number of your app."))


@transaction.atomic
def _is_right(answer: PasskeyAnswer, *, by: User, at: datetime) -> bool:
    """Whether one of the person's own was shown; of a device that counts, with a number that was not seen before."""
    from webauthn import base64url_to_bytes, verify_authentication_response  # noqa: PLC0415
    from webauthn.helpers import parse_authentication_credential_json  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        shown = parse_authentication_credential_json(_whole(answer))
        own = Passkey.objects.select_for_update().filter(person=by)
        passkey = own.filter(credential_id=base64url_to_bytes(shown.id)).first()
        if passkey is None or not SecondFactor.objects.filter(person=by).exclude(confirmed_at=None).exists():
            return False
        done = verify_authentication_response(
            credential=shown,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            **_expected(answer),
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return False
    passkey.sign_count, passkey.last_used_at = done.new_sign_count, at
    passkey.save(update_fields=["sign_count", "last_used_at"])
    return True


def _whole(answer: PasskeyAnswer) -> str:
    if len(answer.said) > _SIZE:
        raise ValueError("too long")
    return answer.said


def _expected(answer: PasskeyAnswer) -> dict:
    return {
        "expected_challenge": answer.challenge,
        "expected_rp_id": settings.PASSKEY_HOST,
        "expected_origin": answer.origin,
    }


def remove_passkey(*, passkey: Passkey, typed: str, device: str, by: User, at: datetime) -> None:
    """`typed` is a number of the app or a recovery code. Raises Refused."""
    check_second_factor(typed=typed, device=device, by=by, at=at)
    with transaction.atomic():
        if not Passkey.objects.filter(pk=passkey.pk, person=by).delete()[0]:
            raise Refused(_("This passkey was removed already."))
        log(verb=Event.Verb.PASSKEY_REMOVED, actor=by, at=at, detail=passkey.name)
