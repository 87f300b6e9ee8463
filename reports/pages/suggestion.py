"""What accepting the suggestions of a section would do."""

from collections.abc import Iterator

from ..actions.suggestion import SuggestionPlan
from ..prose.diff import DiffSegment


def segments_in_place(plan: SuggestionPlan) -> Iterator[DiffSegment]:
    """The section's whole text, with what would be removed and added."""
    body, position = plan.section.body, 0
    for start, end, words in plan.replacements:
        yield DiffSegment("same", body[position:start])
        yield DiffSegment("removed", body[start:end])
        yield DiffSegment("added", words)
        position = end
    yield DiffSegment("same", body[position:])
