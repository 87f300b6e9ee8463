"""What the pages of a round ask."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ..actions.batch_plan import describe
from ..models import Cycle
from ..models.participant import ParticipantProgress
from ..pages.cycle.counts import CycleCount

register = template.Library()

# Names of addresses; those that this release does not have are left out.
TABS = {
    "cycle": _("Progress"),
    "participants": _("Roll"),
    "cycle_reports": _("Reports"),
    "cycle_reviews": _("Reviews"),
    "reconciliation": _("Contradictions"),
    "roll_import": _("Spreadsheet"),
    "slips": _("Sign-in slips"),
    "stages": _("Stages and reviewers"),
    "cycle_reviewers": _("Who reviews how much"),
    "outline": _("Outline"),
    "cycle_settings": _("Settings"),
}


register.filter("describe_row", describe)


@register.filter
def tabs(cycle: Cycle) -> list[tuple[str, Promise, str]]:
    """Name, label and address of each page of the round."""
    shown: list[tuple[str, Promise, str]] = []
    for name, label in TABS.items():
        try:
            shown.append((name, label, reverse(name, args=[cycle.pk])))
        except NoReverseMatch:
            continue
    return shown


@register.filter
def cycle_state(cycle: Cycle) -> str:
    if cycle.closed_at:
        return pgettext("state of a round", "Closed")
    if cycle.is_announced and not cycle.is_open:
        return pgettext("state of a round", "Announced")
    return (
        pgettext("state of a round", "Running") if cycle.opened_at else pgettext("state of a round", "Being prepared")
    )


@register.filter
def left_until_due(cycle: Cycle) -> int:
    """Whole days; 0 on the due day, negative after it."""
    return (cycle.due - timezone.localdate()).days


@register.filter
def in_words(counts: Iterable[CycleCount]) -> str:
    """What a picture of them shows, for those who do not see it."""
    return "，".join(f"{count.label} {count.number}" for count in counts if count.number)


@register.filter
def progress_label(participant: Any) -> Promise | str:
    """`participant` has its `progress`."""
    return ParticipantProgress(participant.progress).label_in(participant.cycle)
