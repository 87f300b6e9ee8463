"""All measures, or those that are named: python -m bench [site] [reading] …"""

import os
import sys
import timeit
from importlib import import_module
from pkgutil import iter_modules

import bench


def run(wanted: list[str]) -> None:
    """Each module of the package that has a `main`."""
    for name in sorted(module.name for module in iter_modules(bench.__path__)):
        if name != "__main__" and (not wanted or name in wanted):
            module = import_module(f"bench.{name}")
            if hasattr(module, "main") and (wanted or not hasattr(module, "ALONE")):
                module.main()


def machine() -> list[str]:
    """How many processors, how many processes want them, and how fast a loop that touches nothing else is."""
    loop = min(timeit.repeat("sum(i * i for i in range(100_000))", number=1, repeat=20))
    return [str(os.cpu_count()), f"{os.getloadavg()[0]:.1f}", f"{loop * 1000:.1f}"]


bench.print_table("This machine", ("processors", "load", "100,000 squares, ms"), [machine()])
run(sys.argv[1:])
