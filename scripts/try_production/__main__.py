"""docs/production.md followed to the letter on a clean Debian, to see whether it is true.

    python3 -m scripts.try_production /var/tmp/tried

makes a Debian in that folder, starts it with its own systemd, runs there every command of the page and writes every
file, as they stand, and visits the site over nginx. What the page asks a person for is put in: Trial.asked_for. It ends
with 1 at the first command that fails, and takes the folder away. Needs root, debootstrap and systemd-container.
"""

import argparse
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from .machine import Failed, make_tree, started
from .page import PAGE, read_page
from .steps import SERVING, Trial

ROOT = Path(__file__).parents[2]
ORIGIN = "srv/duty-reports.git"


def main() -> int:
    options = _options()
    tree: Path = options.folder.resolve()
    if tree.exists():
        return _stop(f"{tree} is there already. Name a folder that is not.")
    missing = [name for name in ("debootstrap", "systemd-nspawn", "nsenter") if not shutil.which(name)]
    if missing:
        return _stop(f"Missing: {', '.join(missing)}. To install: apt-get install debootstrap systemd-container")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that all is put away then, too
    begun = time.monotonic()
    try:
        make_tree(tree, copied=options.debian)
        _put_repository(tree / ORIGIN, options.former or "HEAD")
        with started(tree) as machine:
            trial = Trial(machine, read_page(PAGE.read_text()), newest=lambda: _put_repository(tree / ORIGIN, "HEAD"))
            trial.follow(only=SERVING if options.former else ())
    except (Failed, subprocess.CalledProcessError) as failed:
        return _stop(f"docs/production.md does not hold: {failed}")
    finally:
        if not options.keep:
            shutil.rmtree(tree, ignore_errors=True)
    minutes = (time.monotonic() - begun) / 60
    print(f"\nAll of docs/production.md but what is marked there was done, in {minutes:.0f} minutes.")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m scripts.try_production", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder that is not there, on a disk with 6 GB")
    parser.add_argument("--from", dest="former", metavar="COMMIT", help="install this one, and try the update alone")
    parser.add_argument("--debian", type=Path, metavar="TREE", help="what debootstrap has made before, to be copied")
    parser.add_argument("--keep", action="store_true", help="leave the folder in the end, to look into it")
    return parser.parse_args()


def _put_repository(origin: Path, commit: str) -> None:
    """With this commit as its main branch."""
    if not origin.exists():
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(origin)], check=True)
    pushed = [str(origin), f"{commit}:refs/heads/main"]
    subprocess.run(["git", "-C", str(ROOT), "push", "--quiet", "--force", *pushed], check=True)


def _stop(why: str) -> int:
    print(f"\n{why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
