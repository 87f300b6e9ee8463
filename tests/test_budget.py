"""Which tests `--budget` takes, and that nothing which may have broken is left out."""

import json

import pytest

from .budget import TIMES, fitting, is_of

pytest_plugins = ["pytester"]
SLOW = "test_slow.py::test_slow"


@pytest.mark.parametrize(
    ("budget", "taken"), [(0, set()), (0.31, {"a", "c"}), (0.29, {"a"}), (6, {"a", "b", "c"}), (-1, set())]
)
def test_the_quickest_are_taken_while_there_is_time(budget, taken):
    assert fitting({"a": 0.1, "b": 5.0, "c": 0.2}, budget) == taken


@pytest.mark.parametrize(
    ("changed", "test", "is_its"),
    [
        ("reports/views/section.py", "tests/views/test_section.py", True),
        ("reports/actions/section.py", "tests/actions/test_section_at_once.py", True),
        ("templates/section/_figure.html", "tests/views/test_section.py", True),
        ("reports/prose/parsing/__init__.py", "tests/prose/test_parsing.py", True),
        ("tests/views/test_section.py", "tests/views/test_section.py", True),
        ("reports/views/section.py", "tests/views/test_sectional.py", False),
        ("reports/views/section.py", "tests/views/test_figure.py", False),
    ],
)
def test_the_tests_of_what_is_changed_are_found_by_its_name(changed, test, is_its):
    assert is_of([changed], test) is is_its


@pytest.fixture
def checkout(pytester):
    """A quick and a slow test, committed; both ran before."""
    pytester.makepyfile(test_quick="def test_quick(): pass", test_slow="def test_slow(): pass")
    for command in ("init -q", "add .", "-c user.name=a -c user.email=a@example.org commit -qm one"):
        pytester.run("git", *command.split())
    keep(pytester, TIMES, {"test_quick.py::test_quick": 0.1, SLOW: 5.0})
    return pytester


def keep(pytester, name, value):
    file = pytester.path / ".pytest_cache/v" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value))


def run(pytester):
    """The tests that were run, by name, and what was printed."""
    result = pytester.runpytest_inprocess("-p", "no:django", "-p", "tests.budget", "--budget", "1", "-v")
    return {line.split("::")[1].split()[0] for line in result.outlines if "PASSED" in line}, result


def test_what_does_not_fit_is_left_out_and_that_is_said(checkout):
    ran, result = run(checkout)
    assert ran == {"test_quick"}
    result.stdout.fnmatch_lines(["1 tests were left out; they take some 5 processor seconds more."])


def test_what_failed_is_taken(checkout):
    keep(checkout, "cache/lastfailed", {SLOW: True})
    assert run(checkout)[0] == {"test_slow"}  # after it there is no time for the other


def test_what_was_never_run_is_taken_and_its_time_kept(checkout):
    keep(checkout, TIMES, {"test_quick.py::test_quick": 0.1})
    assert run(checkout)[0] == {"test_quick", "test_slow"}
    kept = json.loads((checkout.path / ".pytest_cache/v" / TIMES).read_text())
    assert kept.keys() == {"test_quick.py::test_quick", SLOW}
    assert kept["test_quick.py::test_quick"] <= 0.1


@pytest.mark.parametrize("name", ["test_slow.py", "slow.py", "slow/page.html"])
def test_what_tests_a_changed_file_is_taken(checkout, name):
    file = checkout.path / name
    file.parent.mkdir(exist_ok=True)
    with file.open("a") as code:
        code.write("\n")
    assert run(checkout)[0] == {"test_slow"}


def test_without_a_budget_all_are_run(checkout):
    result = checkout.runpytest_inprocess("-p", "no:django", "-p", "tests.budget", "-v")
    result.assert_outcomes(passed=2)
    result.stdout.no_fnmatch_line("*left out*")
