"""How many reports were submitted by which day, against the due day and last year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from ...charts.line_chart import LineChart, plot
from ...models import Cycle
from ...models.saved_view import ListName
from .counts import address_of

Submissions = Mapping[date, int]  # how many came in on each day
BEFORE, FARTHEST = 30, 120  # days from the due day: so many are always shown, and never more


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """`last_year` is the number on the day as far from last year's due day. Addresses lead to the rows counted."""

    day: date
    submitted: int
    address: str
    total: int
    total_address: str
    last_year: int
    last_year_address: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`days` are those on which something was submitted, this year or last, the latest first."""

    chart: LineChart
    first: date
    days: list[TimelineDay]
    total: int
    address: str
    before: Cycle | None


@dataclass(frozen=True, slots=True)
class _Year:
    """A round's submissions by the days from its due day."""

    cycle: Cycle
    submitted: dict[int, int]

    def total(self, until: int) -> int:
        return sum(number for day, number in self.submitted.items() if day <= until)

    def address(self, until: int, since: int | None = None) -> str:
        days = {"since": since, "until": until}
        asked = {name: self.cycle.due + timedelta(day) for name, day in days.items() if day is not None}
        return address_of(ListName.REPORTS, self.cycle, **asked)


def show_timeline(
    cycle: Cycle, submitted: Submissions, before: tuple[Cycle, Submissions] | None, *, today: date
) -> Timeline:
    """Both years are laid on one another at their due days."""
    this, last = _year(cycle, submitted), _year(*before) if before else None
    now = (today - cycle.due).days
    first, end = _bounds([*this.submitted, *(last.submitted if last else ())], now)
    series = [_points(this, first, min(now, end)), _points(last, first, end) if last else []]
    days = sorted({*this.submitted, *(day for day in (last.submitted if last else ()) if day <= now)}, reverse=True)
    return Timeline(
        plot(series, days=(first, end), mark=0),
        cycle.due + timedelta(first),
        [_day(this, last, day) for day in days],
        this.total(now),
        this.address(now),
        last.cycle if last else None,
    )


def _year(cycle: Cycle, submitted: Submissions) -> _Year:
    return _Year(cycle, {(day - cycle.due).days: number for day, number in submitted.items()})


def _bounds(days: list[int], now: int) -> tuple[int, int]:
    first, end = min([-BEFORE, *days]), max([1, *days, *([now] if now <= FARTHEST else [])])
    return max(first, -FARTHEST), min(end, FARTHEST)


def _points(year: _Year, first: int, end: int) -> list[tuple[int, int]]:
    """Where the number changes, and both ends."""
    inside = sorted(day for day in year.submitted if first < day <= end)
    if end < first:
        return []
    start = year.total(first)
    totals = accumulate((year.submitted[day] for day in inside), initial=start)
    return [*zip([first, *inside], totals, strict=True), (end, year.total(end))]


def _day(this: _Year, last: _Year | None, day: int) -> TimelineDay:
    return TimelineDay(
        this.cycle.due + timedelta(day),
        this.submitted.get(day, 0),
        this.address(day, since=day),
        this.total(day),
        this.address(day),
        last.total(day) if last else 0,
        last.address(day) if last else "",
    )
