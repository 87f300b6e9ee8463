"""requirements.lock and docs/dependencies.md are of requirements.txt: whoever changes one runs scripts/lock."""

import re

from django.conf import settings

ROOT = settings.BASE_DIR


def pinned(line: str) -> tuple[str, str]:
    name, version = re.match(r"([\w.-]+)(?:\[\w+\])?==([\w.]+)", line).groups()
    return re.sub(r"[._-]+", "-", name).lower(), version


def locked(file: str = "requirements.lock") -> dict[tuple[str, str], str]:
    """Each package with what follows it."""
    entries = re.split(r"\n(?=\S)", (ROOT / file).read_text().strip())
    return {pinned(entry): entry for entry in entries}


def test_what_is_required_is_locked_at_the_same_version():
    required = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if re.match(r"\w", line)]
    assert {pinned(line) for line in required} - {*locked()} == set()


def test_every_locked_package_has_the_hashes_of_its_files():
    without = [name for name, entry in locked().items() if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)]
    assert (without, len(locked()) > 30) == ([], True)


def test_each_is_named_with_licence_and_day():
    """And with the last release of all: what is behind, and what nobody keeps any more, is seen."""
    day = r"(\d{4}-\d\d-\d\d)"
    row = rf"^\| ([\w-]+)(?: \(LDAP\))? \| ([\w.]+) \| {day} \| [\w.]+, {day} \| (\S.*) \|$"
    rows = re.findall(row, _dependencies(), re.MULTILINE)
    assert {row[:2] for row in rows} == {*locked("requirements.lock"), *locked("requirements-ldap.lock")}
    assert [row[0] for row in rows if row[3] < row[2] or row[4] == "see the package"] == []


def test_those_under_the_gpl_alone_are_known():
    """A new one is a decision, and named above the table. LGPL and a choice of licences are none."""
    rows = re.findall(r"^\| ([\w-]+)[^|]* \|.*\| (.*) \|$", _dependencies(), re.MULTILINE)
    bound = [name for name, licence in rows if re.search(r"\bA?GPL|SSPL|BUSL", licence) and "MPL" not in licence]
    assert bound == ["merge3"]


def _dependencies() -> str:
    return (ROOT / "docs" / "dependencies.md").read_text()
