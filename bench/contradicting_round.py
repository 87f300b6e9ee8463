"""1,000 reports of a round, five of each unit, with contradictions planted. Prints JSON.

    DATABASE_URL=… python -m bench.contradicting_round

Started by bench.reconciliation, which gives it a database of its own. Each text has some 2,300 characters and fifteen
things counted in a sentence of their own, ten of them as blanks.
"""

import json
import sys
from collections.abc import Iterator
from random import Random
from time import process_time
from typing import NamedTuple

from bench import county  # first: it sets Django up

# isort: split
from reports.models import Report, Revision, Unit
from reports.models.revision_text import text_of
from reports.pages.reconciliation import reconcile
from reports.prose.content import FigureContent, ReportContent, SectionContent

UNITS, IN_EACH, THINGS, FIGURES = 200, 5, 15, 10
ACTS, NOUNS = ("新建", "改造", "修缮"), ("泵站", "水窖", "渠道", "堤防", "机井")
FILLER = "坚持问题导向，压实工作责任，完善长效机制，推动各项部署落到实处，群众反映的事情有人管、管得好。"
random = Random(7)  # noqa: S311 - the same round each time


class Planted(NamedTuple):
    """What is wrong of the thing with this number in a unit; None: nothing."""

    kind: str
    thing: int


def planted_in(unit: int) -> list[Planted]:
    """A total that is the sum of the parts (`sum`) is right, and is not to be found."""
    found = [Planted("sum", 0)] if unit % 5 == 0 else [Planted("parts", 0)] if unit % 5 == 1 else []
    found += [Planted("same_name", 3)] if unit % 3 == 0 else []
    return found + ([Planted("last_year", 6)] if unit % 4 == 0 else [])


def label(thing: int) -> str:
    return ACTS[thing % len(ACTS)] + NOUNS[thing % len(NOUNS)]


def values_of(unit: int, person: int, base: list[int]) -> list[int]:
    """The first person leads. In the text of a unit all say the same, but for what was planted."""
    values = list(base)
    for one in planted_in(unit):
        if one.kind in {"sum", "parts"}:
            values[one.thing] = (
                (IN_EACH - 1) * base[one.thing] + (one.kind == "parts") if person == 0 else base[one.thing]
            )
        if one.kind == "same_name" and person == 2:
            values[one.thing] *= 10
    return values


def content_of(report: Report, unit: int, person: int, base: list[int]) -> ReportContent:
    values = values_of(unit, person, base)
    sudden = {one.thing for one in planted_in(unit) if one.kind == "last_year"} if person == 1 else set()
    said, figures = [], []
    for thing, value in enumerate(values):
        is_figure = thing < FIGURES
        said.append(f"全年{label(thing)}{f'【{label(thing)}】' if is_figure else value}座。{FILLER * 3}")
        if is_figure:
            previous = str(value // 10) if thing in sudden else str(value - 1)
            figures.append(FigureContent(label(thing), "number", "座", str(value), previous=previous))
    section = SectionContent("duty", "第一", "抓好水利", "\n".join(said))
    told = (report.title, report.unit.name, report.post, report.author.name)
    return ReportContent(*told, sections=(section,), figures=tuple(figures))


def build() -> tuple[list[Report], set[tuple[str, int, str]]]:
    """The reports, and what is to be found: kind, unit, label."""
    above = Unit.objects.create(name="云溪县")
    units = county.store(Unit(name=f"单位{number}", parent=above) for number in range(UNITS))
    people = county.store(_people(units))
    reports = county._reports(county._cycle(above, 0), people, ["submitted"] * len(people))
    revisions = county.store(_revisions(reports))
    county.store(text_of(revision) for revision in revisions)
    expected = {
        (one.kind, units[number].pk, label(one.thing))
        for number in range(UNITS)
        for one in planted_in(number)
        if one.kind != "sum"
    }
    return reports, expected


def _people(units: list[Unit]) -> Iterator:
    for number in range(UNITS * IN_EACH):
        person = county._person(number, units[number // IN_EACH])
        person.post = "副局长" if number % IN_EACH else "局长"
        yield person


def _revisions(reports: list[Report]) -> Iterator[Revision]:
    base: list[int] = []
    for number, report in enumerate(reports):
        unit, person = divmod(number, IN_EACH)
        base = base if person else [random.randrange(20, 900) for _ in range(THINGS)]
        content = content_of(report, unit, person, base)
        yield Revision(
            report=report, number=1, milestone="submitted", data=content.to_dict(), sha256="0" * 64,
            created_at=report.created_at, created_by=report.author,
        )  # fmt: skip


def print_measured() -> None:
    _reports, expected = build()
    begun = process_time()
    found = {(one.kind.value, one.unit_pk, one.label) for one in reconcile(Report.objects.all())}
    seconds = process_time() - begun
    told = {"planted": len(expected), "missed": len(expected - found), "false": len(found - expected)}
    json.dump(told | {"seconds": seconds, "reports": Report.objects.count()}, sys.stdout)


if __name__ == "__main__":
    print_measured()
