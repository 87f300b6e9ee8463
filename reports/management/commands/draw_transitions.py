"""Draws the table of transitions for docs/transitions.md."""

from collections.abc import Iterator

from django.core.management.base import BaseCommand
from django.utils.translation import override

from reports.actions.transitions import TABLE, Transition
from reports.models.report import ReportState

HEAD = """# How a report gets from one state to the next

Drawn from `reports/actions/transitions.py`; do not edit, run `make drawings`.
"""


class Command(BaseCommand):
    """A Mermaid diagram and the table itself."""

    help = "Prints the states of a report and all ways between them, as Markdown with a Mermaid diagram."

    def handle(self, *args, **options) -> None:
        with override("en"):
            self.stdout.write("\n".join([HEAD, *_diagram(), "", *_table()]))


def _diagram() -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    yield from (f"    {state.value}: {state.label}" for state in ReportState)
    yield "    [*] --> draft"
    for row in TABLE:
        yield f"    {row.source.value} --> {row.target.value}: {_name(row)}"
    yield "    published --> [*]\n```"


def _name(row: Transition) -> str:
    return f"{row.verb.value} [{row.when.name}]" if row.when else row.verb.value


def _table() -> Iterator[str]:
    yield "| what | who | from | to | only if | what must hold | what it does |"
    yield "|---|---|---|---|---|---|---|"
    for row in TABLE:
        who, must = (", ".join(party.value for party in row.by)), "; ".join(condition.name for condition in row.must)
        cells = [
            row.verb.value,
            who,
            row.source.label,
            row.target.label,
            row.when.name if row.when else "",
            must,
            row.does,
        ]
        yield f"| {' | '.join(map(str, cells))} |"
