"""Read any PDF back and judge it by GB/T 9704-2012: the proof that a finished file meets the standard."""

from typing import TYPE_CHECKING, Any

from .sheet import SHEET, Check, Sheet

if TYPE_CHECKING:
    from .judgement import judge

__all__ = ["SHEET", "Check", "Sheet", "judge"]


def __getattr__(name: str) -> Any:
    """Whoever only shows sheets needs none of the libraries that read a PDF."""
    if name != "judge":
        raise AttributeError(name)
    from .judgement import judge  # noqa: PLC0415

    return judge
