"""Opening a year's round."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Cycle, Event, Stage, User
from .errors import Refused
from .event import log


@transaction.atomic
def open_cycle(*, cycle: Cycle, by: User, at: datetime) -> None:
    """Lets reports be started and freezes the outline. Adds one stage where the cycle has none. Raises Refused where
    the outline has no section.
    """
    if not cycle.outline.sections.exists():
        raise Refused(_("The outline has no sections yet. Add them first."))
    if Cycle.objects.filter(pk=cycle.pk, opened_at=None).update(opened_at=at):
        cycle.opened_at = at
        ensure_stage(cycle)
        log(verb=Event.Verb.CYCLE_OPENED, actor=by, at=at, cycle=cycle, detail=cycle.name)


def ensure_stage(cycle: Cycle) -> Stage:
    """The first one, which is added where the cycle has none."""
    return cycle.stages.order_by("position").first() or Stage.objects.create(cycle=cycle, name=_("Review"))
