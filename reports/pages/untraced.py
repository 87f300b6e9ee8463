"""How many of a report's numbers lead back to something, and those in its words that do not."""

from typing import NamedTuple

from ..models import Section
from ..models.progress import ReportProgress
from ..prose.content import ReportContent
from ..prose.figures import FigureKind
from ..prose.untraced import UntracedNumber, find_untraced


class SectionNumbers(NamedTuple):
    section: Section
    name: str
    numbers: list[UntracedNumber]


class TracedShare(NamedTuple):
    """`traced` of `total` numbers are taken from a ledger or computed. `sections` have those in the words."""

    traced: int
    total: int
    sections: list[SectionNumbers]


def traced_share(progress: ReportProgress) -> TracedShare:
    """Without those that were waived. Asks the database nothing."""
    labels = {label for one in progress.sections for label in one.labels}
    figures = [one for one in progress.figures if one.label in labels and one.kind == FigureKind.NUMBER]
    found = [
        SectionNumbers(one.section, one.section.name, find_untraced(one.section.body, one.section.waived))
        for one in progress.sections
    ]
    typed = sum(len(one.numbers) for one in found)
    traced = sum(one.is_taken for one in figures)
    return TracedShare(traced, len(figures) + typed, [one for one in found if one.numbers])


def count_typed(content: ReportContent) -> int:
    """Numbers that stand in the words of a version, waived or not."""
    return sum(len(find_untraced(section.body)) for section in content.sections)
