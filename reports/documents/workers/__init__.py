"""Files are read and made in worker processes with limits of time, memory and number for each person.

Anybody can upload a file that takes for ever or unpacks to gigabytes, and anybody can write a report of 200,000
characters. There that ends one worker, not the site. Why not a library: docs/decisions/0033-files-in-workers.md.
"""

import logging
from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.utils.translation import get_language

from .pool import after_the_answer, the_pool
from .problems import NotDone
from .turns import on_behalf_of, turn
from .worker import Answer, Job

__all__ = ["NotDone", "after_the_answer", "make", "on_behalf_of", "read"]

_CLOCK = 4  # on a busy machine a file may take so many times its seconds of the processor
_LONG_WORDS = 60_000  # bytes: some 20,000 Chinese characters
_LONG_FILE = 1_000_000  # bytes of a PDF that is judged or turned into another file

P = ParamSpec("P")
R = TypeVar("R")
_log = logging.getLogger(__name__)


def read(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `function` returns or raises, done by a worker in the time for reading a file. Raises NotDone too.

    The function is of a module; its arguments, result and problems can be pickled.
    """
    seconds = settings.READING_SECONDS
    return _run(Job(function, args, kwargs, seconds, seconds, get_language()))


def make(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """As `read`, in the time for making a file. It is processor time, so that a busy machine changes nothing."""
    seconds = settings.MAKING_SECONDS
    is_long = _is_long([*args, *kwargs.values()])
    return _run(Job(function, args, kwargs, seconds, _CLOCK * seconds, get_language(), is_long))


def _is_long(given: list[Any]) -> bool:
    """Measured as it is written to a worker."""
    words = len(ForkingPickler.dumps([each for each in given if not isinstance(each, bytes)]))
    return words > _LONG_WORDS or any(len(each) > _LONG_FILE for each in given if isinstance(each, bytes))


def _run(job: Job) -> Any:
    if not settings.DOCUMENT_PROCESSES:
        return job.function(*job.args, **job.kwargs)
    with turn():
        answer = the_pool().run(job)
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
