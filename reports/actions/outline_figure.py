"""What a figure that an outline asks for is taken from, for all who write from it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..ledgers.binding import Binding
from ..models import Cycle, Event, OutlineSection, User
from .errors import Refused
from .event import log
from .outline import lock_outline


@transaction.atomic
def bind_asked_figure(
    *, cycle: Cycle, section: OutlineSection, label: str, kind: str, binding: Binding, by: User, at: datetime
) -> None:
    """Of the kind of ledger with that slug. Raises Refused where the outline is in use, or the figure is asked for no
    longer.
    """
    basis = {"kind": kind, "year": cycle.year, "binding": binding.to_dict()}
    _store(cycle, section, label, basis, by=by, at=at)


@transaction.atomic
def release_asked_figure(*, cycle: Cycle, section: OutlineSection, label: str, by: User, at: datetime) -> None:
    """Each author types it, or binds it alone."""
    _store(cycle, section, label, None, by=by, at=at)


def _store(
    cycle: Cycle, section: OutlineSection, label: str, basis: dict[str, object] | None, *, by: User, at: datetime
) -> None:
    outline = lock_outline(cycle)
    fresh = outline.sections.filter(pk=section.pk).first()
    if fresh is None or label not in {figure["label"] for figure in fresh.figures}:
        raise Refused(_("This figure is not asked for any more: another organiser has changed the section."))
    fresh.bases = {name: kept for name, kept in fresh.bases.items() if name != label}
    if basis:
        fresh.bases[label] = basis
    fresh.save()
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=cycle, detail=f"{fresh.title} · {label}")
