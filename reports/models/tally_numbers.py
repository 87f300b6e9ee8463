"""The numbers of a round as one of its organisers may know them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from .participant import ParticipantProgress
from .tally import TallySubject
from .tally_count import TallyKey


class TallyNumbers:
    def __init__(self, numbers: Mapping[TallyKey, int]) -> None:
        self._by_subject: dict[str, dict[str, int]] = {subject: {} for subject in TallySubject}
        for (subject, key), number in numbers.items():
            self._by_subject[subject][key] = number

    def progress(self, progress: ParticipantProgress) -> int:
        return sum(number for key, number in self._of(TallySubject.PROGRESS) if key.startswith(f"{progress}:"))

    def in_stage(self, progress: ParticipantProgress, stage: int) -> int:
        return self._by_subject[TallySubject.PROGRESS].get(f"{progress}:{stage}", 0)

    def late(self, today: date) -> int:
        """Day by day those become late who have handed nothing in."""
        missing = sum(number for day, number in self._of(TallySubject.MISSING) if day < today.isoformat())
        return missing + self._one(TallySubject.LATE)

    @property
    def left_behind(self) -> int:
        return self._one(TallySubject.LEFT_BEHIND)

    @property
    def never_signed_in(self) -> int:
        return self._one(TallySubject.NEVER_SIGNED_IN)

    @property
    def submitted(self) -> dict[date, int]:
        return {date.fromisoformat(day): number for day, number in self._of(TallySubject.SUBMITTED)}

    def grade(self, grade: str) -> int:
        return self._by_subject[TallySubject.GRADE].get(grade, 0)

    @property
    def waiting(self) -> dict[int, int]:
        """By reviewer."""
        return {int(reviewer): number for reviewer, number in self._of(TallySubject.WAITING)}

    @property
    def vacant(self) -> dict[int, int]:
        return {int(reviewer): number for reviewer, number in self._of(TallySubject.VACANT)}

    def _of(self, subject: TallySubject) -> list[tuple[str, int]]:
        return [(key, number) for key, number in self._by_subject[subject].items() if number]

    def _one(self, subject: TallySubject) -> int:
        return self._by_subject[subject].get("", 0)


def together(numbers: Mapping[int, Counter[TallyKey]]) -> Counter[TallyKey]:
    """Of all units."""
    total: Counter[TallyKey] = Counter()
    for counted in numbers.values():
        total.update(counted)
    return total
