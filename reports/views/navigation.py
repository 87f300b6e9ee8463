"""What the head of every page shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .. import access


def navigation(request: HttpRequest) -> dict[str, Any]:
    """How many reports wait for the person's review, how many notices are new; asked only by templates that show it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "reviews_waiting": SimpleLazyObject(lambda: access.reviews_waiting(user).count()),
        "notices_unread": SimpleLazyObject(lambda: access.count_unread(user)),
    }
