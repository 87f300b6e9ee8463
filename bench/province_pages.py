"""What pages cost in a database that `manage.py make_data` has filled, for one person each. Prints JSON.

    DATABASE_URL=… python -m bench.province_pages

Started by bench.province; it may be asked of any database with the demonstration.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from bench import processor
from reports.models import Cycle, Event, Report, Section, Unit, User

TIMES = 5
Ask = Callable[[], object]


def print_pages() -> None:
    setup_test_environment()
    with connection.cursor() as cursor:  # as PostgreSQL does by itself a minute after so many rows came in
        cursor.execute("VACUUM ANALYZE")
    cycle = Cycle.objects.order_by("-year").select_related("unit").first()
    rows = [_measured(name, ask) for name, ask in [*pages(cycle), save(cycle)]]
    counted = {"officials": cycle.participants.count(), "log": Event.objects.count(), "units": Unit.objects.count()}
    json.dump({"counted": counted, "rows": rows}, sys.stdout)


def _measured(name: str, ask: Ask) -> list:
    row = [name, *measure(ask)]
    print(*row, file=sys.stderr, flush=True)  # a long run is worth what it has measured
    return row


def pages(cycle: Cycle) -> Iterator[tuple[str, Ask]]:
    of_cycle = {name: reverse(name, args=[cycle.pk]) for name in ("cycle", "participants", "cycle_reports")}
    names = ("tangyaqin", "made-town000", "made-town000-1")
    organiser, town, head = (User.objects.get(username=name) for name in names)
    draft, submitted = (_first(cycle, state) for state in ("draft", "submitted"))
    auditor = User.objects.filter(is_auditor=True).first()
    yield "Home of an author", _get(draft.author, reverse("home"))
    yield "Home of a reviewer", _get(head, reverse("home"))
    yield "Queue of a reviewer", _get(head, reverse("reviews"))
    yield "Report page", _get(draft.author, reverse("report", args=[draft.pk]))
    yield "Section", _get(draft.author, reverse("section", args=[draft.pk, draft.sections.first().pk]))
    yield "Reading page of a reviewer", _get(head, reverse("open", args=[submitted.pk]))
    yield "Dashboard of a town of 1,000", _get(town, of_cycle["cycle"])
    yield "Participants of a town of 1,000", _get(town, of_cycle["participants"])
    yield "Reports of a town of 1,000", _get(town, of_cycle["cycle_reports"])
    yield "Dashboard of all", _get(organiser, of_cycle["cycle"])
    yield "Participants, all", _get(organiser, of_cycle["participants"])
    yield "Reports, all", _get(organiser, of_cycle["cycle_reports"])
    yield "Search for a name, all", _get(organiser, f"{of_cycle['cycle_reports']}?q={draft.author.name}")
    yield "Log", _get(auditor, reverse("log"))
    yield "Log of one person", _get(auditor, f"{reverse('log')}?who={draft.author.username}")


def _first(cycle: Cycle, state: str) -> Report:
    """In the department of the first reviewer."""
    made = cycle.reports.filter(author__username__startswith="made0001", state=state)
    return made.select_related("author").order_by("author__username")[0]


def _get(person: User, address: str) -> Ask:
    client = Client()
    client.force_login(person, backend="reports.http.session.PersonBackend")

    def ask() -> None:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, (address, answer.status_code)  # noqa: S101 - a wrong page is quick

    return ask


def save(cycle: Cycle) -> tuple[str, Ask]:
    """As the page's script posts it: other words each time."""
    report = _first(cycle, "draft")
    section = report.sections.first()
    client = Client()
    client.force_login(report.author, backend="reports.http.session.PersonBackend")
    address, number = reverse("section", args=[report.pk, section.pk]), iter(range(TIMES + 1))

    def ask() -> None:
        now = Section.objects.get(pk=section.pk)
        typed = {"body": f"{section.body}{next(number)}", "initial-body": now.body, "heading": now.heading}
        typed |= {"initial-heading": now.heading, "version": now.version, "tab": "bench"}
        answer = client.post(address, typed, headers={"accept": "application/json"})
        assert answer.status_code == 200, answer.content  # noqa: S101

    return "Save a section", ask


def measure(ask: Ask) -> tuple[float, float]:
    """Medians in milliseconds: of the processor, that of the site and of PostgreSQL together, and as waited for."""
    ask()
    computed, waited = [], []
    for _ in range(TIMES):
        begun, spent = perf_counter(), processor.spent()
        ask()
        computed.append((processor.spent() - spent) * 1000)
        waited.append((perf_counter() - begun) * 1000)
    return median(computed), median(waited)


if __name__ == "__main__":
    print_pages()
