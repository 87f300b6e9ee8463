"""The site served by gunicorn as `make run` serves it, on a port of its own, for the tests that need real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Answer(NamedTuple):
    status: int
    text: str
    seconds: float
    headers: dict[str, str]


class Site:
    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, *, data: bytes | None = None, timeout: float = 60, **headers: str) -> Answer:
        started = time.monotonic()
        url = f"http://127.0.0.1:{self.port}{path}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(url, data, {"Accept-Language": "en"} | sent)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
                status, text, told = answer.status, answer.read().decode(errors="replace"), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                status, text, told = error.code, error.read().decode(errors="replace"), dict(error.headers)
        return Answer(status, text, time.monotonic() - started, told)


@contextmanager
def serve(settings: str, log: Path, *arguments: str, workers: int = 1, **environment: str) -> Iterator[Site]:
    """By these settings, with gunicorn.conf.py."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers), *arguments]
    with log.open("wb") as written:
        site = subprocess.Popen(  # noqa: S603 - written above
            command,
            cwd=ROOT,
            stdout=written,
            stderr=written,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": settings} | environment,
        )
        try:
            wait_for(port, site)
            yield Site(port)
        finally:
            site.send_signal(signal.SIGQUIT)
            try:
                site.wait(10)
            except subprocess.TimeoutExpired:
                site.kill()
                site.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(port: int, site: subprocess.Popen) -> None:
    for _ in range(600):
        assert site.poll() is None, "gunicorn did not start"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("gunicorn did not start")
