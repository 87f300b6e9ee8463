"""What the columns are of a list that becomes the roll."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..actions.roll.columns import LABELS, MatchedColumns, RollColumn
from .uploaded_list import ColumnsForm


class RollColumnsForm(ColumnsForm):
    def __init__(self, *args: Any, matched: MatchedColumns, **kwargs: Any) -> None:
        super().__init__(*args, columns=matched.columns, doubtful=matched.doubtful, labels=LABELS, **kwargs)

    def refuse_missing(self, chosen: list[str]) -> None:
        if RollColumn.NAME not in chosen:
            raise ValidationError(_("Say which column holds the names."))
