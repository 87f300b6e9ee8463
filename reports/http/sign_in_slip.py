"""Signing in by the code of a slip. It is never slowed: its code has 60 bits."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone

from ..actions.user import note_failed_sign_in
from ..models import SignInSlip, User
from ..models.event import Verb
from ..models.sign_in_slip import hash_code
from .client import client_address


class SlipBackend(BaseBackend):
    """Goes after the one that counts failures. What it is given is called a password, so that nobody logs it.

    The slip is not used up: that is for the action, once there is a password. The request keeps what was found.
    """

    def authenticate(  # type: ignore[override]  # narrow, so that a sign-in by password is none of its business
        self, request: HttpRequest | None, username: str, one_time_password: str
    ) -> User | None:
        person = User.objects.filter(username=username).first()
        person_pk = person.pk if person else 0  # nobody's: asked all the same, so that the time tells nothing
        code_hash = hash_code(one_time_password, person_pk=person_pk)
        slip = (
            SignInSlip.objects.select_related("person__unit", "issued_by")
            .filter(person=person_pk, code_hash=code_hash)
            .first()
        )
        if request is None:
            return None
        if slip is None:
            verb, address = Verb.SLIP_FAILED, client_address(request)
            note_failed_sign_in(verb=verb, username=username, address=address, at=timezone.now())
            return None
        request.sign_in_slip = slip  # type: ignore[attr-defined]
        return None if slip.refusal(timezone.now()) else slip.person
