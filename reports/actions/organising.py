"""What all that organisers do to a round begins with: its row is locked, and nobody decides about themselves."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Cycle, CycleChange, Participant, Report, Unit, User
from ..models.circle import organisers_of, organisers_of_unit
from .errors import Refused


def lock_cycle(cycle: Cycle) -> Cycle:
    """The round as stored. Before any row of its roll or of its reports, so that no two wait for each other.

    Reports and log may still be written meanwhile, and are: the lock is only against other changes of the round. It is
    taken without joins: having waited, PostgreSQL would join the outline of before, and find nothing.
    """
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    return Cycle.objects.select_related("unit", "outline", "corrected_outline", "grade_scale").get(pk=cycle.pk)


def lock_participants(pks: Collection[int]) -> list[Participant]:
    """Their rows as stored, in one order, so that no two wait for each other."""
    list(Participant.objects.filter(pk__in=pks).select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return list(Participant.objects.filter(pk__in=pks).select_related("person", "unit", "cycle").order_by("pk"))


def record_change(
    cycle: Cycle,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    reason: str,
    by: User,
    at: datetime,
    person: User | None = None,
    unit: Unit | None = None,
) -> CycleChange:
    """The next numbered change, for all, or for one person or unit; the row of the cycle is locked.

    Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused(_("Write the reason: it is kept with the change, and those concerned read it."))
    return CycleChange.objects.create(
        cycle=cycle,
        number=cycle.changes.count() + 1,
        before=dict(before),
        after=dict(after),
        reason=reason.strip(),
        person=person,
        unit=unit,
        by=by,
        at=at,
    )


def refuse_own(participant: Participant, *, by: User) -> None:
    """Raises Refused where the participation is the person's own. The message names who may do it instead."""
    if participant.person_id == by.pk:
        raise Refused(f"{_('Nobody decides about their own participation.')} {advise_others(participant, by=by)}")


def advise_others(participant: Participant, *, by: User) -> str:
    others = organisers_of_unit(participant.unit_id).exclude(pk=by.pk).order_by("name", "pk")
    if names := join_names(others.values_list("name", flat=True)):
        return _("Ask another organiser to do it: %(names)s.") % {"names": names}
    return _("Ask the administrator to name another organiser of “%(unit)s”.") % {"unit": participant.unit}


def join_names(names: Iterable[str]) -> str:
    return pgettext("list of names", ", ").join(names)


def say_closed(report: Report) -> str:
    return _(
        "The round is closed: the report cannot be handed in any more. Your text is kept. Ask the organiser to open it "
        "again for you: %(names)s."
    ) % {"names": _name_organisers(report)}


def say_late(report: Report) -> str:
    return _(
        "The report was due at the end of %(day)s, and this round accepts no late ones. Your text is kept. Ask the "
        "organiser for a later day: %(names)s."
    ) % {"day": date_format(report.due_on, "DATE_FORMAT"), "names": _name_organisers(report)}


def _name_organisers(report: Report) -> str:
    return join_names(organisers_of(report).order_by("name", "pk").values_list("name", flat=True)) or str(report.unit)


def those_who_write(cycle: Cycle) -> list[User]:
    """Each once, however often they take part."""
    people = User.objects.filter(is_active=True, participations__in=cycle.participants.to_write())
    return list(people.distinct().order_by("pk"))
