"""For authors and assistants: the rounds in which a report can be started."""

from datetime import datetime

from django.http import Http404

from ..models import Cycle, Report, Unit, User


def cycles_to_start(user: User, at: datetime) -> list[tuple[Cycle, User]]:
    """The open cycles, with the author, in which the person or an author they assist has no report yet.

    Four queries, however many authors a person assists.
    """
    assisted = User.objects.filter(assistances__assistant=user, is_active=True).select_related("unit")
    authors = [user, *assisted]
    cycles = list(Cycle.objects.open_at(at).select_related("outline").order_by("due"))
    begun = set(Report.objects.filter(cycle__in=cycles, author__in=authors).values_list("cycle", "author"))
    above = Unit.objects.lines_upward()
    pairs = [
        (cycle, author) for author in authors for cycle in cycles if cycle.unit_id in above.get(author.unit_id, ())
    ]
    return [(cycle, author) for cycle, author in pairs if (cycle.pk, author.pk) not in begun]


def cycle_to_start(user: User, pk: int, author_pk: int | None, at: datetime) -> tuple[Cycle, User]:
    """An open cycle for the person, or for an author whom they assist."""
    for cycle, author in cycles_to_start(user, at):
        if cycle.pk == pk and author.pk == (author_pk or user.pk):
            return cycle, author
    raise Http404
