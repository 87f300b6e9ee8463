"""Sends what bench/hostile.py asks for to the site at a port, and prints what came of it as JSON."""

import json
import random
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench import county  # noqa: F401 - first: it sets Django up

# isort: split
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern, URLResolver

from bench.hostile_client import Answer, Client
from bench.hostile_files import seeds
from bench.process_memory import Peaks
from reports.models import User

HANGS, PROBES = 10, 1_200  # seconds; so often a door is looked for that is open to somebody
VALUES = ["", "a\0b", "长" * 3_000, "9" * 5_000, str(2**63), "-1", "1.5", "١²", "' OR 1=1 --{{7*7}}%s", "NaN", "{}"]
VALUES += ["0000-13-99", "2026-02-30", "../../etc/passwd", "//evil.example", "<script>alert(1)</script>", "=1+1"]
VALUES += ["\r\nSet-Cookie: a=b", "【" * 400, "1", "2026", "true", "zhang", "\u202e"]
FIELDS = ["version", "body", "title", "text", "name", "person", "unit", "page", "sort", "q", "next", "due", "kind"]
FIELDS += ["label", "value", "answer", "decision", "people", "chosen", "source", "exact", "start", "end", "offset"]
FIELDS += ["quote", "typed", "username", "password", "sign-in-name", "sign-in-password", "columns", "format", "inline"]
METHODS = ["get"] * 5 + ["post"] * 5 + ["put", "delete", "head", "options", "patch"]
HEADERS = ["accept", "accept-language", "x-forwarded-for", "referer", "range", "if-none-match", "if-modified-since"]
HEADERS += ["x-person", "user-agent", "cookie", "content-language"]
DOORS = ["start_from_file", "roll_import", "ledger_import", "unit_files", "word_list", "evidence_add"]


