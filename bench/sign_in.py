"""What a sign-in costs, and how many processors 100,000 of them take on the last evening; on PostgreSQL."""

import json
from tempfile import TemporaryDirectory

from bench import print_table, server

PEOPLE, HOURS = 100_000, (1, 4)
HEADER = ("one sign-in", "CPU ms", f"hours of a processor for {PEOPLE:,}", *(f"cores in {hours} h" for hours in HOURS))


def main() -> None:
    with server.postgresql() as url, TemporaryDirectory(prefix="bench-") as documents:
        environment = server.environment_of(url, documents)
        server.run(environment, "manage.py", "migrate", "--verbosity", "0")
        measured = json.loads(server.run(environment, "-m", "bench.signed_in_people"))
    print_table("Signing in on the last evening", HEADER, [_row(name, cost) for name, cost in measured.items()])


def _row(name: str, seconds: float) -> list[str]:
    hours = seconds * PEOPLE / 3600
    return [name, f"{seconds * 1000:.1f}", f"{hours:.1f}", *(f"{hours / span:.1f}" for span in HOURS)]
