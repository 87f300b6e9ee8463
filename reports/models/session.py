"""Who is signed in where. Django's table of sessions, with what a person needs to tell one of theirs from another."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

NOTED_AFTER = timedelta(minutes=10)  # reading a page stores nothing in between
AGENT_LENGTH = 300


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, person) -> "SessionQuerySet":
        return self.filter(person=person).exclude(sitting="")

    def in_use(self, at: datetime) -> "SessionQuerySet":
        """Those that still open something: the others ended by age, or because nobody used them."""
        found = self.filter(expire_date__gt=at)
        idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        return found.filter(last_used_at__gt=at - idle - NOTED_AFTER) if idle else found


class Session(AbstractBaseSession):
    """`sitting` names it where its key, which opens it, must not stand: on a page and in the cookie of its last use."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    sitting = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=AGENT_LENGTH, blank=True)
    began_at = models.DateTimeField()
    last_used_at = models.DateTimeField()

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()  # type: ignore[misc]

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")
