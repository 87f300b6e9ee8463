"""What devices are asked: each question belongs to one session, and serves once."""

import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from ..actions.passkey import PasskeyAnswer

_ASKED = "passkey_challenges"  # in the session: purpose, challenge, when
_AT_ONCE = 3  # so many tabs
_SECONDS = 300
ADD, SHOW = "add", "show"


def may_use_passkeys(request: HttpRequest) -> bool:
    """Browsers hold a passkey to the name of the site: under another one, or by number, there are none."""
    return bool(settings.PASSKEY_HOST) and _host(request) == settings.PASSKEY_HOST


def new_challenge(request: HttpRequest, purpose: str) -> bytes:
    challenge = secrets.token_bytes(32)
    asked = request.session.get(_ASKED, [])[1 - _AT_ONCE :]
    request.session[_ASKED] = [*asked, [purpose, urlsafe_b64encode(challenge).decode(), time.time()]]
    return challenge


def take_answer(request: HttpRequest, purpose: str, said: str) -> PasskeyAnswer | None:
    """None where this session did not ask it, has been answered already, or asked too long ago."""
    answered = _challenge_in(said)
    asked = request.session.get(_ASKED, [])
    fitting = [one for one in asked if one[:2] == [purpose, answered] and time.time() - one[2] <= _SECONDS]
    request.session[_ASKED] = [one for one in asked if one[1] != answered]
    if not fitting:
        return None
    origin = f"{request.scheme}://{request.get_host()}"
    return PasskeyAnswer(said, urlsafe_b64decode(fitting[0][1]), origin)


def _challenge_in(said: str) -> str:
    """As the device says it signed it; whether it did is looked at later."""
    try:
        data = json.loads(said)["response"]["clientDataJSON"]
        challenge = json.loads(_decode(data))["challenge"]
        return urlsafe_b64encode(_decode(challenge)).decode()
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _host(request: HttpRequest) -> str:
    return urlsplit(f"//{request.get_host()}").hostname or ""
