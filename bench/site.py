"""Opening and saving a section, the pages around it, fetching a PDF again, an open page asking for news: by one person,
and by eight at once.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from time import perf_counter
from typing import Any
from urllib.parse import quote

from lxml import html

from bench import against_aim, milliseconds, print_table, server
from bench.browser import Answer, Browser

CLIENTS = (1, 8)
REQUESTS = 100
WARMING = 36  # three for each thread: what its connection is asked the first time is planned then (decision 91)
PASSWORD = "yunxi-demo"  # noqa: S105 - the demonstration's
TIMES = ("server ms", "95 %", "aim", "", "CPU ms", "95 %", "waited ms", "95 %")
HEADER = ("", "clients", *TIMES, "per s", "queries", "calls", "aim")


class Person:
    """An author at a browser, with a section of ten figures open."""

    def __init__(self, port: int, *, username: str, report: int, section: int, **_other: Any) -> None:
        self.browser = Browser(port)
        self.browser.sign_in(username, PASSWORD)
        self.page = f"/reports/{report}/sections/{section}/"
        self.report = f"/reports/{report}/"
        self.file = f"/reports/{report}/files/draft/"
        self.news = f"/reports/{report}/comments/news/"
        self.token = json.loads(self.browser.get(self.news).body)["token"]
        form = html.fromstring(self.open_section().body.decode()).get_element_by_id("section-form")
        self.stored = dict(form.fields)
        self.number = count(1)
        self.browser.wait_for(self.file)

    def open_section(self) -> Answer:
        return self.browser.get(self.page)

    def save_section(self) -> Answer:
        """As static/js/autosave.js posts it: changed words and one changed figure."""
        typed, number = dict(self.stored), next(self.number)
        figure = next(name for name in typed if name.startswith("figure-"))
        typed |= {"body": self.stored["body"].rstrip("新又") + "新又"[number % 2], figure: str(number)}
        answer = self.browser.post(self.page, typed, accept="application/json")
        initial = {f"initial-{name}": value for name, value in typed.items() if f"initial-{name}" in typed}
        self.stored = typed | initial | {"version": str(json.loads(answer.body)["version"])}
        return answer

    def download(self) -> Answer:
        return self.browser.get(self.file)

    def open_report(self) -> Answer:
        return self.browser.get(self.report)

    def read(self) -> Answer:
        """With twenty comments; see bench.authors."""
        return self.browser.get(f"{self.report}read/")

    def open_home(self) -> Answer:
        return self.browser.get("/")

    def ask_for_news(self) -> Answer:
        """As static/js/comments/news.js asks every eight seconds; there is none."""
        return self.browser.get(f"{self.news}?since={quote(self.token)}", expected=204)


# For the median of one client in ms, and for the calls; none where 0.
ACTIONS: list[tuple[str, Callable[[Person], Answer], int, int]] = [
    ("Fetch a PDF again", Person.download, 6, 0),  # first: a save asks for another
    ("Open a section", Person.open_section, 10, 20_000),
    ("Task list", Person.open_report, 12, 0),
    ("Reading page, 20 comments", Person.read, 20, 0),
    ("Home", Person.open_home, 8, 0),
    ("Ask for news, none", Person.ask_for_news, 3, 3_000),  # before there is any
    ("Save a section", Person.save_section, 8, 15_000),
]


def main() -> None:
    """A table for each database."""
    for name, database in (("SQLite", server.sqlite), ("PostgreSQL", server.postgresql)):
        with database() as url, server.site(url, authors=max(CLIENTS)) as (port, authors):
            print_table(f"The site on {name}: {REQUESTS} requests each", HEADER, list(rows(port, authors)))


def rows(port: int, authors: list[dict[str, Any]]) -> Iterator[list[str]]:
    """Server time is wall time inside the process; its median is held against the aim where there is one client."""
    people = [Person(port, **author) for author in authors]
    for name, act, aim, most_calls in ACTIONS:
        for person in people:
            _repeat(person, act, WARMING)
        for clients in CLIENTS:
            yield [name, str(clients), *_measure(people[:clients], act, aim), f"≤ {most_calls}" if most_calls else ""]


def _measure(people: list[Person], act: Callable[[Person], Answer], aim: int) -> list[str]:
    with ThreadPoolExecutor(len(people)) as pool:
        begun = perf_counter()
        rounds = list(pool.map(lambda person: _repeat(person, act, REQUESTS // len(people)), people))
        seconds = perf_counter() - begun
    answers = [answer for answers in rounds for answer in answers]
    server_time = [answer.server for answer in answers]
    return [
        *milliseconds(server_time),
        *(against_aim(server_time, aim) if len(people) == 1 else ("", "")),
        *milliseconds([answer.cpu for answer in answers]),
        *milliseconds([answer.waited for answer in answers]),
        f"{len(answers) / seconds:.0f}",
        "/".join(map(str, sorted({answer.queries for answer in answers}))),
        str(_calls(people[0], act)),
    ]


def _calls(person: Person, act: Callable[[Person], Answer]) -> int:
    person.browser.counts_calls = True
    try:
        return act(person).calls
    finally:
        person.browser.counts_calls = False


def _repeat(person: Person, act: Callable[[Person], Answer], times: int) -> list[Answer]:
    person.browser.connection.close()  # it opens by itself again; the server has dropped those that were idle
    return [act(person) for _ in range(times)]
