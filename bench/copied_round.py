"""100,000 reports with their fingerprints, made in bulk. Prints JSON.

    DATABASE_URL=… python -m bench.copied_round

Started by bench.copies, which gives it a PostgreSQL database of its own. A text has 330 fingerprints, as one of 2,300
characters has; a third of them are among 20,000 that many have in common.
"""

import json
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

from bench import county  # first: it sets Django up

# isort: split
from django.db import connection

from reports.models import Cycle, Fingerprint, Report, Revision, RevisionText, Unit
from reports.models.fingerprint import hashes_of, keep_fingerprints
from reports.models.revision_text import keep_text
from reports.pages.copies import CopySearch
from reports.prose.content import ReportContent
from reports.prose.plain import print_plain

REPORTS, HASHES, COMMON, TIMES = 100_000, 330, 20_000, 20
FILL = """
INSERT INTO reports_fingerprint (cycle_id, hashed, text_id)
SELECT %s, CASE WHEN n %% 3 = 0 THEN (random() * %s)::int ELSE (random() * 4294967294 - 2147483647)::bigint::int END,
       text.revision_id
FROM reports_revisiontext AS text, generate_series(1, %s) AS n
"""
UNIQUE = """
DELETE FROM reports_fingerprint AS one USING (
    SELECT min(ctid) AS first, hashed, text_id FROM reports_fingerprint GROUP BY hashed, text_id HAVING count(*) > 1
) AS twice WHERE one.hashed = twice.hashed AND one.text_id = twice.text_id AND one.ctid <> twice.first
"""


def print_measured() -> None:
    cycle = build()
    json.dump({"times": measure(cycle), "fingerprints": Fingerprint.objects.count()}, sys.stdout)


def build() -> Cycle:
    unit = Unit.objects.create(name="云溪县")
    people = county.store(county._person(number, unit) for number in range(REPORTS))
    cycle = county._cycle(unit, 0)
    reports = county._reports(cycle, people, ["submitted"] * REPORTS)
    words = ReportContent("述职报告", unit.name, "科长", "干部").to_dict()
    told = {"number": 1, "milestone": "submitted", "data": words, "sha256": "0" * 64, "created_by": people[0]}
    revisions = county.store(Revision(report=one, created_at=one.created_at, **told) for one in reports)
    county.store(RevisionText(revision=one, title="述职报告", text="") for one in revisions)
    fill(cycle)
    return cycle


def fill(cycle: Cycle) -> None:
    """Rows first and the key after them, as a copy of a database is restored."""
    key = "reports_fingerprint_pkey"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE reports_fingerprint DROP CONSTRAINT {key}")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(FILL, [cycle.pk, COMMON, HASHES])
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(UNIQUE)
        cursor.execute(f"ALTER TABLE reports_fingerprint ADD CONSTRAINT {key} PRIMARY KEY (cycle_id, hashed, text_id)")
        cursor.execute("VACUUM ANALYZE")


def measure(cycle: Cycle) -> dict[str, list[float]]:
    added, found, again = [], [], []
    for number, report in enumerate(
        Report.objects.filter(cycle=cycle).select_related("cycle", "author", "unit")[:TIMES]
    ):
        revision = county._revision(report, number, report.author)
        revision.number = 2
        revision.save(force_insert=True)
        keep_text(revision)
        added.append(_time(lambda revision=revision: keep_fingerprints(revision)))
        hashes = hashes_of(print_plain(revision.content))
        found.append(_time(lambda hashes=hashes, report=report: Fingerprint.objects.near(hashes, report=report)))
        CopySearch(cycle).find(report, revision.content)
        again.append(_time(lambda r=report, words=revision.content: CopySearch(cycle).find(r, words)))
    names = ("fingerprints of one added", "candidates of one found", "the check page’s search, a second time")
    return dict(zip(names, (added, found, again), strict=True))


def _time(act: Callable[[], Any]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


if __name__ == "__main__":
    print_measured()
