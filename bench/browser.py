"""What a person's browser does, over HTTP, and what it cost."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from time import perf_counter, sleep
from urllib.parse import quote

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TIMING = re.compile(r'total;dur=([\d.]+), cpu;dur=([\d.]+), queries;desc="(\d+)"')
_CALLS = re.compile(r'calls;desc="(\d+)"')


_SIGNS = re.compile("[%&+=]")


def encode(fields: dict[str, str]) -> str:
    """As static/js/send.js does: only the signs are escaped that mean something in a form."""
    return "&".join("=".join(map(_escape, field)) for field in fields.items())


def _escape(text: str) -> str:
    return _SIGNS.sub(lambda sign: quote(sign[0]), text)


@dataclass(frozen=True, slots=True)
class Answer:
    """`waited` is what the browser sees; `server` and `cpu` what bench.application says; in seconds."""

    body: bytes
    waited: float
    server: float
    cpu: float
    queries: int
    calls: int = 0


class Browser:
    """One connection, kept open, and its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port)
        self.cookies = SimpleCookie()
        self.counts_calls = False

    def sign_in(self, username: str, password: str) -> None:
        """By the site's own page."""
        self.get("/account/sign-in/")
        self.post("/account/sign-in/", {"username": username, "password": password}, expected=302)

    def get(self, path: str, *, expected: int = 200) -> Answer:
        return self._ask("GET", path, b"", {}, expected=expected)

    def wait_for(self, path: str) -> Answer:
        """The file, once it is made: the site answers 202 until then."""
        for _ in range(300):
            status = self._status(path)
            if status != HTTPStatus.ACCEPTED:
                break
            sleep(0.2)
        return self.get(path)

    def _status(self, path: str) -> int:
        self.connection.request("GET", path, headers={"Cookie": self._cookies()})
        response = self.connection.getresponse()
        response.read()
        return response.status

    def _cookies(self) -> str:
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())

    def post(self, path: str, fields: dict[str, str], *, expected: int = 200, accept: str = "text/html") -> Answer:
        headers = FORM | {"Accept": accept, "X-CSRFToken": self.cookies["csrftoken"].value}
        return self._ask("POST", path, encode(fields).encode(), headers, expected=expected)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str], *, expected: int) -> Answer:
        asked = {"X-Count-Calls": "1"} if self.counts_calls else {}
        begun = perf_counter()
        self.connection.request(method, path, body, headers | asked | {"Cookie": self._cookies()})
        response = self.connection.getresponse()
        data = response.read()
        waited = perf_counter() - begun
        if response.status != expected:
            raise SystemExit(f"{method} {path} was answered by {response.status} {response.reason}")
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return _answer(data, waited, response.headers["Server-Timing"])


def _answer(body: bytes, waited: float, timing: str) -> Answer:
    counted = _CALLS.search(timing)
    if counted:
        return Answer(body, waited, 0, 0, 0, int(counted[1]))
    server, cpu, queries = _TIMING.search(timing).groups()
    return Answer(body, waited, float(server) / 1000, float(cpu) / 1000, int(queries))
