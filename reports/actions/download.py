"""Noting that words left the site as a file."""

import os
from datetime import datetime
from getpass import getuser

from ..models import Cycle, Event, Report, User
from .event import log, log_sitting


def note_export(*, report: Report, kind: str, by: User, at: datetime, is_shown: bool = False) -> None:
    """Of a report's own file; each kind is logged once a sitting. One that a browser shows in its page `is_shown`."""
    verb = Event.Verb.SHOWN if is_shown else Event.Verb.EXPORTED
    log_sitting(verb=verb, actor=by, at=at, report=report, detail=kind)


def note_file(
    *,
    name: str,
    by: User,
    at: datetime,
    report: Report | None = None,
    cycle: Cycle | None = None,
    is_shown: bool = False,
) -> None:
    """Of any other file, each time."""
    verb = Event.Verb.SHOWN if is_shown else Event.Verb.EXPORTED
    log(verb=verb, actor=by, at=at, report=report, cycle=cycle, detail=name)


def note_file_outside(*, name: str, of: User, at: datetime, report: Report | None = None) -> None:
    """Of a file that a command wrote on the server, under the name of whom it is about: nobody has signed in there."""
    log(verb=Event.Verb.EXPORTED_OUTSIDE, actor=of, at=at, report=report, detail=f"{name} · {operator()}")


def operator() -> str:
    """Who runs a command on the server, as the system names them; behind sudo, who called it."""
    try:
        return os.environ.get("SUDO_USER") or getuser()
    except (KeyError, OSError):  # a number without a name
        return str(os.getuid())
