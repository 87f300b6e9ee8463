"""For authors and assistants: the rounds in which a report can be started."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404

from ..models import Assistance, Cycle, Report, Unit, User


def cycles_to_start(user: User, at: datetime) -> list[tuple[Cycle, User]]:
    """The open cycles in which the person, or an author they assist, has no report yet; each with that author.

    Runs four queries, however many authors a person assists.
    """
    cycles = list(Cycle.objects.open_at(at).select_related("outline").order_by("due"))
    assisted = _assisted(user, cycles)
    authors = [user, *{author.pk: author for authors in assisted.values() for author in authors}.values()]
    begun = set(Report.objects.filter(cycle__in=cycles, author__in=authors).values_list("cycle", "author"))
    above = Unit.objects.lines_upward()
    return [
        (cycle, author)
        for author in authors
        for cycle in cycles
        if cycle.unit_id in above.get(author.unit_id, ())
        and (cycle.pk, author.pk) not in begun
        and (author == user or author in assisted[cycle.pk])
    ]


def _assisted(user: User, cycles: Sequence[Cycle]) -> dict[int, list[User]]:
    """Active authors whom the person assists, by cycle. A duty in one cycle does not end assisting in another."""
    mine = Assistance.objects.filter(assistant=user, author__is_active=True).select_related("author__unit")
    by_cycle = [mine.of_round(cycle.pk) for cycle in cycles]
    assisted: dict[int, list[User]] = {cycle.pk: [] for cycle in cycles}
    for assistance in Assistance.objects.none().union(*by_cycle).order_by("pk"):
        assisted[assistance.cycle_pk].append(assistance.author)
    return assisted


def cycle_to_start(user: User, pk: int, author_pk: int | None, at: datetime) -> tuple[Cycle, User]:
    """An open cycle, for the person or for an author whom they assist."""
    for cycle, author in cycles_to_start(user, at):
        if cycle.pk == pk and author.pk == (author_pk or user.pk):
            return cycle, author
    raise Http404
