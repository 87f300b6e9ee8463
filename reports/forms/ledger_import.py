"""A list that becomes rows of a ledger: the file with its year, and what its columns are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..actions.ledger_plan import missing_columns
from ..documents.spreadsheets.matching import MatchedHeads
from ..ledgers.columns import LedgerShape
from .uploaded_list import ColumnsForm, ListForm


class LedgerListForm(ListForm):
    year = forms.IntegerField(
        label=_("Year of the rows"),
        help_text=_("Days that are written without a year (3月8日) are of this year."),
        min_value=1949,
        max_value=2199,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"year": timezone.localdate().year}, **kwargs)


class LedgerColumnsForm(ColumnsForm):
    def __init__(self, *args: Any, shape: LedgerShape, matched: MatchedHeads, **kwargs: Any) -> None:
        labels = {column.name: column.name for column in shape.columns}
        super().__init__(*args, columns=matched.columns, doubtful=matched.doubtful, labels=labels, **kwargs)
        self.shape = shape

    def refuse_missing(self, chosen: list[str]) -> None:
        if missing := missing_columns(self.shape, chosen):
            raise ValidationError(_("Say which columns hold: %(names)s.") % {"names": "、".join(missing)})
