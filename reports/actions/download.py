"""Noting that words left the site as a file."""

from datetime import datetime

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
