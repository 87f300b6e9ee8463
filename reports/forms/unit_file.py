"""A unit's file with the values of a round: the list, whose numbers they are, and the same again once somebody has
looked at what it would do.
"""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..documents.spreadsheets import SpreadsheetTable
from ..models import Cycle, User
from ..models.unit_file import SOURCE_LENGTH
from .uploaded_list import ListForm

_MOST = 8_000_000  # a request may have 12 MB
_KEPT = 24 * 60 * 60


class UnitFileForm(ListForm):
    source = forms.CharField(
        label=_("Source"),
        max_length=SOURCE_LENGTH,
        help_text=_("Whose numbers they are, as it stands on paper: 县统计局2026年统计月报."),
    )
    field_order = ["source", "file"]

    def clean_source(self) -> str:
        source = " ".join(self.cleaned_data["source"].split())
        if not source.isprintable():
            raise ValidationError(_("Write the source in one line of plain characters."))
        return source


class SeenFileForm(forms.Form):
    """What `seal` made of the file that was looked at: only who looked can send it, for that round, on that day."""

    seen = forms.CharField(max_length=_MOST, widget=forms.HiddenInput)
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cycle: Cycle, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.salt = _salt(cycle, by)

    def clean_seen(self) -> dict[str, Any]:
        """What the action takes."""
        try:
            kept = signing.loads(self.cleaned_data["seen"], salt=self.salt, max_age=_KEPT)
        except signing.BadSignature as error:
            raise ValidationError(_("What you looked at is not kept any more. Choose the file again.")) from error
        return {**kept, "table": SpreadsheetTable.from_dict(kept["table"])}

    @staticmethod
    def seal(form: UnitFileForm, *, cycle: Cycle, by: User) -> str:
        """Raises ValidationError for more than a page can send back."""
        table = form.cleaned_data["file"]
        kept = {"source": form.cleaned_data["source"], "name": form.file_name, "table": table._asdict()}
        sealed = signing.dumps(kept, salt=_salt(cycle, by), compress=True)
        if len(sealed) > _MOST:
            raise ValidationError(_("The file holds too much. Delete the columns that are not needed."))
        return sealed


def _salt(cycle: Cycle, by: User) -> str:
    return f"reports.unit_file.{cycle.pk}.{by.pk}"
