"""Hostile requests and hostile files, over every address and role of the demonstration, sent to the site as production
serves it: how many fail or hang, and how large each process grows. `python -m bench.hostile SEED REQUESTS FILES` takes
others.
"""

import json
import sys
from tempfile import TemporaryDirectory, TemporaryFile

from bench import print_table, server

REQUESTS, FILES = 10_000, 2_000
MOST = 400  # MB that a process may take
ALONE = True  # takes minutes, and is asked for by its name
HEADER = ("what", "how many", "500s", "over 10 s", "slowest, s", "median, ms", "answers")


def main(seed: str = "18", requests: str = str(REQUESTS), files: str = str(FILES)) -> None:
    with server.sqlite() as url, TemporaryDirectory(prefix="bench-") as documents, TemporaryFile() as journal:
        environment = server.environment_of(url, documents)
        server.run(environment, "manage.py", "migrate", "--verbosity", "0")
        server.run(environment, "manage.py", "demo", "--password", "shui-qu-xiufu-2026")
        with server.serve(environment, journal=journal) as (port, web), server.work(environment) as work:
            sending = ["bench.hostile_requests", seed, requests, files, *map(str, (port, web, work))]
            said = server.run(environment, "-m", *sending)
    measured = json.loads(said.splitlines()[-1])
    print_table(f"Hostile requests and files, seed {seed}", HEADER, measured["rows"])
    memory = [[name, f"{peak:.0f}", "yes" if peak > MOST else "no", doing] for name, peak, doing in measured["memory"]]
    print_table("Memory", ("process", "most, MB", f"over {MOST}", "when it grew last"), memory)
    print("\n".join(measured["failed"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
