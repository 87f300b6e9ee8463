"""A unit's file with the values of a round: the list, and whose numbers they are."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models.unit_file import SOURCE_LENGTH
from .uploaded_list import ListForm


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
