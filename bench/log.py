"""Pages of the log at 10,000 rows and at LOG_ROWS (a million), on PostgreSQL: medians, and how many times as much."""

import json
import os
from tempfile import TemporaryDirectory

from bench import print_table, server
from bench.province import AIM, HEADER, rows

FEW, MANY = 10_000, int(os.environ.get("LOG_ROWS", "1000000"))


def main() -> None:
    with server.postgresql() as url, TemporaryDirectory(prefix="bench-") as documents:
        environment = server.environment_of(url, documents)
        for command in (["migrate", "--verbosity", "0"], ["demo"]):
            server.run(environment, "manage.py", *command)
        few, many = (json.loads(server.run(environment, "-m", "bench.log_pages", str(count))) for count in (FEW, MANY))
    title = f"Pages of a log of {few['rows']:,} rows and of {many['rows']:,}, added in {many['made']:.0f} s"
    print_table(title, HEADER, rows(few["measured"], many["measured"]))
    print(f"\nThe aim is a ratio of {AIM} at most.")


if __name__ == "__main__":
    main()
