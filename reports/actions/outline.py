"""The outline of a round: put together while the round is prepared, corrected as a copy once it is open."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ..models import Cycle, CycleChange, Event, Outline, OutlineSection, Report, Section, User
from ..models.outline import MOST_SECTIONS
from ..models.report import ReportState
from ..prose.blanks import find_labels
from .cycle_change import record_and_tell
from .errors import Refused
from .event import log
from .figure import asked_figures, create_figures
from .organising import lock_cycle

FIELDS = ("kind", "title", "is_required", "min_characters", "max_characters", "guidance", "sample", "figures", "bases")
PARKED = 10_000  # positions that no section has


def copy_outline(outline: Outline, *, old: int = 0, year: int = 0, name: str = "") -> Outline:
    """With `old` years said as `year` in its name and texts."""
    copied = _under_free_name(name or _say_year(outline.name, old, year), outline.copy)
    sections = list(copied.sections.all())
    for section in sections:
        section.guidance = _say_year(section.guidance, old, year)
        section.sample = _say_year(section.sample, old, year)
    OutlineSection.objects.bulk_update(sections, ["guidance", "sample"])
    return copied


def _say_year(text: str, old: int, year: int) -> str:
    return re.sub(rf"{old}(?=年)", str(year), text) if old else text


def create_outline(name: str) -> Outline:
    """Without sections."""
    return _under_free_name(name, lambda free: Outline.objects.create(name=free))


def _under_free_name(name: str, create: Callable[[str], Outline]) -> Outline:
    """Somebody else may take the name in the same moment: then the next one."""
    names = chain([name[:90]], (f"{name[:90]} ({number})" for number in count(2)))
    for free in names:
        if not Outline.objects.filter(name=free).exists():
            with suppress(IntegrityError), transaction.atomic():
                return create(free)
    raise AssertionError


def outline_to_edit(cycle: Cycle) -> Outline | None:
    """The correction of an opened round, or the outline of one that is prepared and shares it with no other."""
    if cycle.is_announced:
        return cycle.corrected_outline
    is_shared = cycle.outline.cycles.exclude(pk=cycle.pk).exists()
    return None if is_shared else cycle.outline


@transaction.atomic
def begin_correction(*, cycle: Cycle, by: User, at: datetime) -> Outline:
    """A copy that can be changed; reports are still written from the outline as it is. One that there is stays."""
    fresh = lock_cycle(cycle)
    if (present := outline_to_edit(fresh)) is not None:
        return present
    copied = copy_outline(fresh.outline)
    column = "corrected_outline" if fresh.is_announced else "outline"
    Cycle.objects.filter(pk=fresh.pk).update(**{column: copied})
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=fresh, detail=copied.name)
    return copied


@transaction.atomic
def discard_correction(*, cycle: Cycle, by: User, at: datetime) -> None:
    fresh = lock_cycle(cycle)
    if fresh.corrected_outline:
        name = fresh.corrected_outline.name
        fresh.corrected_outline.delete()
        log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=fresh, detail=name)


def lock_outline(cycle: Cycle) -> Outline:
    """What may be changed; of two organisers the second waits."""
    outline = outline_to_edit(lock_cycle(cycle))
    if outline is None:
        raise Refused(_("This outline is in use. Begin a correction of it first."))
    return outline


def _section(outline: Outline, pk: int) -> OutlineSection:
    section = outline.sections.filter(pk=pk).first()
    if section is None:
        raise Refused(_("This section is not there any more: another organiser has deleted it."))
    return section


@transaction.atomic
def set_outline(*, cycle: Cycle, numbering: str, by: User, at: datetime) -> None:
    outline = lock_outline(cycle)
    outline.numbering = numbering
    outline.save(update_fields=["numbering"])
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=cycle, detail=outline.name)


@transaction.atomic
def save_outline_section(
    *,
    cycle: Cycle,
    pk: int | None,
    words: Mapping[str, Any],
    by: User,
    at: datetime,
    base: Mapping[str, Any] | None = None,
) -> OutlineSection:
    """Stores a section, a new one as the last. Raises Refused where another organiser has changed the same field since
    the page, which showed `base`, was opened, and where the outline is full.
    """
    outline = lock_outline(cycle)
    if pk is None:
        _refuse_full(outline)
        section = OutlineSection(outline=outline, position=outline.sections.count() + 1)
    else:
        section = _section(outline, pk)
    for name, value in words.items():
        stored = getattr(section, name)
        if pk is not None and base is not None and value != base[name] and stored not in (base[name], value):
            raise Refused(_("Another organiser has changed this section meanwhile. Open it again; yours is below."))
        if pk is None or base is None or value != base[name]:
            setattr(section, name, value)
    _validate(section)
    section.save()
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=cycle, detail=f"{outline.name} · {section.title}")
    return section


def _validate(section: OutlineSection) -> None:
    try:
        section.full_clean(exclude=["outline", "position", "copied_from"], validate_unique=False)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _refuse_full(outline: Outline) -> None:
    if outline.sections.count() >= MOST_SECTIONS:
        raise Refused(_("The outline can have no more than %(limit)s sections. Join some.") % {"limit": MOST_SECTIONS})


@transaction.atomic
def move_outline_section(*, cycle: Cycle, pk: int, by: User, at: datetime, up: bool = True) -> None:
    """Past its neighbour; the first stays first, the last last."""
    outline = lock_outline(cycle)
    section = _section(outline, pk)
    order = list(outline.sections.order_by("position"))
    here = next(place for place, other in enumerate(order) if other.pk == section.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
        _number(order)
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=cycle, detail=f"{outline.name} · {section.title}")


def _number(order: list[OutlineSection]) -> None:
    """From one on; no two share a position even for a moment."""
    OutlineSection.objects.filter(pk__in=[section.pk for section in order]).update(position=F("position") + PARKED)
    for position, section in enumerate(order, start=1):
        section.position = position
    OutlineSection.objects.bulk_update(order, ["position"])


@transaction.atomic
def divide_outline_section(
    *, cycle: Cycle, pk: int, title: str, from_paragraph: int, by: User, at: datetime
) -> OutlineSection:
    """The sample's paragraphs from that one on, their figures, and half of each limit become a section of their own
    behind this one.
    """
    outline = lock_outline(cycle)
    first = _section(outline, pk)
    _refuse_full(outline)
    paragraphs = first.sample.splitlines()
    rest = "\n".join(paragraphs[from_paragraph - 1 :])
    labels = find_labels(rest)
    second = OutlineSection(outline=outline, kind=first.kind, title=title, is_required=first.is_required)
    second.guidance, second.sample, second.bases = first.guidance, rest, first.bases
    second.figures = [figure for figure in first.figures if figure["label"] in labels]
    second.min_characters, second.max_characters = first.min_characters // 2, first.max_characters // 2
    second.position = outline.sections.count() + 1
    first.sample = "\n".join(paragraphs[: from_paragraph - 1])
    first.figures = [figure for figure in first.figures if figure not in second.figures]
    first.min_characters -= second.min_characters
    first.max_characters -= second.max_characters
    _validate(second)
    first.save()
    second.save()
    order = [section for section in outline.sections.order_by("position") if section.pk != second.pk]
    order.insert(order.index(first) + 1, second)
    _number(order)
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=cycle, detail=f"{outline.name} · {first.title} · {title}")
    return second


@transaction.atomic
def delete_outline_section(*, cycle: Cycle, pk: int, by: User, at: datetime) -> None:
    """What authors have written under it stays in their reports."""
    outline = lock_outline(cycle)
    section = _section(outline, pk)
    detail = f"{outline.name} · {section.title}"
    section.delete()
    _number(list(outline.sections.order_by("position")))
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=cycle, detail=detail)


def describe_outline(outline: Outline) -> dict[str, Any]:
    """For the record of a change: all that is asked, in plain data."""
    sections = [{name: getattr(section, name) for name in FIELDS} for section in outline.sections.order_by("position")]
    return {"numbering": outline.numbering, "sections": sections}


@transaction.atomic
def apply_correction(*, cycle: Cycle, reason: str, by: User, at: datetime) -> CycleChange:
    """From now on reports are written from the corrected outline, and drafts ask for what it asks.

    No word of a draft is lost: what was written in a section that is asked for no longer stays, as a section of the
    author's own. What has been handed in keeps the outline it was written from. Raises Refused without a reason,
    without sections, and where there is no correction.
    """
    fresh = lock_cycle(cycle)
    old, new = fresh.outline, fresh.corrected_outline
    if new is None:
        raise Refused(_("There is no correction of the outline: it has been applied or discarded."))
    if not new.sections.exists():
        raise Refused(_("The outline has no sections yet. Add them first."))
    before, after = {"outline": describe_outline(old)}, {"outline": describe_outline(new)}
    if before == after:
        raise Refused(_("Nothing has been changed in the outline yet."))
    Cycle.objects.filter(pk=fresh.pk).update(outline=new, corrected_outline=None)
    change = record_and_tell(fresh, before, after, reason=reason, by=by, at=at)
    pks = fresh.reports.filter(state=ReportState.DRAFT).values_list("pk", flat=True)
    for report in Report.objects.filter(pk__in=list(pks)).select_for_update(of=("self",)).order_by("pk"):
        if report.state == ReportState.DRAFT:
            _take_over(report, old, new)
    return change


def _take_over(report: Report, old: Outline, new: Outline) -> None:
    """The draft's sections, words untouched, in the order of the new outline."""
    asked = list(new.sections.order_by("position"))
    followers = {section.copied_from_id: section for section in asked if section.copied_from_id}
    groups: dict[int | None, list[Section]] = {None: []}
    here = groups[None]
    sections = list(report.sections.order_by("position"))
    for section in sections:
        if section.outline_section_id is not None:
            follower = followers.get(section.outline_section_id)
            section.outline_section = follower
            if follower is not None:
                section.kind = follower.kind
                here = groups.setdefault(follower.pk, [])
        here.append(section)
    order = list(groups[None])
    for one in asked:
        order += groups.get(one.pk) or [Section(report=report, outline_section=one, kind=one.kind)]
    _renumber(report, order)
    report.numbering = new.numbering
    report.save(update_fields=["numbering"])
    create_figures(report=report, described=asked_figures(asked), texts=())


def _renumber(report: Report, order: list[Section]) -> None:
    report.sections.update(position=F("position") + PARKED)
    for position, section in enumerate(order, start=1):
        section.position = position
    kept = [section for section in order if section.pk]
    Section.objects.bulk_update(kept, ["position", "outline_section", "kind"])
    Section.objects.bulk_create(section for section in order if not section.pk)
