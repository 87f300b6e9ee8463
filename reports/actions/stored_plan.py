"""A plan as it is kept with its list, so that no page of a preview plans anew: an archive, read part by part."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Any, Generic, TypeVar, overload
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from ..documents.spreadsheets import SpreadsheetTable
from ..models.uploaded_list import UploadedList

_PART = 500  # rows
R = TypeVar("R")


class RowKind(TextChoices):
    REFUSED = "refused", pgettext_lazy("rows of a list", "Refused")
    CREATED = "created", pgettext_lazy("rows of a list", "New")
    CHANGED = "changed", pgettext_lazy("rows of a list", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("rows of a list", "Unchanged")


def table_of(uploaded: UploadedList) -> SpreadsheetTable:
    return SpreadsheetTable.from_dict(uploaded.table)


def pack_rows(
    rows: Sequence[Sequence[Any]],
    *,
    kinds: Sequence[str],
    warned: Iterable[int],
    table: SpreadsheetTable,
    digest: str,
    at: datetime,
    **more: Any,
) -> bytes:
    """`kinds` are those of the rows, `warned` the places of those that are to be checked; of the table all but its rows
    is kept.
    """
    head = {
        "at": at.isoformat(),
        "digest": digest,
        "kinds": kinds,
        "warned": list(warned),
        "table": table._replace(rows=())._asdict(),
        **more,
    }
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("head", json.dumps(head, ensure_ascii=False))
        for start in range(0, len(rows), _PART):
            archive.writestr(f"{start // _PART}", json.dumps(rows[start : start + _PART], ensure_ascii=False))
    return stream.getvalue()


class StoredPlan(Generic[R]):
    """What `pack_rows` has kept."""

    def __init__(self, packed: bytes) -> None:
        self._archive = ZipFile(BytesIO(packed))
        self._parts: dict[int, list[Any]] = {}
        self.head: Mapping[str, Any] = json.loads(self._archive.read("head"))
        self.table = SpreadsheetTable.from_dict(self.head["table"])
        self.at = datetime.fromisoformat(self.head["at"])
        self.digest: str = self.head["digest"]

    def unpack_row(self, stored: Sequence[Any]) -> R:
        raise NotImplementedError

    @cached_property
    def rows(self) -> "StoredRows[R]":
        return StoredRows(self, range(len(self.head["kinds"])))

    @cached_property
    def warned(self) -> "StoredRows[R]":
        return StoredRows(self, self.head["warned"])

    def of_kind(self, kind: RowKind) -> "StoredRows[R]":
        return StoredRows(self, [place for place, one in enumerate(self.head["kinds"]) if one == kind])

    @cached_property
    def refused(self) -> "StoredRows[R]":
        return self.of_kind(RowKind.REFUSED)

    def row_at(self, place: int) -> R:
        part = place // _PART
        if part not in self._parts:
            self._parts[part] = json.loads(self._archive.read(f"{part}"))
        return self.unpack_row(self._parts[part][place % _PART])


class StoredRows(Sequence[R]):
    """Read where they are looked at."""

    def __init__(self, plan: StoredPlan[R], places: Sequence[int]) -> None:
        self._plan = plan
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> list[R]: ...
    def __getitem__(self, at: int | slice) -> R | list[R]:
        if isinstance(at, slice):
            return [self._plan.row_at(place) for place in self._places[at]]
        return self._plan.row_at(self._places[at])
