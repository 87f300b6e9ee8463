"""What may take minutes is made after the answer: by a thread of the web process that was asked first.

What it made goes to the store, where every process finds it. That it is being made is a locked file, which the kernel
frees however the process ends; why it could not be made stands in the store for some minutes.
"""

import hashlib
import json
import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from contextvars import copy_context
from datetime import datetime, timedelta
from functools import partial
from threading import Lock, Thread
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from ..gongwen.pdf import PageStyle, Unprintable, Variant
from ..problems import Problem
from ..prose.content import ReportContent
from .cache import keep, path_of, path_of_sheets, read_kept, stored_pdf, stored_sheets
from .workers import NotDone, after_the_answer, on_behalf_of
from .workers.turns import lock_file, turn

WAIT_SECONDS = 1.5  # that a page waits for it: a short report is ready by then
_PIECE = 0.1  # seconds between two looks for what another process makes
_REMEMBERED = timedelta(minutes=5)
_PROBLEMS: dict[str, type[Problem]] = {problem.__name__: problem for problem in (NotDone, Unprintable)}
_UNSTORED = 8  # results that a full disk did not take and nobody has fetched yet
_log = logging.getLogger(__name__)
_guard = Lock()
_under_way: dict[str, Future[bytes]] = {}
os.register_at_fork(after_in_child=_under_way.clear)


class BeingMade(Exception):
    """The file is not there yet. Asking again in `retry_after` seconds does not start it a second time."""

    retry_after = 3


def fetch_pdf(content: ReportContent, *, variant: Variant, style: PageStyle, **asked: Any) -> bytes:
    """`stored_pdf` of a copy without a reader's mark, as `fetch` gives it."""
    make = partial(stored_pdf, content, variant=variant, style=style)
    return fetch(path_of(content, variant, style), make, **asked)


def fetch_sheets(data: bytes, *, path: str, style: PageStyle, **asked: Any) -> bytes:
    """`stored_sheets`, as `fetch` gives them."""
    return fetch(path_of_sheets(data, path), partial(stored_sheets, data, path=path, style=style), **asked)


def fetch(path: str, make: Callable[[], bytes], *, wait: float | None = None, again: bool = False) -> bytes:
    """Returns what is kept under the path, or what `make` makes if that is done soon.

    Raises BeingMade. For some minutes it also raises what `make` has raised before, unless `again` is set.
    """
    if not settings.DOCUMENT_PROCESSES:
        return make()
    if kept := read_kept(path):
        return kept
    _recall(path, again=again)
    wait = WAIT_SECONDS if wait is None else wait
    until = time.monotonic() + wait
    if work := _start(path, make):
        return _wait_here(path, work, wait)
    while time.monotonic() < until:
        if kept := read_kept(path):
            return kept
        time.sleep(_PIECE)
    raise BeingMade


def run_later(function: Callable[[], object]) -> None:
    """In a thread, whose files count for no person. Exceptions are logged."""
    Thread(target=copy_context().run, args=(_run, function), name="background", daemon=True).start()


def _run(function: Callable[[], object]) -> None:
    try:
        with on_behalf_of(lambda: None), after_the_answer():
            function()
    except Exception:
        _log.exception("What was to be done in the background failed.")
    finally:
        connections.close_all()


def _start(path: str, make: Callable[[], bytes]) -> Future[bytes] | None:
    """What makes it in this process, started unless it was before; none where another process makes it.

    Raises NotDone where all turns of the person are taken.
    """
    with _guard:
        if path in _under_way:
            return _under_way[path]
        with ExitStack() as stack:
            name = f"making-{hashlib.sha256(path.encode()).hexdigest()}"
            if (lock := _lock(name)) is None:
                return None
            stack.callback(os.close, lock)
            stack.callback((settings.RUNTIME_DIRECTORY / name).unlink, missing_ok=True)
            taken = stack.enter_context(ExitStack())
            taken.enter_context(turn())
            held = stack.pop_all()
        for old in [key for key, work in _under_way.items() if work.done()][:-_UNSTORED]:
            del _under_way[old]
        work = _under_way[path] = Future()
    run_later(partial(_make, path, make, work, held, taken))
    return work


def _lock(name: str) -> int | None:
    try:
        return lock_file(name)
    except OSError:
        _log.exception("RUNTIME_DIRECTORY cannot be used; two processes may make the same file")
        return os.open(os.devnull, os.O_RDONLY)


def _make(path: str, make: Callable[[], bytes], work: Future[bytes], held: ExitStack, taken: ExitStack) -> None:
    """This process keeps the result only if the store did not take it. The turn is given back before anybody is told:
    who waits for a PDF asks for its sheet next.
    """
    with held:
        try:
            with taken:
                data = read_kept(path) or make()
                if read_kept(path) != data:  # of a copy, which `make` does not keep
                    keep(path, data)
            work.set_result(data)
        except Exception as error:
            problem = _problem(error)
            _remember(path, problem)
            work.set_exception(problem)
        if work.exception() or read_kept(path):
            _forget_work(path)


def _problem(error: Exception) -> Problem:
    if isinstance(error, NotDone | Unprintable):
        return error
    _log.error("A file could not be made.", exc_info=error)
    return NotDone("failed")


def _wait_here(path: str, work: Future[bytes], wait: float) -> bytes:
    try:
        data = work.result(wait)
    except TimeoutError as error:
        raise BeingMade from error
    _forget_work(path)
    return data


def _forget_work(path: str) -> None:
    with _guard:
        _under_way.pop(path, None)


def _remember(path: str, problem: Problem) -> None:
    """Problems that may be tried again at once are not kept."""
    if getattr(problem, "retry_after", None):
        return
    until = (timezone.now() + _REMEMBERED).isoformat()
    said = {"problem": type(problem).__name__, "code": problem.code, "until": until, "params": problem.params}
    keep(_path_of_problem(path), json.dumps(said, ensure_ascii=False, default=str).encode() + b"\n")


def _recall(path: str, *, again: bool) -> None:
    """Raises the problem that is remembered. With `again`, or if it is too old, forgets it."""
    if not (kept := read_kept(_path_of_problem(path))):
        return
    said = json.loads(kept)
    if again or datetime.fromisoformat(said["until"]) < timezone.now():
        default_storage.delete(_path_of_problem(path))
    else:
        raise _PROBLEMS[said["problem"]](said["code"], **said["params"])


def _path_of_problem(path: str) -> str:
    return f"{path}.problem.json"
