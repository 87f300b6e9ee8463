"""Thousands sign in at one time, over HTTP, to web processes as production has them, on PostgreSQL: how many a second,
what it computes, and how many cores and hours 100,000 take. Who says that somebody is signed in is the database.
"""

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bench import print_table, server
from bench.browser import encode
from bench.deadline.processors import computed_seconds

ALONE = True  # not with the others: it wants the machine for itself
PEOPLE, ALL, OFFICE = 3_000, 100_000, 50  # who sign in, who would, who share an address
AT_ONCE = 64  # as many connections as a proxy keeps open to the site
TOKEN = "evening0" * 4  # of the cookie and of the field alike, which is all that is asked of it
HEADER = ("people", "seconds", "per s", "p50 ms", "p95 ms", "longest", "other answers", "signed in, by the database")
COST = ("one sign-in", "CPU ms", f"hours of a processor for {ALL:,}", "cores in 1 h", "cores in 4 h")


@dataclass
class Told:
    waited: list[float] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """How many people, and gunicorn's options, may follow the name: python -m bench sign_ins 3000 --workers 4."""
    people, *options = int(sys.argv[2]) if len(sys.argv) > 2 else PEOPLE, *sys.argv[3:]
    with server.postgresql() as url, TemporaryDirectory(prefix="bench-") as documents:
        environment = server.environment_of(url, documents) | {"TRUSTED_PROXIES": "1"}
        server.run(environment, "manage.py", "migrate", "--verbosity", "0")
        password = json.loads(server.run(environment, "-m", "bench.signed_in_people", str(people)))
        database = int(Path(url.partition("host=")[2], "data/postmaster.pid").read_text().split()[0])
        with server.serve(environment, *options) as (port, site):
            before = [computed_seconds(pid) for pid in (site, database)]
            told, seconds = asyncio.run(_sign_in_all(port, people, password))
            spent = [computed_seconds(pid) - was for pid, was in zip((site, database), before, strict=True)]
        stored = json.loads(server.run(environment, "-m", "bench.signed_in_people", "0"))
    print_table(f"{people:,} people sign in at one time", HEADER, [_row(told, seconds, stored)])
    names = ("site", "database", "together")
    costs = [*spent, sum(spent)]
    print_table("What that computed", COST, [_cost(*one, people) for one in zip(names, costs, strict=True)])


async def _sign_in_all(port: int, people: int, password: str) -> tuple[Told, float]:
    told, connections = Told(), asyncio.Semaphore(AT_ONCE)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await asyncio.gather(*(_sign_in(port, number, password, connections, told) for number in range(people)))
    return told, loop.time() - begun


async def _sign_in(port: int, number: int, password: str, connections: asyncio.Semaphore, told: Told) -> None:
    loop = asyncio.get_running_loop()
    async with connections:
        begun = loop.time()
        try:
            answer = await asyncio.wait_for(_post(port, number, password), 120)
        except (OSError, TimeoutError) as problem:
            told.others[type(problem).__name__] += 1
            return
    if answer.startswith("HTTP/1.1 302 ") and "sessionid=" in answer:
        told.waited.append(loop.time() - begun)
    else:
        told.others[answer.split("\r\n")[0][9:40] or "nothing"] += 1


async def _post(port: int, number: int, password: str) -> str:
    sent = encode({"username": f"person{number}", "password": password, "csrfmiddlewaretoken": TOKEN})
    office = number // OFFICE
    head = (
        f"POST /account/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Cookie: csrftoken={TOKEN}\r\nX-Forwarded-For: 10.{office >> 8}.{office & 255}.1\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(sent)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(head.encode() + sent.encode())
        await writer.drain()
        return (await reader.read()).decode(errors="replace")
    finally:
        writer.close()


def _row(told: Told, seconds: float, stored: int) -> list[str]:
    waited = told.waited
    times = [f"{value * 1000:.0f}" for value in (median(waited), quantiles(waited, n=20)[-1], max(waited))]
    others = ", ".join(f"{name}: {count}" for name, count in told.others.items()) or "none"
    return [f"{len(waited):,}", f"{seconds:.0f}", f"{len(waited) / seconds:.1f}", *times, others, f"{stored:,}"]


def _cost(name: str, spent: float, people: int) -> list[str]:
    hours = spent / people * ALL / 3600
    return [name, f"{spent / people * 1000:.1f}", f"{hours:.1f}", f"{hours:.1f}", f"{hours / 4:.1f}"]
