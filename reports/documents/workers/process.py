"""One worker process, as the site holds it."""

import os
import signal
import socket
import subprocess  # nosec - runs our own program
import sys
import time
from multiprocessing.connection import Connection

from .problems import NotDone
from .worker import IDLE_SECONDS, Answer, Job

_PROGRAM = "import sys; from reports.documents.workers.worker import main; main(int(sys.argv[1]), int(sys.argv[2]))"
_PIECE = 0.5  # seconds
_LIMITS = {signal.SIGPROF, signal.SIGALRM}
_JOBS = 200  # done by one process
_LAST_SECONDS = IDLE_SECONDS - 10  # no job is given to one that is about to leave by itself
# A thread of a library, as Pango's that looks for fonts, would reserve 128 MB of the memory that is counted.
_ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}
_START_SECONDS = 30  # a worker that starts on a busy machine; it keeps the time of a job itself


class Process:
    """Started at once. It ends when this object closes its end of the socket."""

    def __init__(self, memory: int) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - no word of a user is in the command
                [sys.executable, "-c", _PROGRAM, str(theirs.fileno()), str(memory)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | _ONE_ARENA | {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)},
                start_new_session=True,  # Ctrl-C in a terminal is for the site
            )
        self._connection = Connection(ours.detach())
        self._used_at = time.monotonic()
        self._done = 0
        self._is_spent = False

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_fit(self) -> bool:
        idle = time.monotonic() - self._used_at
        return not self._is_spent and self._done < _JOBS and idle < _LAST_SECONDS and self._process.poll() is None

    def do(self, job: Job) -> Answer:
        """Raises NotDone where the process ended, or had to be ended, before it answered."""
        self._is_spent = (
            True  # until it has answered: whatever is raised here, no other job may find a half-read socket
        )
        try:
            self._connection.send(job)
            self._wait(job)
            answer: Answer = self._connection.recv()
        except (EOFError, OSError) as error:
            raise self._why_ended(job) from error
        self._done += 1
        self._used_at = time.monotonic()
        self._is_spent = answer.is_spent
        return answer

    def _wait(self, job: Job) -> None:
        """Waits in short pieces, so that the request's own deadline can end the waiting."""
        until = time.monotonic() + job.clock_seconds + _START_SECONDS
        while not self._connection.poll(_PIECE):
            if time.monotonic() > until:
                raise NotDone("slow", seconds=job.seconds)

    def _why_ended(self, job: Job) -> NotDone:
        try:
            status = self._process.wait(_START_SECONDS)
        except subprocess.TimeoutExpired:
            return NotDone("died")
        return NotDone("slow", seconds=job.seconds) if -status in _LIMITS else NotDone("died")

    def end(self) -> None:
        """At once, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._connection.close()

    def leave(self) -> None:
        """To the process that this one was forked from: only its own end of the socket may keep the worker alive."""
        self._connection.close()
        self._process.returncode = 0  # not a child of this process, so there is nothing to wait for
