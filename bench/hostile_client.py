"""A browser of somebody who means harm, over HTTP: it sends what no browser would."""

import contextlib
import time
from http.client import HTTPConnection, HTTPException
from secrets import token_hex
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from bench.authors import sign_in
from reports.models import User

PATIENCE = 60  # seconds


class Answer(NamedTuple):
    """`status` is 0 where the connection ended without one."""

    status: int
    seconds: float
    location: str = ""


class Client:
    """Signed in as a person, or a stranger. Signed out by what it sent, it comes back."""

    def __init__(self, port: int, person: User | None = None) -> None:
        self.port, self.person = port, person
        self._renew()

    def _renew(self) -> None:
        self.cookies = {"csrftoken": token_hex(16)}
        if self.person:
            self.cookies["sessionid"] = sign_in(self.person)

    def send(self, method: str, path: str, fields: dict[str, Any], headers: dict[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent, body = {"cookie": cookie, "x-csrftoken": self.cookies["csrftoken"], "host": "127.0.0.1"}, b""
        path = quote(path, safe="/")
        if method == "post":
            body, sent["content-type"] = encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT
        elif method in {"get", "head"}:
            path += "?" + urlencode(fields)
        begun = time.monotonic()
        status, location = self._ask(method, path, body, sent | headers)
        if self.person and (status == 401 or "/sign-in/" in location):
            self._renew()
        return Answer(status, time.monotonic() - begun, location)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method.upper(), path, skip_host=True, skip_accept_encoding=True)
            for name, value in (headers | {"content-length": str(len(body))}).items():
                connection.putheader(name, value.encode("latin-1", "replace"))
            connection.endheaders()
            self._send_body(connection, body)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return 0, ""
        finally:
            connection.close()
        return answer.status, answer.headers.get("Location", "")

    def _send_body(self, connection: HTTPConnection, body: bytes) -> None:
        """What is refused after its head is answered while it is still being sent."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.send(body)
