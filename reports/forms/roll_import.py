"""What the columns are of a list that becomes the roll."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..actions.roll.columns import KNOWN_HEADS, LABELS, MatchedColumns, RollColumn
from ..actions.roll_import import is_read_later
from ..documents.spreadsheets import SpreadsheetTable
from .uploaded_list import ColumnsForm, ListForm


class RollListForm(ListForm):
    """Of a long list `cleaned_data["file"]` are the bytes: it is read in the background."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, known=KNOWN_HEADS, **kwargs)

    def read_list(self, data: bytes) -> SpreadsheetTable | bytes:
        return data if is_read_later(data) else super().read_list(data)


class RollColumnsForm(ColumnsForm):
    def __init__(self, *args: Any, matched: MatchedColumns, **kwargs: Any) -> None:
        super().__init__(*args, columns=matched.columns, doubtful=matched.doubtful, labels=LABELS, **kwargs)

    def refuse_missing(self, chosen: list[str]) -> None:
        if RollColumn.NAME not in chosen:
            raise ValidationError(_("Say which column holds the names."))
