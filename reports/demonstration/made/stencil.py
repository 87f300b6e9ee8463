"""A text that is the same for many, but for a few words of each."""

import re
from collections.abc import Mapping

UNIT, POST, NAME, DAY = PLACES = "\ue000\ue001\ue002\ue003"  # characters that no text has and no folding changes


class Stencil:
    def __init__(self, text: str) -> None:
        self._parts = re.split(f"([{PLACES}])", text)

    def fill(self, told: Mapping[str, str]) -> str:
        """`told` says what stands in each place."""
        return "".join([told.get(part, part) for part in self._parts])
