"""What the head of every page shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .. import access


def navigation(request: HttpRequest) -> dict[str, Any]:
    """How many reports the person reviews, how many notices are new; asked only by templates that show it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "own_reviews": SimpleLazyObject(lambda: access.count_reviews(user)),
        "notices_unread": SimpleLazyObject(lambda: access.count_unread(user)),
    }
