"""How many files are worked on for one person at a time, over all web processes of the machine."""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from .problems import NotDone

_person: ContextVar[Callable[[], int | None]] = ContextVar("person", default=lambda: None)
_log = logging.getLogger(__name__)


@contextmanager
def on_behalf_of(person: Callable[[], int | None]) -> Iterator[None]:
    """Files that are read or made inside count for the person whose key `person` returns."""
    token = _person.set(person)
    try:
        yield
    finally:
        _person.reset(token)


@contextmanager
def turn() -> Iterator[None]:
    """One of the person's turns. Raises NotDone where all are taken.

    A turn is a locked file: the kernel gives it back however the process ends.
    """
    person = _person.get()()
    held = None if person is None else _take(person)
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def _take(person: int) -> int | None:
    """A locked file's descriptor, or None if the folder cannot be used. Then this limit does not hold."""
    try:
        for number in range(settings.DOCUMENTS_PER_PERSON):
            if (held := lock_file(f"person-{person}-{number}")) is not None:
                return held
    except OSError:
        _log.exception("RUNTIME_DIRECTORY cannot be used; nobody's number of files is limited")
        return None
    raise NotDone("own")


def lock_file(name: str) -> int | None:
    """The descriptor that holds the lock until it is closed, or None if the lock is taken. Raises OSError."""
    settings.RUNTIME_DIRECTORY.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = os.open(settings.RUNTIME_DIRECTORY / name, os.O_RDWR | os.O_CREAT, 0o600)
    if _lock(held):
        return held
    os.close(held)
    return None


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
