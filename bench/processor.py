"""Processor time: other users of a machine make waiting longer by far, and computing only a little."""

from pathlib import Path
from time import process_time

from django.db import connection

TICKS = 100  # a second, of the kernel's clock


def spent() -> float:
    """Seconds that this process has computed, with its connection's process of PostgreSQL on the same machine."""
    return process_time() + _backend()


def _backend() -> float:
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
