"""docs/dependencies.md: licence and day of each locked package. Called by scripts/lock."""

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

HEAD = """# What the site depends on

Written by `scripts/lock`, from requirements.txt. `requirements.lock` holds the same packages with the hashes of their
files; pip takes no others (`pip install --require-hashes -r requirements.lock`). Tools and tests
(requirements-dev.txt) are not on a server.

To renew: change requirements.txt, `make setup`, `scripts/lock`, `make check`; look at what is new in this table. Once a
month, and at once where a package that is named here has a security notice.

All may be used, changed and passed on freely. **merge3 is under the GPL alone**: to run the site asks nothing of an
office, to pass it on together with merge3 does. Of pyphen's three licences one may choose.

| package | version | released | licence |
|---|---|---|---|"""
ELSEWHERE = "not installed with CPython on Linux"


def licence_of(name: str) -> str:
    """As its author wrote it: the expression, or the classifiers, or the first line."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE
    named = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    first = (told.get("License") or "").strip().splitlines()
    return told.get("License-Expression") or ", ".join(named) or (first[0] if first else "see the package")


def released(package: dict) -> str:
    files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
    return f"{min(file['upload-time'] for file in files):%Y-%m-%d}"


def rows(lock: Path):
    for package in tomllib.loads(lock.read_text())["packages"]:
        name = package["name"]
        yield f"| {name} | {package['version']} | {released(package)} | {licence_of(name)} |"


if __name__ == "__main__":
    print("\n".join([HEAD, *rows(Path(sys.argv[1]))]))  # noqa: T201 - a script
