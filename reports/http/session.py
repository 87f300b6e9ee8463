"""Who is signed in: each request asks for the session and its person, by statements that are prepared."""

from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from ..actions.user import note_sign_in
from ..models import Session, User
from ..models.statement import PreparedQuery
from .throttle import slowed


def _session_of(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


def _person_of(key: int) -> QuerySet[User]:
    return User.objects.filter(pk=key)


# What a session holds of the sign-in
SITTING, SINCE, ADDRESS, AGENT = "sitting", "sitting_since", "sitting_address", "sitting_agent"
BY_SLIP = "sitting_by_slip"  # whether it began with a sign-in slip
WAY = "sitting_way"  # by which account of the office; empty: by a password of this site
_session, _person = PreparedQuery(_session_of), PreparedQuery(_person_of)


class SessionStore(db.SessionStore):
    """Django's, but for how the row is asked for, and for what stands in it: see models/session.py."""

    row: Session | None = None  # as it was read, where there was one

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast("Session", super().create_model_instance(data))
        now = timezone.now()
        row.person_id = data.get(SESSION_KEY)
        row.sitting, row.address, row.agent = (data.get(name, "") for name in (SITTING, ADDRESS, AGENT))
        row.began_at = datetime.fromtimestamp(data[SINCE], UTC) if SINCE in data else now
        row.last_used_at = now
        return row

    def _get_session_from_db(self) -> Session | None:
        session = _session.first(self.session_key) if self.session_key else None
        if session and session.expire_date > timezone.now():
            self.row = session
            return session
        self._session_key = None
        return None


class PersonBackend(ModelBackend):
    """Django's, but that guessing is slowed, and for how the person of a session is asked for."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_others
    ) -> User | None:
        if username is None or password is None:
            return None
        look = partial(self._look, request, username, password)
        return look() if request is None else slowed(request, username, password, look)

    def _look(self, request: HttpRequest | None, username: str, password: str) -> User | None:
        """The password of this site first, so that its own accounts go on where the directory is away."""
        person, way = super().authenticate(request, username, password), ""
        if person is None and settings.LDAP_SERVER:
            person = import_string("reports.http.ldap_account.LdapBackend")().authenticate(request, username, password)
            way = "LDAP"
        if request is not None:
            request.sign_in_way = way  # type: ignore[attr-defined]
        return person

    def get_user(self, user_id: int) -> User | None:
        person = _person.first(user_id)
        return person if person and self.user_can_authenticate(person) else None


def note_arrival(request: HttpRequest, person: User) -> None:
    """Signed in, with all that was asked for."""
    way = getattr(request, "sign_in_way", request.session.get(WAY, ""))  # of this request, or before the second factor
    note_sign_in(way=way, by=person, at=timezone.now())
