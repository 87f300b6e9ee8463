"""1,000 reports of a round held against each other, on PostgreSQL."""

import json
from tempfile import TemporaryDirectory

from bench import print_table, server

AIM = 60  # seconds
HEADER = ("", "CPU s", "aim s", "planted", "missed", "false")


def main() -> None:
    with server.postgresql() as url, TemporaryDirectory(prefix="bench-") as documents:
        environment = server.environment_of(url, documents)
        server.run(environment, "manage.py", "migrate", "--verbosity", "0")
        found = json.loads(server.run(environment, "-m", "bench.contradicting_round"))
    counted = [str(found[name]) for name in ("planted", "missed", "false")]
    row = [f"{found['reports']:,} reports reconciled", f"{found['seconds']:.1f}", f"≤ {AIM}", *counted]
    print_table("Contradictions between reports", HEADER, [row])
