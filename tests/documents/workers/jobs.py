"""What a worker may be given: jobs that end well and jobs that do not."""

import contextlib
import ctypes
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.utils.translation import gettext

from reports.documents.importing import UnreadableFile


def double(number):
    return 2 * number


def pid():
    return os.getpid()


def nap(seconds):
    time.sleep(seconds)
    return os.getpid()


def nap_over(_words, seconds):
    time.sleep(seconds)
    return os.getpid(), os.nice(0)


def speak():
    return gettext("The file is empty.")


def refuse():
    raise UnreadableFile("too_long", limit=200_000)


def go_on_in_python():
    while True:
        with contextlib.suppress(BaseException):  # nothing of Python ends it
            time.sleep(0.01)


def go_on_in_c():
    """Inside the module re, which looks for no signal and keeps Python's lock."""
    return re.match(r"(a|aa)+$", "a" * 200 + "b")


def eat():
    eaten = []
    while True:
        eaten.append(bytearray(10_000_000))


def swell(size):
    assert len(b"x" * size) == size
    return os.getpid()


def start_threads(number):
    """Bytes of memory that so many threads reserve, their stacks included."""
    before = reserved()
    with ThreadPoolExecutor(number) as threads:
        met = Barrier(number)
        list(threads.map(lambda _: (bytearray(100_000), met.wait()), range(number)))
        return reserved() - before


def reserved():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def crash():
    ctypes.string_at(0)


def kill():
    os.kill(os.getpid(), 9)


def leave():
    os._exit(0)


def be_mistaken():
    raise LookupError("a mistake of ours")


def answer_with_what_cannot_be_sent():
    return lambda: None
