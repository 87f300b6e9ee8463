"""Where a passage that somebody spoke of is in a text that has changed since."""

from .anchor import Anchor, Placement, PlacementState, describe, place, place_all

__all__ = ["Anchor", "Placement", "PlacementState", "describe", "place", "place_all"]
