"""The worker processes of one web process: few at a time, started when there is work, a short queue before them."""

import atexit
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings

from .problems import NotDone
from .process import Process
from .worker import Answer, Job

_PATIENCE = 20  # seconds that a job waits for a worker
_PATIENCE_LATER = 600  # where nobody waits for the answer
_LATER = 16  # such jobs for each that may wait within a request: they hold a thread of their own, not one of the site's
_PIECE = 0.5  # seconds of it after which the request's own deadline is heard


_is_later: ContextVar[bool] = ContextVar("is_later", default=False)


@contextmanager
def after_the_answer() -> Iterator[None]:
    """Jobs inside wait longer for a worker, and in a longer queue: no request waits for them."""
    token = _is_later.set(True)
    try:
        yield
    finally:
        _is_later.reset(token)


class Pool:
    """`size` workers of at most `memory` bytes each. When `waiting` jobs are queued, further ones are refused.

    One worker is left for short jobs, unless there is only one.
    """

    def __init__(self, *, size: int, waiting: int, memory: int) -> None:
        self._room = {False: BoundedSemaphore(size + waiting), True: BoundedSemaphore(size + _LATER * waiting)}
        self._long_turns = BoundedSemaphore(max(size - 1, 1))
        self._turns = BoundedSemaphore(size)
        self._idle: list[Process] = []
        self._memory = memory

    def run(self, job: Job) -> Answer:
        """Raises NotDone."""
        is_later = _is_later.get()
        seconds = _PATIENCE_LATER if is_later else _PATIENCE
        with ExitStack() as held:
            held.enter_context(_entered(self._room[is_later], 0))
            if job.is_long:
                held.enter_context(_entered(self._long_turns, seconds))
            held.enter_context(_entered(self._turns, seconds))
            return held.enter_context(self._process()).do(job)

    @contextmanager
    def _process(self) -> Iterator[Process]:
        """The worker that was used last, or a new one. So workers that are not needed fall idle and end."""
        process = self._take_idle() or Process(self._memory)
        try:
            yield process
        finally:
            if process.is_fit:
                self._idle.append(process)
            else:
                process.end()

    def _take_idle(self) -> Process | None:
        while self._idle:
            process = self._idle.pop()
            if process.is_fit:
                return process
            process.end()
        return None

    def close(self) -> None:
        """Ends the idle workers at once, and a busy one after its job."""
        while self._idle:
            self._idle.pop().end()

    def leave(self) -> None:
        """To be called after a fork: the workers stay with the process that started them."""
        while self._idle:
            self._idle.pop().leave()


@contextmanager
def _entered(semaphore: BoundedSemaphore, seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    while not semaphore.acquire(timeout=min(seconds, _PIECE)):
        if time.monotonic() >= until:
            raise NotDone("busy")
    try:
        yield
    finally:
        semaphore.release()


@cache
def the_pool() -> Pool:
    pool = Pool(
        size=settings.DOCUMENT_PROCESSES,
        waiting=settings.DOCUMENT_QUEUE,
        memory=settings.DOCUMENT_MEMORY_MB * 1024 * 1024,
    )
    atexit.register(pool.close)
    os.register_at_fork(after_in_child=pool.leave)
    return pool


os.register_at_fork(after_in_child=the_pool.cache_clear)
