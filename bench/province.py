"""The same pages with 1,000 officials and with 100,000, on PostgreSQL: medians, and how many times as much.

OFFICIALS and YEARS in the environment make it smaller.
"""

import json
import os
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench import print_table, server

FEW, MANY = 1_000, int(os.environ.get("OFFICIALS", "100000"))
YEARS = os.environ.get("YEARS", "3")
AIM = 1.5
HEADER = ("", "few, CPU ms", "many, CPU ms", "ratio", f"aim ≤ {AIM}", "few, waited ms", "many, waited ms")


def main() -> None:
    few, many = (measure(officials) for officials in (FEW, MANY))
    counted = " and ".join(f"{one['counted']} in {one['made']:.0f} s" for one in (few, many))
    print_table(f"Pages on PostgreSQL: {counted}", HEADER, rows(few["rows"], many["rows"]))


def measure(officials: int) -> dict[str, Any]:
    with server.postgresql() as url, TemporaryDirectory(prefix="bench-") as documents:
        environment = server.environment_of(url, documents)
        for command in (["migrate", "--verbosity", "0"], ["demo"]):
            server.run(environment, "manage.py", *command)
        begun = perf_counter()
        server.run(environment, "manage.py", "make_data", "--officials", str(officials), "--years", YEARS)
        made = perf_counter() - begun
        return json.loads(server.run(environment, "-m", "bench.province_pages")) | {"made": made}


def rows(few: list[list], many: list[list]) -> Iterator[list[str]]:
    for (name, computed, waited), (_name, computed_of_many, waited_of_many) in zip(few, many, strict=True):
        ratio = computed_of_many / computed
        said = [f"{ratio:.2f}", "met" if ratio <= AIM else "missed"]
        yield [name, f"{computed:.1f}", f"{computed_of_many:.1f}", *said, f"{waited:.1f}", f"{waited_of_many:.1f}"]


if __name__ == "__main__":
    main()
