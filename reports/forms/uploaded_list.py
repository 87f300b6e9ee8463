"""A list that becomes rows: the file, and what its columns are."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..documents.spreadsheets import Known, SpreadsheetTable, check_size
from ..documents.uploads import read_spreadsheet
from ..documents.workers import NotDone
from ..problems import Problem

_EXAMPLES = 3


class ListForm(forms.Form):
    """`cleaned_data["file"]` is the list in it. `known` are the heads by which its columns are recognised."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_(
            "An Excel workbook (.xlsx) or a text with separated columns (.csv), at most 20 MB and 60,000 rows."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_file(self) -> SpreadsheetTable | bytes:
        file: UploadedFile = self.cleaned_data["file"]
        self.file_name = file.name or ""
        try:
            check_size(file.size or 0)
            return self.read_list(file.read())
        except Problem as problem:
            if isinstance(problem, NotDone) and problem.retry_after:
                raise  # nothing is wrong with the file: the page says when to try again
            raise ValidationError(str(problem)) from problem

    def read_list(self, data: bytes) -> SpreadsheetTable | bytes:
        return read_spreadsheet(self.file_name, data, self.known)


class ColumnsForm(forms.Form):
    """For each column of the list, what it is. Those that are doubtful come first. `labels` are by the names."""

    def __init__(
        self,
        *args: Any,
        table: SpreadsheetTable,
        columns: Mapping[Any, int],
        doubtful: Mapping[int, str | None],
        labels: Mapping[Any, Promise | str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.labels = labels
        proposed = {place: name for name, place in columns.items()} | dict(doubtful)
        choices = [("", _("not read")), *labels.items()]
        self.places = sorted(range(len(table.heads)), key=lambda place: place not in doubtful)
        for place in self.places:
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=table.heads[place] or _("(no head)"),
                choices=choices,
                required=False,
                initial=proposed.get(place) or "",
                help_text="、".join(_examples(table, place)),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [name for name in data.values() if name]
        if twice := sorted({str(self.labels[name]) for name in chosen if chosen.count(name) > 1}):
            message = _("Two columns cannot be the same: %(names)s.")
            raise ValidationError(message % {"names": "、".join(twice)})
        self.refuse_missing(chosen)
        return data

    def refuse_missing(self, chosen: list[str]) -> None:
        """Raises ValidationError where a column is missing without which nothing can be read."""

    @property
    def chosen(self) -> dict[int, str]:
        return {place: self.cleaned_data[f"column-{place}"] for place in self.places}


def _examples(table: SpreadsheetTable, place: int) -> list[str]:
    texts = dict.fromkeys(row.cells[place] for row in table.rows[:200] if row.cells[place].isprintable())
    return [text[:30] for text in texts if text][:_EXAMPLES]
