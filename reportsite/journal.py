"""What the site writes to the journal: one JSON object a line, with who asked, and without a word of a report."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

_SAID = (OSError, ImproperlyConfigured)  # whose messages tell of the machine; those of a database quote what was sent


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        return json.dumps(said | _asked(record) | _failed(record))


def _asked(record: logging.LogRecord) -> dict[str, Any]:
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return {}
    from reports.http.client import client_address  # noqa: PLC0415 - the log is set up before the site

    # Who it is stands there once a view has asked; to ask here could fail as what is being told of did.
    person = getattr(request, "_cached_user", None)
    return {
        "status": getattr(record, "status_code", None),
        "method": request.method,
        "path": request.path,
        "address": client_address(request),
        "person": getattr(person, "pk", None),
    }


def _failed(record: logging.LogRecord) -> dict[str, Any]:
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {}
    chain = []
    while error is not None:
        chain.append(_error(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return {"errors": chain}


def _error(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    kind = type(error)
    told = {"message": str(error)} if isinstance(error, _SAID) else {}
    return {"type": f"{kind.__module__}.{kind.__qualname__}", "at": places} | told
