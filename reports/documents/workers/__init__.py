"""Files are read and made in worker processes with limits of time, memory and number for each person.

Anybody can upload a file that takes for ever or unpacks to gigabytes, and anybody can write a report of 200,000
characters. There that ends one worker, not the site. Why not a library: docs/decisions/0033-files-in-workers.md.
"""

import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.utils.translation import get_language

from .pool import the_pool
from .problems import NotDone
from .turns import on_behalf_of, turn
from .worker import Answer, Job

__all__ = ["NotDone", "make", "on_behalf_of", "read"]

_CLOCK = 4  # on a busy machine a file may take so many times its seconds of the processor

P = ParamSpec("P")
R = TypeVar("R")
_log = logging.getLogger(__name__)


def read(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `function` returns or raises, done by a worker in the time for reading a file. Raises NotDone too.

    The function is of a module; its arguments, result and problems can be pickled.
    """
    return _run(settings.READING_SECONDS, settings.READING_SECONDS, function, *args, **kwargs)


def make(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """As `read`, in the time for making a file. It is processor time, so that a busy machine changes nothing."""
    return _run(settings.MAKING_SECONDS, _CLOCK * settings.MAKING_SECONDS, function, *args, **kwargs)


def _run(seconds: int, clock_seconds: int, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    if not settings.DOCUMENT_PROCESSES:
        return function(*args, **kwargs)
    with turn():
        answer = the_pool().run(Job(function, args, kwargs, seconds, clock_seconds, get_language()))
    return _open(answer)


def _open(answer: Answer) -> Any:
    if answer.problem:
        raise answer.problem
    if answer.is_out_of_memory:
        raise NotDone("large")
    if answer.mistake:
        _log.error("A worker failed:\n%s", answer.mistake)
        raise NotDone("failed")
    return answer.value
