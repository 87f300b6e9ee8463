"""Found values in words."""

from .translation import gettext as _

_LISTED = 5


def listed(items: list[str]) -> str:
    """The first few items and how many more there are."""
    more = f" +{len(items) - _LISTED}" if len(items) > _LISTED else ""
    return ", ".join(items[:_LISTED]) + more


def on_page(number: int, found: str) -> str:
    return _("page %(number)s: %(found)s") % {"number": number, "found": found}