def addresses(patterns: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """The name and the route of each, with the arguments as they stand there."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + (pattern.pattern._route if isinstance(pattern.pattern, RoutePattern) else "")
        if isinstance(pattern, URLPattern):
            yield pattern.name or "", route
        elif isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)


def keys() -> dict[str, list[int]]:
    """Of what there is, by the name of the model."""
    own = apps.get_app_config("reports").get_models()
    return {model._meta.model_name or "": [*model._default_manager.values_list("pk", flat=True)[:50]] for model in own}


Sent = tuple[str, Answer]


class Stranger:
    """Chance, seeded."""

    def __init__(self, seed: str, port: int, peaks: Peaks) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.addresses, self.keys = [*addresses()], keys()
        people = User.objects.filter(is_active=True).order_by("pk")[:25]
        self.clients = [Client(port), *(Client(port, person) for person in people)]
        self.seeds, self.peaks = seeds(), peaks

    def address(self, route: str) -> str:
        parts = []
        for part in route.split("<"):
            argument, closed, rest = part.partition(">")
            parts.append(f"{self._argument(argument)}{rest}" if closed else part)
        return "/" + "".join(parts)

    def _argument(self, argument: str) -> str:
        kind, _colon, name = argument.partition(":")
        wanted = name.removesuffix("_pk").replace("_", "")
        there = self.keys.get(wanted) or self.chance.choice([*filter(None, self.keys.values())])
        if self.chance.random() < 0.1:
            return self.chance.choice(["0", str(2**63), str(2**31), "-1", "x", "长"])
        return str(self.chance.choice(there)) if kind in {"int", name} else self.chance.choice(["pdf", "x", "problems"])

    def fields(self) -> dict[str, str]:
        chosen = self.chance.sample(FIELDS, self.chance.randrange(1, 9))
        return {name: self.chance.choice(VALUES) for name in chosen}

    def request(self) -> Sent:
        _name, route = self.chance.choice(self.addresses)
        path, method = self.address(route), self.chance.choice(METHODS)
        sent: dict[str, Any] = self.fields()
        if method == "post" and self.chance.random() < 0.2:
            sent["file"] = self.file()
        headers = {self.chance.choice(HEADERS): self._header() for _header in range(self.chance.randrange(3))}
        return self.send(method, path, sent, headers)

    def _header(self) -> str:
        return self.chance.choice(VALUES).replace("\r\n", " ").encode("latin-1", "replace").decode("latin-1")[:4_000]

    def send(
        self, method: str, path: str, fields: dict[str, Any], headers: dict[str, str], client: Client | None = None
    ) -> Sent:
        self.peaks.doing = said = f"{method} {path[:120]}"
        return said, (client or self.chance.choice(self.clients)).send(method, path, fields, headers)

    def file(self) -> SimpleUploadedFile:
        """One of the seeds, with bytes changed, cut, doubled or called something else."""
        name, data = self.chance.choice([*self.seeds.items()])
        changed = bytearray(data)
        for _byte in range(self.chance.choice([0, 1, 20, 400])):
            changed[self.chance.randrange(len(changed))] = self.chance.randrange(256)
        if self.chance.random() < 0.3:
            changed = changed[: self.chance.randrange(len(changed) + 1)]
        if self.chance.random() < 0.2:
            changed += changed * self.chance.randrange(1, 20)
        ending = self.chance.choice([*self.seeds]) if self.chance.random() < 0.3 else name
        return SimpleUploadedFile(f"x{self.chance.choice(['', '长' * 90, '..'])}.{ending}", bytes(changed))

    def open_doors(self) -> list[tuple[Client, str]]:
        """Where files are taken from this person."""
        routes = [route for name, route in self.addresses if name in DOORS]
        tried = {(self.chance.randrange(len(self.clients)), self.address(route)) for route in routes * PROBES}
        some = self.chance.sample(sorted(tried), min(PROBES, len(tried)))
        return [(self.clients[who], path) for who, path in some if self._is_open(self.clients[who], path)]

    def _is_open(self, client: Client, path: str) -> bool:
        return client.send("post", path, {"file": SimpleUploadedFile("a.bin", b"x")}, {}).status in {200, 400, 422}

    def upload(self, doors: list[tuple[Client, str]]) -> Sent:
        client, path = self.chance.choice(doors)
        return self.send("post", path, {"file": self.file(), **self.fields()}, {}, client)


def _is_failure(answer: Answer) -> bool:
    return answer.status == 0 or answer.status >= 500 or answer.seconds > HANGS


def row(what: str, measured: list[Sent]) -> list[str]:
    seconds = [answer.seconds for _what, answer in measured]
    statuses = Counter(answer.status for _what, answer in measured)
    hung = sum(took > HANGS for took in seconds)
    said = ", ".join(f"{status or 'none'}: {count}" for status, count in sorted(statuses.items()))
    median = f"{statistics.median(seconds) * 1000:.0f}"
    failed = statuses[0] + sum(count for status, count in statuses.items() if status >= 500)
    return [what, f"{len(measured):,}", str(failed), str(hung), f"{max(seconds):.1f}", median, said]


def measure(seed: str, requests: int, files: int, port: int, processes: list[int]) -> None:
    peaks = Peaks(processes)
    peaks.start()
    stranger = Stranger(seed, port, peaks)
    sent = [stranger.request() for _request in range(requests)]
    doors = stranger.open_doors()
    uploaded = [stranger.upload(doors) for _file in range(files)]
    failed = sorted({f"{answer.status} {what}" for what, answer in sent + uploaded if _is_failure(answer)})
    peaks.stop()
    memory = [[name, *largest] for name, largest in sorted(peaks.largest.items())]
    rows = [row("requests", sent), row("files", uploaded)]
    print(json.dumps({"rows": rows, "memory": memory, "failed": failed}))


if __name__ == "__main__":
    seed, *numbers = sys.argv[1:]
    requests, files, port, *processes = map(int, numbers)
    measure(seed, requests, files, port, processes)
