"""All measures, or those that are named: python -m bench [site] [reading] …"""

import sys
from importlib import import_module
from pkgutil import iter_modules

import bench


def run(wanted: list[str]) -> None:
    """Each module of the package that has a `main`."""
    for name in sorted(module.name for module in iter_modules(bench.__path__)):
        if name != "__main__" and (not wanted or name in wanted):
            main = getattr(import_module(f"bench.{name}"), "main", None)
            if main:
                main()


run(sys.argv[1:])
