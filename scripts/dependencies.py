"""docs/dependencies.md: licence and days of each locked package. Called by scripts/lock."""

import sys
import tomllib
from datetime import date
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

HEAD = """# What the site depends on

Written by `scripts/lock` on {today}, from requirements.txt and requirements-ldap.txt. `requirements.lock` holds the
same packages with the hashes of their files; pip takes no others (`pip install --require-hashes -r requirements.lock`).
Tools and tests (requirements-dev.txt) are not on a server.

To renew, once a month, and at once where a package that is named here has a security notice: `scripts/lock`, which
fills in `newest`; change requirements.txt; `make setup`, `scripts/lock`, `make check`.

`released` is the day of the version that we use, `newest` the last release of all and its day: what a package without
releases for years is, and what we are behind in, is seen here. Those for signing in by LDAP alone are marked; they are
installed where it is.

All may be used, changed and passed on freely. **merge3 is under the GPL alone**: to run the site asks nothing of an
office, to pass it on together with merge3 does. Of pyphen's three licences one may choose.

| package | version | released | newest | licence |
|---|---|---|---|---|"""
FOR_LDAP = {"django-auth-ldap", "python-ldap"}
# Of those that say it in a file alone, or that are not installed here; by us.
READ_BY_US = {
    "django-auth-ldap": "BSD-2-Clause",
    "pyrage": "MIT",
    "python-ldap": "Python Software Foundation License",
}
ELSEWHERE = "not installed with CPython on Linux"


def licence_of(name: str) -> str:
    """As its author wrote it: the expression, or the classifiers, or the first line."""
    if name in READ_BY_US:
        return READ_BY_US[name]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE
    named = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    first = (told.get("License") or "").strip().splitlines()
    return told.get("License-Expression") or ", ".join(named) or (first[0] if first else "see the package")


def released(package: dict) -> str:
    given = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
    return f"{min(file['upload-time'] for file in given):%Y-%m-%d}"


def packages(lock: str) -> list[dict]:
    return tomllib.loads(Path(lock).read_text())["packages"]


def rows(locked: str, newest: str):
    last = {package["name"]: f"{package['version']}, {released(package)}" for package in packages(newest)}
    for package in packages(locked):
        name = package["name"]
        day, licence = released(package), licence_of(name)
        mark = " (LDAP)" if name in FOR_LDAP else ""
        yield f"| {name}{mark} | {package['version']} | {day} | {last[name]} | {licence} |"


if __name__ == "__main__":
    print("\n".join([HEAD.format(today=date.today()), *rows(*sys.argv[1:])]))  # noqa: T201 - a script
