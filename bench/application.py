"""The site's WSGI application with a Server-Timing header that says what each answer cost. Only for measuring."""

import cProfile
import pstats
from collections.abc import Callable, Iterable
from time import perf_counter, thread_time
from typing import Any

from django.db import connection

from reportsite.wsgi import application as site


class _Queries:
    """Counts the statements that Django sends."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable, *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """What the answer cost, or how many functions it called, where the request asks for that."""
    serve = _count_calls if "HTTP_X_COUNT_CALLS" in environ else _take_time
    return serve(environ, start_response)


def _count_calls(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """`calls` is the number of function calls up to the answer's head: no other process can change it."""
    profile = cProfile.Profile()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable:
        profile.disable()
        calls = pstats.Stats(profile).total_calls
        return start_response(status, [*headers, ("Server-Timing", f'calls;desc="{calls}"')], *rest)

    profile.enable()
    return site(environ, start)


def _take_time(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """`total` is the time from the request's head to the answer's, `cpu` what this thread computed in it (ms both)."""
    queries, begun, computed = _Queries(), perf_counter(), thread_time()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable:
        total, cpu = (perf_counter() - begun) * 1000, (thread_time() - computed) * 1000
        timing = f'total;dur={total:.3f}, cpu;dur={cpu:.3f}, queries;desc="{queries.count}"'
        return start_response(status, [*headers, ("Server-Timing", timing)], *rest)

    with connection.execute_wrapper(queries):
        return site(environ, start)
