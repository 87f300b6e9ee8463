"""A deadline for every request. gunicorn's --timeout is none: it asks only whether the process as a whole still moves.

A watchdog thread ends a request in three steps: an exception in its thread, which ends whatever Python does; where that
is not heard, because a library in C goes on, the browser is answered in its place; and where it is not heard at all,
the process is replaced, after the other requests in it are done. One that holds Python's lock ends by --timeout.
"""

import ctypes
import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from threading import Lock, Thread, get_ident
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from psycopg.errors import QueryCanceled

from reports.views.errors import too_long

_PAUSE = 0.5  # seconds between two looks at the requests
_ANSWER_AFTER, _REPLACE_AFTER = 5, 10  # seconds after the deadline
_DRAIN_SECONDS = 30  # that the other requests of a process have before it is replaced
_SEND_SECONDS = 2  # that an answer just made has to reach the browser
_log = logging.getLogger(__name__)


class Overdue(BaseException):
    """Raised wherever the thread of an overdue request is; no `except Exception` may swallow it."""


class DeadlineMiddleware:
    """Stands outside of all that may take long. Limits the statements of PostgreSQL too, in web processes alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        connection_created.connect(_limit_statements)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.REQUEST_SECONDS:
            return self._get_response(request)
        watched = _Watched(request)
        try:
            _watchdog.watch(watched)
            try:
                return self._get_response(request)
            finally:
                _watchdog.release(watched)
        except Overdue:
            _watchdog.release(watched)
            _log.exception("Ended after %s seconds: %s", settings.REQUEST_SECONDS, request.path)
            connections.close_all()  # one may have been left in the middle of something
            return too_long(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return too_long(request) if isinstance(exception.__cause__, QueryCanceled) else None


def _limit_statements(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if connection.vendor == "postgresql" and settings.STATEMENT_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{settings.STATEMENT_SECONDS}s"])


class _Watched:
    """A request under way, and how far its end has got."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self._thread = get_ident()
        self._ends_at = time.monotonic() + settings.REQUEST_SECONDS
        self._socket: Any = request.META.get("gunicorn.socket")
        self._answered = False

    @property
    def late(self) -> float:
        return time.monotonic() - self._ends_at

    @property
    def is_stuck(self) -> bool:
        """Nothing ends it. Elsewhere than in gunicorn nobody starts another process in place of this one."""
        return self._socket is not None and self.late >= _REPLACE_AFTER

    def end(self) -> None:
        """Called again and again until it has ended."""
        self.interrupt(Overdue)
        if self.late >= _ANSWER_AFTER and self._socket is not None and not self._answered:
            self._answered = True
            _log.critical("Does not end, so the browser is answered without it: %s", self.request.path)
            self._answer()

    def interrupt(self, exception: type[BaseException] | None) -> None:
        """None takes back one that its thread has not noticed yet."""
        raised = ctypes.py_object(exception) if exception else None
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), raised)

    def _answer(self) -> None:
        """Nothing was sent before, for the answer is still being made. Then the thread finds its socket closed, too."""
        with translation.override(translation.get_language_from_request(self.request)):
            page = render_to_string("errors/too_long.html", {"seconds": settings.REQUEST_SECONDS}).encode()
        head = (
            f"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}"
        )
        try:
            self._socket.send(f"{head}\r\nConnection: close\r\n\r\n".encode() + page, socket.MSG_DONTWAIT)
            self._socket.shutdown(socket.SHUT_RDWR)
        except (OSError, ValueError):  # of TLS, which takes no flags
            _log.info("The browser could not be answered.")


class _Watchdog:
    """A thread that starts with the first request of its process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._watched: set[_Watched] = set()
        self._thread: Thread | None = None
        self._replace_by: float | None = None

    def watch(self, watched: _Watched) -> None:
        with self._lock:
            self._watched.add(watched)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, name="deadline", daemon=True)
                self._thread.start()

    def release(self, watched: _Watched) -> None:
        with self._lock:
            if watched in self._watched and watched.late >= 0:
                watched.interrupt(None)
            self._watched.discard(watched)

    def _run(self) -> None:
        while True:
            time.sleep(_PAUSE)
            with self._lock:
                for watched in self._watched:
                    if watched.late >= 0:
                        watched.end()
                self._replace_if_stuck()

    def _replace_if_stuck(self) -> None:
        if not any(watched.is_stuck for watched in self._watched):
            return
        now = time.monotonic()
        if self._replace_by is None:
            _log.critical("A request cannot be ended, so this process is replaced.")
            self._replace_by = now + _DRAIN_SECONDS
            os.kill(os.getpid(), signal.SIGTERM)  # gunicorn takes no more requests and finishes those that it has
        elif all(watched.is_stuck for watched in self._watched):
            self._replace_by = min(self._replace_by, now + _SEND_SECONDS)
        if now >= self._replace_by:
            os._exit(1)


_watchdog = _Watchdog()
