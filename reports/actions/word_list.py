"""Word lists of units: entries added and changed from a list, switched off and on again."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from ..models import Event, Unit, User, WordListEntry
from ..prose.proofreading import ListedWord
from .event import log


class WordListPlan(NamedTuple):
    """What a list would do. Nothing is deleted: what is not in it stays as it is."""

    added: list[ListedWord]
    changed: list[ListedWord]
    unchanged: list[ListedWord]


def plan_words(unit: Unit, entries: Iterable[ListedWord]) -> WordListPlan:
    """One query."""
    stored = {(one.kind, one.words): one for one in WordListEntry.objects.filter(unit=unit)}
    plan = WordListPlan([], [], [])
    for entry in entries:
        there = stored.get((entry.kind, entry.words))
        same = there is not None and there.listed == entry and not there.is_off
        (plan.added if there is None else plan.unchanged if same else plan.changed).append(entry)
    return plan


@transaction.atomic
def list_words(*, unit: Unit, entries: list[ListedWord], by: User, at: datetime) -> WordListPlan:
    """Adds and changes; an entry that was off is on again."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    plan = plan_words(unit, entries)
    for entry in (*plan.added, *plan.changed):
        said = {
            "use_instead": entry.use_instead,
            "valid_from": entry.valid_from,
            "valid_until": entry.valid_until,
            "source": entry.source,
        }
        WordListEntry.objects.update_or_create(
            unit=unit,
            kind=entry.kind,
            words=entry.words,
            defaults=said | {"is_off": False, "changed_by": by, "changed_at": at},
        )
    if plan.added or plan.changed:
        detail = f"{unit} · +{len(plan.added)} ~{len(plan.changed)}"
        log(verb=Event.Verb.WORD_LIST_CHANGED, actor=by, at=at, detail=detail)
    return plan


@transaction.atomic
def switch_entry(*, entry: WordListEntry, is_off: bool, by: User, at: datetime) -> None:
    changed = WordListEntry.objects.filter(pk=entry.pk, is_off=not is_off)
    if changed.update(is_off=is_off, changed_by=by, changed_at=at):
        log(verb=Event.Verb.WORD_LIST_CHANGED, actor=by, at=at, detail=f"{entry.unit} · {'-' if is_off else '+'}1")
