"""A numbered change of a round in words: what was, what is."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..models import Cycle, CycleChange
from ..models.labels import choices_of
from ..prose.content import BylineStyle, Numbering, SectionKind
from ..prose.rounding import RoundingMethod

_CHOICES: dict[str, type[StrEnum]] = {"byline_place": BylineStyle, "rounding_method": RoundingMethod}


def describe_change(change: CycleChange) -> list[tuple[str, str, str]]:
    """(what, before, after)."""
    rows: list[tuple[str, str, str]] = []
    for name, before in change.before.items():
        if name == "outline":
            rows += _describe_outline(before, change.after[name])
        else:
            rows.append((_label(name), _say(name, before), _say(name, change.after[name])))
    return rows


def _label(name: str) -> str:
    kind, _colon, whom = name.partition(":")
    if kind == "stage":
        return _("Decisions of “%(stage)s” are due on") % {"stage": whom}
    if kind == "due" and whom:
        return _("due day of %(whom)s") % {"whom": whom}
    if kind == "closed":
        return _("closed")
    return str(Cycle._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _say(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in _CHOICES:
        return str(dict(choices_of(_CHOICES[name])).get(value, value))
    if name == "closed" and value:
        return date_format(localtime(datetime.fromisoformat(value)), "SHORT_DATETIME_FORMAT")
    return "—" if value in (None, "") else str(value)


def _describe_outline(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """By section: added, dropped, or what is asked of it otherwise; then the order."""
    numbering = dict(choices_of(Numbering))
    if before["numbering"] != after["numbering"]:
        yield _("Headings"), str(numbering[before["numbering"]]), str(numbering[after["numbering"]])
    old = {section["title"]: section for section in before["sections"]}
    new = {section["title"]: section for section in after["sections"]}
    for title in [*old, *(title for title in new if title not in old)]:
        then, now = old.get(title), new.get(title)
        if then != now:
            yield title, _say_section(then), _say_section(now)
    if list(old) != list(new) and set(old) == set(new):
        yield _("Order of the sections"), "、".join(old), "、".join(new)


def _say_figure(label: str, *, is_bound: bool) -> str:
    return _("%(label)s (from a ledger)") % {"label": label} if is_bound else label


def _say_section(section: dict[str, Any] | None) -> str:
    if section is None:
        return "—"
    kind = dict(choices_of(SectionKind))[section["kind"]]
    limits = f"{section['min_characters']}–{section['max_characters'] or '…'}"
    bound = section.get("bases", {})  # the changes of earlier rounds say nothing of it
    figures = "、".join(
        _say_figure(figure["label"], is_bound=figure["label"] in bound) for figure in section["figures"]
    )
    asked = _("must be written") if section["is_required"] else _("may be left out")
    return "；".join(str(part) for part in (kind, asked, limits, figures, section["guidance"]) if part)
