"""A list that becomes the roll: the file, and what its columns are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ..actions.roll.columns import KNOWN_HEADS, LABELS, MatchedColumns, RollColumn
from ..documents.spreadsheets import SpreadsheetTable, check_size
from ..documents.uploads import read_spreadsheet
from ..documents.workers import NotDone
from ..problems import Problem

_EXAMPLES = 3


class ListForm(forms.Form):
    """`cleaned_data["file"]` is the list in it."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_(
            "An Excel workbook (.xlsx) or a text with separated columns (.csv), at most 20 MB and 60,000 rows."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> SpreadsheetTable:
        file: UploadedFile = self.cleaned_data["file"]
        self.file_name = file.name or ""
        try:
            check_size(file.size or 0)
            return read_spreadsheet(self.file_name, file.read(), KNOWN_HEADS)
        except Problem as problem:
            if isinstance(problem, NotDone) and problem.retry_after:
                raise  # nothing is wrong with the file: the page says when to try again
            raise ValidationError(str(problem)) from problem


class ColumnsForm(forms.Form):
    """For each column of the list, what it is. Those that are doubtful come first."""

    def __init__(self, *args, table: SpreadsheetTable, matched: MatchedColumns, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        known = {place: column for column, place in matched.columns.items()}
        proposed = known | matched.doubtful
        choices = [("", _("not read")), *((column.value, LABELS[column]) for column in RollColumn)]
        self.places = sorted(range(len(table.heads)), key=lambda place: place not in matched.doubtful)
        for place in self.places:
            head = table.heads[place]
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=head or _("(no head)"),
                choices=choices,
                required=False,
                initial=proposed.get(place) or "",
                help_text="、".join(_examples(table, place)),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [column for column in data.values() if column]
        if twice := sorted({str(LABELS[RollColumn(column)]) for column in chosen if chosen.count(column) > 1}):
            message = _("Two columns cannot be the same: %(names)s.")
            raise ValidationError(message % {"names": "、".join(twice)})
        if RollColumn.NAME not in chosen:
            raise ValidationError(_("Say which column holds the names."))
        return data

    @property
    def chosen(self) -> dict[int, str]:
        return {place: self.cleaned_data[f"column-{place}"] for place in self.places}


def _examples(table: SpreadsheetTable, place: int) -> list[str]:
    texts = dict.fromkeys(row.cells[place] for row in table.rows[:200] if row.cells[place].isprintable())
    return [text[:30] for text in texts if text][:_EXAMPLES]
