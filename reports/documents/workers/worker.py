"""The program of a worker process: does one job after the other under limits that the kernel keeps.

It is started with `python -c`, not by multiprocessing, which would import the site's main program again.
"""

import gc
import os
import resource
import signal
import traceback
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import django
from django.utils import translation

from reports.documents.temporary_folder import use_own_folder
from reports.problems import Problem

IDLE_SECONDS = 600  # then its memory, some 300 MB with the fonts, is given back
_NICE = 5  # pages go before files


class Job(NamedTuple):
    """A function with its arguments, the seconds that it may take of the processor and of the clock, the language.

    A long one may not take the last worker, goes after all others, and ends its worker: what it used is given back.
    """

    function: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    seconds: int
    clock_seconds: int
    language: str | None
    is_long: bool = False


class Answer(NamedTuple):
    """What a function returned, or the problem that it raised, or the traceback of a mistake in it.

    `is_spent`: the worker has used so much memory that the next job needs a fresh one.
    """

    value: Any = None
    problem: Problem | None = None
    is_out_of_memory: bool = False
    mistake: str = ""
    is_spent: bool = False


def main(descriptor: int, memory: int) -> None:
    """Work until the site closes its end of the socket or has had no job for a while."""
    _limit(memory)
    use_own_folder()
    django.setup()
    with Connection(descriptor) as connection:
        while connection.poll(IDLE_SECONDS):
            try:
                job = connection.recv()
            except EOFError:
                return
            if job.is_long:
                os.nice(_NICE)
            answer = _do(job)
            is_spent = job.is_long or answer.is_out_of_memory or _peak() > memory // 2
            connection.send(answer._replace(is_spent=is_spent))


def _limit(memory: int) -> None:
    """Signals that stop the site do not end a job: the site lets it finish and closes the socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICE)


def _peak() -> int:
    """The peak memory of this program, in bytes. `getrusage` would include the program that started it."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024


def _do(job: Job) -> Answer:
    # Unhandled signals: they end the process, also inside a library in C.
    signal.setitimer(signal.ITIMER_PROF, job.seconds)
    signal.setitimer(signal.ITIMER_REAL, job.clock_seconds)
    try:
        with translation.override(job.language):
            return Answer(job.function(*job.args, **job.kwargs))
    except Problem as problem:
        return Answer(problem=problem)
    except MemoryError:
        gc.collect()
        return Answer(is_out_of_memory=True)
    except Exception:  # told to the site, which logs it
        return Answer(mistake=traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
