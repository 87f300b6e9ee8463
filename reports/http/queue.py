"""The list from which a reviewer came, carried along in the address from page to page."""

from django.http import HttpRequest
from django.utils.http import urlencode

LONGEST = 500  # characters


def queue_of(request: HttpRequest) -> str:
    """The query of the list; empty where the reviewer came from elsewhere."""
    return request.GET.get("queue", "")[:LONGEST]


def with_queue(request: HttpRequest, address: str) -> str:
    queue = queue_of(request)
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({'queue': queue})}" if queue else address
