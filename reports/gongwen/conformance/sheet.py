"""What a check says, and what all of them say together."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Message = str | Promise
SHEET = 13  # rises with every change after which the same file is judged otherwise; published sheets stay as they are


@dataclass(frozen=True, slots=True)
class Outcome:
    """The words are lazy translations. `found` holds the measured numbers.

    `reading` says how the clause was understood where it leaves room, `note` what else a reader should know.
    """

    required: Message
    found: Message
    passed: bool
    reading: Message = ""
    note: Message = ""


@dataclass(frozen=True, slots=True)
class Check:
    id: str
    label: Message
    clause: str
    required: Message
    found: Message
    passed: bool
    reading: Message
    note: Message

    def to_json(self) -> dict[str, Any]:
        """Plain strings in the active language."""
        return {
            "id": self.id,
            "label": str(self.label),
            "clause": self.clause,
            "required": str(self.required),
            "found": str(self.found),
            "pass": self.passed,
            "reading": str(self.reading),
            "note": str(self.note),
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """`substitutes` are (face, family) pairs: a face of the standard and a family that stands in for it."""

    checks: tuple[Check, ...]
    pages: int
    substitutes: tuple[tuple[str, str], ...] = ()

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def page_passed(self) -> bool:
        """Whether what is seen on the pages conforms, whatever the file lacks as an archive: GB/T 9704 alone."""
        return all(check.passed for check in self.checks if not check.clause.startswith("ISO"))

    def to_json(self) -> dict[str, Any]:
        """Plain strings in the active language."""
        return {
            "pass": self.passed,
            "page_pass": self.page_passed,
            "pages": self.pages,
            "substitutes": [{"face": face, "family": family} for face, family in self.substitutes],
            "checks": [check.to_json() for check in self.checks],
        }
