"""`--budget 50`: as many tests as fit into so many processor seconds, by what each took before.

What was never run here, what failed the last time, and what tests a file that is changed, is always among them. The
times are pytest's cache: they are of this machine, and a fresh clone runs everything once.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from itertools import accumulate
from pathlib import PurePath

import pytest

TIMES = "budget/seconds"
BEGUN = pytest.StashKey[float]()
LEFT_OUT = pytest.StashKey[tuple[int, float]]()
TOOK = "processor seconds"


def fitting(seconds: Mapping[str, float], budget: float) -> set[str]:
    """The quickest ones, as many as there is time for."""
    order = sorted(seconds, key=lambda name: (seconds[name], name))
    ends = accumulate(seconds[name] for name in order)
    return {name for name, end in zip(order, ends, strict=True) if end <= budget}


def is_of(changed: Iterable[str], test: str) -> bool:
    """Whether the test's file is changed, or has the name of a changed file or of its folder: tests mirror the tree."""
    paths = [PurePath(name) for name in changed]
    words = {word for path in paths for word in (path.stem.strip("_"), path.parent.name)}
    name = PurePath(test).stem.removeprefix("test_")
    return PurePath(test) in paths or any(re.fullmatch(rf"{re.escape(word)}(_\w+)?", name) for word in words if word)


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def changed_files() -> list[str]:
    """What is not committed, or not pushed yet."""
    said = [
        git("diff", "--name-only", "HEAD"),
        git("diff", "--name-only", "@{upstream}..."),
        git("ls-files", "-o", "--exclude-standard"),
    ]
    return [name for names in said for name in names.splitlines()]


def git(*arguments: str) -> str:
    """Empty outside of a checkout, and where there is nothing to compare with."""
    command = ["git", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 - written here


def pytest_addoption(parser):
    parser.addoption("--budget", type=float, metavar="SECONDS", help="as many tests as fit into so much processor time")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    budget = config.getoption("--budget")
    if budget is None:
        return
    known, failed, changed = config.cache.get(TIMES, {}), config.cache.get("cache/lastfailed", {}), changed_files()
    mine = {file for file in {file_of(item) for item in items} if is_of(changed, file)}
    always = {
        item.nodeid for item in items if item.nodeid not in known or item.nodeid in failed or file_of(item) in mine
    }
    left = budget - sum(known.get(name, 0) for name in always)
    chosen = always | fitting({item.nodeid: known[item.nodeid] for item in items if item.nodeid not in always}, left)
    left_out = [item for item in items if item.nodeid not in chosen]
    items[:] = [item for item in items if item.nodeid in chosen]
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT] = len(left_out), sum(known[item.nodeid] for item in left_out)


def pytest_runtest_setup(item):
    item.stash[BEGUN] = processor_seconds()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item, call):
    if call.when == "teardown" and BEGUN in item.stash:
        item.user_properties.append((TOOK, round(processor_seconds() - item.stash[BEGUN], 3)))


def processor_seconds() -> float:
    """With those of programs that were started and have ended."""
    return sum(os.times()[:4])


class Times:
    """Kept by the one process that hears of all tests."""

    def __init__(self, cache: pytest.Cache):
        self.cache = cache
        self.took: dict[str, float] = {}

    def pytest_runtest_logreport(self, report):
        told = dict(report.user_properties)
        if TOOK in told:
            self.took[report.nodeid] = told[TOOK]

    def pytest_sessionfinish(self):
        known = self.cache.get(TIMES, {})
        new = {name: round((known.get(name, took) + took) / 2, 3) for name, took in self.took.items()}
        if new:
            self.cache.set(TIMES, known | new)


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Times(config.cache))


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left out"] = session.config.stash.get(LEFT_OUT, (0, 0.0))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """All workers leave out the same."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left out", (0, 0.0))


def pytest_terminal_summary(terminalreporter, config):
    count, seconds = config.stash.get(LEFT_OUT, (0, 0.0))
    if count:
        terminalreporter.line(f"{count} tests were left out; they take some {seconds:.0f} processor seconds more.")
