"""`manage.py work`: does in the background what pages have asked for. As many as one likes, on as many machines."""

import logging
import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.batch import work_once
from reports.actions.heartbeat import beat
from reports.actions.log_seal import SETTLED, seal_log
from reports.actions.repeated_failure import close_failures
from reports.documents.store import StoreAway, require_store
from reports.documents.temporary_folder import use_own_folder
from reports.models.tally_upkeep import count_ahead

_PAUSE = 1  # seconds between two looks for something to do
_BEAT = 30  # seconds between two signs of life, also in the middle of a long piece of work
_log = logging.getLogger(__name__)


@contextmanager
def _beating() -> Iterator[None]:
    ended = Event()
    thread = Thread(target=_beat_until, args=(ended,), daemon=True)
    _beat()
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat_until(ended: Event) -> None:
    while not ended.wait(_BEAT):
        _beat()
        connection.close()  # each thread has its own


def _beat() -> None:
    """What cannot be stored now is said again by the next."""
    try:
        beat(at=timezone.now())
    except (DatabaseError, OSError):
        _log.exception("The sign of life could not be stored.")


class Command(BaseCommand):
    """Asked to end (SIGTERM, SIGINT) it finishes the report it is at. Killed, it leaves that report to the next."""

    is_asked_to_end = False
    seals_next = 0.0  # of the monotonic clock
    was_store_away = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Does in the background what people have asked for: publishes and collects reports, reminds, does one "
            "thing to many. Seals the log. It runs beside the site; more than one may run."
        )
        parser.add_argument("--until-done", action="store_true", help=_("ends when nothing is left to do"))
        parser.add_argument("--with-parent", action="store_true", help=_("ends with the process that started it"))

    def handle(self, *, until_done: bool, with_parent: bool, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_end)
        use_own_folder()
        parent = os.getppid()
        with _beating():
            while not self.is_asked_to_end and not (with_parent and os.getppid() != parent):
                if self._work():
                    continue
                if until_done:
                    return
                time.sleep(_PAUSE)

    def _ask_to_end(self, *_signal: Any) -> None:
        self.is_asked_to_end = True

    def _work(self) -> bool:
        """A database or a store of documents that does not answer, or has no room, is asked again later."""
        close_old_connections()
        try:
            self._keep_up()
            if self.was_store_away:  # else a report would be made each time only to find no place
                require_store()
            self.was_store_away = False
            return work_once(at=timezone.now())
        except (DatabaseError, OSError) as problem:
            self.was_store_away = isinstance(problem, StoreAway)
            _log.exception("The work in the background waits.")
            connection.close()
            return False

    def _keep_up(self) -> None:
        """At its start and every few minutes; of several workers one does it."""
        if time.monotonic() >= self.seals_next:
            self.seals_next = time.monotonic() + SETTLED.total_seconds() + _PAUSE
            close_failures(at=timezone.now())
            seal_log(at=timezone.now())
            count_ahead()  # last, for it may take long
