"""Views that hang, each in its own way."""

import contextlib
import itertools
import os
import re
import time

from django.http import HttpResponse
from django.urls import path


def quick(request):
    return HttpResponse(str(os.getpid()))


def loop(request):
    """In Python, where an exception is heard."""
    for _ in itertools.count():
        with contextlib.suppress(Exception):
            time.sleep(0)


def deaf(request):
    """In a library in C that lets other threads go on."""
    time.sleep(1000)


def hold(request):
    """In a library in C that keeps Python's lock: no thread of the process goes on."""
    re.match(r"(a|aa)+$", "a" * 200 + "b")


def stubborn(request):
    """In Python, and whatever is raised is swallowed."""
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(0.01)


def nap(request, seconds):
    time.sleep(seconds / 10)
    return HttpResponse("rested")


def post(request):
    return HttpResponse(str(len(request.POST.get("text", ""))))


urlpatterns = [
    path("quick", quick),
    path("loop", loop),
    path("deaf", deaf),
    path("hold", hold),
    path("stubborn", stubborn),
    path("nap/<int:seconds>", nap),
    path("post", post),
]
