"""The ledgers of the demonstration, as an assistant kept them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ..actions.figure_basis import bind_figure
from ..actions.ledger import begin_ledger
from ..actions.ledger_row import LedgerRowEdit, add_row
from ..ledgers.binding import Binding
from ..ledgers.cells import parse_row
from ..models import Figure, Ledger, User
from .files import read_file_of_year


def keep_ledgers(people: Mapping[str, User], *, now: datetime) -> None:
    """Whatever lies ahead of `now` has not happened yet."""
    data = read_file_of_year("ledgers.toml", now.year)
    author, typed_by = people[data["author"]], people[data["typed_by"]]
    for kept in data["ledgers"]:
        ledger = begin_ledger(slug=kept["slug"], person=author, by=author, at=now)
        for row in kept["rows"]:
            _enter(ledger, dict(zip(kept["heads"], row, strict=True)), by=typed_by, now=now)
    for bound in data["figures"]:
        _bind(bound, author, now=now)


def _bind(bound: Mapping[str, Any], author: User, *, now: datetime) -> None:
    """In the author's report of the year."""
    figure = Figure.objects.get(report__author=author, report__cycle__year=now.year, label=bound["label"])
    ledger = Ledger.objects.get(person=author, kind__slug=bound["slug"])
    period = {"since": f"{now.year}-01-01", "until": f"{now.year}-12-31"}
    bind_figure(figure=figure, ledger=ledger, binding=Binding.from_dict({**period, **bound}), by=author, at=now)


def _enter(ledger: Ledger, texts: Mapping[str, str], *, by: User, now: datetime) -> None:
    """Raises ValueError where the file of the demonstration is wrong."""
    shape = ledger.kind.newest.shape
    cells, refused = parse_row(shape, texts, year=now.year)
    if refused:
        raise refused[0]
    if date.fromisoformat(cells[shape.dated_by]) <= now.date():
        add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=by, at=now)
