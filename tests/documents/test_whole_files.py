"""A file is there whole or not at all: on a full disk, after kill -9, for who reads while it is written."""

import os
import resource
import signal
import subprocess
import sys
import time
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import pytest

from reports.documents.whole_files import write_whole

from .disks import files_in

OLD, NEW = b"old" * 1000, b"new" * 100_000


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_replaces_one_of_the_same_name(tmp_path):
    for data in (OLD, NEW):
        write_whole(tmp_path / "x.pdf", [data])
        assert (names(tmp_path), (tmp_path / "x.pdf").read_bytes()) == (["x.pdf"], data)


def test_on_a_full_disk_what_stood_there_stands_there_still(full_disk):
    (full_disk / "filling").unlink()
    target = full_disk / "x.pdf"
    target.write_bytes(OLD)
    with pytest.raises(OSError, match="No space left on device") as full:
        write_whole(target, repeat(b"0" * 4096, 1000))
    assert (full.value.filename, names(full_disk), target.read_bytes()) == (str(target), ["x.pdf"], OLD)


def _write_with_limit(folder):
    """As on a disk where the file does not fit, for accounts that may mount none."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    try:
        write_whole(folder / "x.pdf", [NEW])
    except OSError as error:
        os._exit(error.errno)
    os._exit(0)


def test_what_may_not_grow_so_large_leaves_nothing(tmp_path):
    process = get_context("fork").Process(target=_write_with_limit, args=(tmp_path,))
    process.start()
    process.join()
    assert (process.exitcode, names(tmp_path)) == (27, [])  # EFBIG


KILLED = """
import os, signal, sys
from pathlib import Path
from reports.documents.whole_files import write_whole

def chunks():
    yield b"0" * 500_000
    os.kill(os.getpid(), signal.SIGKILL)

write_whole(Path(sys.argv[1]), chunks())
"""


def test_what_a_killed_process_leaves_is_never_taken_for_the_file_and_cleared_away(tmp_path):
    target = tmp_path / "x.pdf"
    target.write_bytes(OLD)
    killed = subprocess.run([sys.executable, "-c", KILLED, target], check=False)  # noqa: S603
    left = [name for name in names(tmp_path) if name != "x.pdf"]
    assert (killed.returncode, len(left), target.read_bytes()) == (-signal.SIGKILL, 1, OLD)
    write_whole(tmp_path / "y.pdf", [NEW])
    assert names(tmp_path) == sorted([*left, "x.pdf", "y.pdf"])  # another process may be writing it just now
    os.utime(tmp_path / left[0], (time.time() - 3700,) * 2)
    write_whole(tmp_path / "y.pdf", [NEW])
    assert names(tmp_path) == ["x.pdf", "y.pdf"]


def test_an_abandoned_file_makes_room_on_a_full_disk(full_disk):
    (full_disk / "filling").rename(full_disk / ".0.unfinished")
    os.utime(full_disk / ".0.unfinished", (time.time() - 3700,) * 2)
    write_whole(full_disk / "x.pdf", [OLD])
    assert files_in(full_disk) == {"x.pdf"}


def test_who_reads_meanwhile_reads_the_old_file_whole(tmp_path):
    target = tmp_path / "x.pdf"
    target.write_bytes(OLD)

    def chunks():
        for _time in range(3):
            yield NEW
            assert target.read_bytes() == OLD

    write_whole(target, chunks())
    assert target.read_bytes() == NEW * 3


def test_a_link_goes_on_leading_to_the_file(tmp_path):
    (tmp_path / "real.pdf").write_bytes(OLD)
    (tmp_path / "link.pdf").symlink_to("real.pdf")
    write_whole(tmp_path / "link.pdf", [NEW])
    assert ((tmp_path / "link.pdf").is_symlink(), (tmp_path / "real.pdf").read_bytes()) == (True, NEW)


def test_a_device_is_written_as_it_is():
    write_whole(Path(os.devnull), [NEW])
    assert Path(os.devnull).is_char_device()
    with pytest.raises(OSError, match="No space left on device"):
        write_whole(Path("/dev/full"), [NEW])
