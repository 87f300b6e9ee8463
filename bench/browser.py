"""What a person's browser does, over HTTP, and what it cost."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TIMING = re.compile(r'total;dur=([\d.]+), cpu;dur=([\d.]+), queries;desc="(\d+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """`waited` is what the browser sees; `server` and `cpu` what bench.application says; in seconds."""

    body: bytes
    waited: float
    server: float
    cpu: float
    queries: int


class Browser:
    """One connection, kept open, and its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port)
        self.cookies = SimpleCookie()

    def sign_in(self, username: str, password: str) -> None:
        """By the site's own page."""
        self.get("/account/sign-in/")
        self.post("/account/sign-in/", {"username": username, "password": password}, expected=302)

    def get(self, path: str, *, expected: int = 200) -> Answer:
        return self._ask("GET", path, b"", {}, expected=expected)

    def post(self, path: str, fields: dict[str, str], *, expected: int = 200, accept: str = "text/html") -> Answer:
        headers = FORM | {"Accept": accept, "X-CSRFToken": self.cookies["csrftoken"].value}
        return self._ask("POST", path, urlencode(fields).encode(), headers, expected=expected)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str], *, expected: int) -> Answer:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        begun = perf_counter()
        self.connection.request(method, path, body, headers | {"Cookie": cookies})
        response = self.connection.getresponse()
        data = response.read()
        waited = perf_counter() - begun
        if response.status != expected:
            raise SystemExit(f"{method} {path} was answered by {response.status} {response.reason}")
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        server, cpu, queries = _TIMING.search(response.headers["Server-Timing"]).groups()
        return Answer(data, waited, float(server) / 1000, float(cpu) / 1000, int(queries))
