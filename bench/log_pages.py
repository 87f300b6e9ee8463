"""What pages of a log of so many rows cost: `python -m bench.log_pages ROWS` adds what is missing and prints JSON.

The rows are of the demonstration's people, rounds and reports, spread over three years;
one of a hundred is of a rare kind, and one person did little. They are added as the database lets anybody add
them, in one statement, and not sealed: no page reads a seal.
"""

import json
import sys
from collections.abc import Iterator
from time import perf_counter

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils import timezone

from bench.province_pages import Ask, measure
from reports.models import Event, User

_ADD = """
    INSERT INTO reports_event (at, actor_id, verb, report_id, cycle_id, detail)
    SELECT now() - interval '3 years' * (number::float / %(rows)s), people.ids[1 + number %% (people.many - 1)],
        CASE WHEN number %% 100 = 0 THEN 'published' ELSE 'exported' END,
        reports.ids[1 + number %% reports.many], NULL, 'row ' || number
    FROM generate_series(1, %(rows)s) AS number,
        (SELECT array_agg(id ORDER BY id) AS ids, count(*)::int AS many FROM reports_user) AS people,
        (SELECT array_agg(id ORDER BY id) AS ids, count(*)::int AS many FROM reports_report) AS reports
"""


def print_pages(rows: int) -> None:
    setup_test_environment()
    begun = perf_counter()
    missing = rows - Event.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(_ADD, {"rows": missing})
        cursor.execute("VACUUM ANALYZE")
    made = perf_counter() - begun
    measured = [[name, *measure(ask)] for name, ask in _pages()]
    json.dump({"rows": Event.objects.count(), "made": made, "measured": measured}, sys.stdout)


def _pages() -> Iterator[tuple[str, Ask]]:
    seldom, often = User.objects.order_by("-pk")[0], User.objects.order_by("pk")[0]
    oldest = Event.objects.order_by("at", "pk")[20]
    day = timezone.localdate(oldest.at)
    yield "First page", _get("")
    yield "Last page", _get(f"after={oldest.at:%Y-%m-%dT%H:%M:%S.%f}%2B00:00_{oldest.pk}")
    yield "What one person did who did much", _get(f"who={often.username}")
    yield "What one person did who did little", _get(f"who={seldom.username}")
    yield "Of one author’s report", _get(f"whose={Event.objects.latest('pk').report.author.username}")
    yield "One rare verb", _get("verb=published")
    yield "One person, one rare verb", _get(f"who={often.username}&verb=published")
    yield "The oldest day", _get(f"since={day}&until={day}")


def _get(query: str) -> Ask:
    client = Client()
    client.force_login(User.objects.filter(is_auditor=True)[0], backend="reports.http.session.PersonBackend")
    address = f"{reverse('log')}?{query}"

    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)  # noqa: S101 - a wrong page is quick

    return ask


if __name__ == "__main__":
    print_pages(int(sys.argv[1]))
