"""What is carried along in the address from page to page: the list from which a reviewer came, and which comments of a
report are shown.
"""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.http import urlencode

LONGEST = 500  # characters
QUEUE = "queue"
FILTER = ("show", "section")  # as CommentFilter is asked for


def queue_of(request: HttpRequest) -> str:
    """The query of the list; empty where the reviewer came from elsewhere."""
    return request.GET.get(QUEUE, "")[:LONGEST]


def with_queue(request: HttpRequest, address: str) -> str:
    """For a page of another report."""
    return with_query(address, {QUEUE: queue_of(request)})


def with_filter(request: HttpRequest, address: str) -> str:
    """For a page of the same report: the list, and the filter of its comments."""
    if not request.GET:
        return address
    return with_query(address, {name: request.GET.get(name, "")[:LONGEST] for name in (QUEUE, *FILTER)})


def with_query(address: str, values: Mapping[str, object]) -> str:
    """Leaves out what is empty."""
    said = {name: str(value) for name, value in values.items() if value not in ("", None)}
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(said)}" if said else address
