"""Where the passages of comments are after an edit: `place_all`, one text after another.

A comment goes through many texts (autosaves). While it is surely placed, its anchor is renewed with every text, so
that the context it is sought by is never old. Once it is in doubt, the anchor stays that of the last text in which
there was none: the doubt remains until those very words are back, or a person confirms the place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .anchor import Anchor, Placement, PlacementState, describe, place_all


@dataclass(frozen=True, slots=True)
class AnchoredPassage:
    """A passage: the anchor of the last text in which it was surely placed, and where it is today."""

    anchor: Anchor
    placement: Placement


def anchor_passage(text: str, start: int, end: int) -> AnchoredPassage:
    """A passage of `text` marked by a person: placed. Raises ValueError where it is empty or outside."""
    anchor = describe(text, start, end)
    return AnchoredPassage(anchor, Placement(PlacementState.PLACED, anchor.start, anchor.end))


def reanchor(marks: Sequence[AnchoredPassage], old: str, new: str) -> list[AnchoredPassage]:
    """The marks of `old` in `new`, in their order."""
    if old == new:
        return list(marks)
    aligned = place_all([_today(one, old) for one in marks], new, old)
    doubtful = [one.anchor for one, place in zip(marks, aligned, strict=True) if not _is_sure(one, place)]
    sought = iter(place_all(doubtful, new))
    return [
        _surely(one, place, new) if _is_sure(one, place) else _decide(one, place, next(sought), new)
        for one, place in zip(marks, aligned, strict=True)
    ]


def _is_sure(one: AnchoredPassage, aligned: Placement) -> bool:
    """Whether words that were surely placed went along with the text: nothing else need be sought."""
    return aligned.state == one.placement.state == PlacementState.PLACED


def _today(one: AnchoredPassage, text: str) -> Anchor:
    """The anchor of the words at the mark's place in `text`; its own where it is sure, for then it is of this text, and
    where it is lost.
    """
    place = one.placement
    if place.state == PlacementState.PLACED or place.start is None or place.end is None:
        return one.anchor
    return describe(text, place.start, place.end)


def _decide(one: AnchoredPassage, aligned: Placement, sought: Placement, new: str) -> AnchoredPassage:
    """`aligned` is where today's words went, `sought` where the anchor is found by itself."""
    was_sure = one.placement.state == PlacementState.PLACED
    if sought.state == PlacementState.PLACED and not was_sure:
        return _surely(one, sought, new)
    was_lost = one.placement.state == PlacementState.LOST
    found = sought if was_lost or aligned.state == PlacementState.LOST else aligned
    if found.state == PlacementState.LOST:
        return AnchoredPassage(one.anchor, found)
    return AnchoredPassage(one.anchor, Placement(PlacementState.MOVED, found.start, found.end))


def _surely(one: AnchoredPassage, placement: Placement, text: str) -> AnchoredPassage:
    """The words at that place, marked anew; in doubt where brackets typed around them have made a blank of them."""
    start, end = placement.start, placement.end
    assert start is not None and end is not None  # noqa: S101, PT018 - only what is lost has none
    found = anchor_passage(text, start, end)
    if found.anchor.quote == text[start:end]:
        return found
    return AnchoredPassage(one.anchor, Placement(PlacementState.MOVED, found.placement.start, found.placement.end))
