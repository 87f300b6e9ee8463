"""For organisers: the word lists of the units that they organise."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from ..models import Unit, User, WordListEntry
from .cycle import unit_to_organise


def word_lists_to_organise(user: User) -> QuerySet[Unit]:
    """Their own units, and those below that have a list; with how many entries. Raises Http404 for who organises
    nothing.
    """
    units = Unit.objects.of_organiser(user)
    if not units.exists():
        raise Http404
    counted = units.annotate(entries=Count("words", filter=Q(words__is_off=False)))
    return counted.filter(Q(organisers=user) | Q(entries__gt=0)).order_by("name", "pk")


def word_list_to_organise(user: User, unit_pk: int) -> tuple[Unit, QuerySet[WordListEntry]]:
    unit = unit_to_organise(user, unit_pk)
    return unit, WordListEntry.objects.filter(unit=unit).select_related("changed_by")


def word_list_entry_to_organise(user: User, unit_pk: int, pk: int) -> WordListEntry:
    return get_object_or_404(WordListEntry, unit=unit_to_organise(user, unit_pk), pk=pk)
