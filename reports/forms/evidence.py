"""A file of evidence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ..documents.evidence import CONTENT_TYPES, MAX_BYTES, UnfitEvidence, find_ending

_ACCEPTED = ",".join(f".{ending}" for ending in [*CONTENT_TYPES, "jpeg"])


class EvidenceForm(forms.Form):
    """After cleaning `evidence` is what `add_evidence` asks for."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, picture, .docx or .xlsx, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED, "class": "form-control"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        name = " ".join((file.name or "").split())
        try:
            data = file.read() if (file.size or 0) <= MAX_BYTES else b"0" * (MAX_BYTES + 1)
            self.evidence: dict[str, Any] = {"name": name, "data": data, "ending": find_ending(name, data)}
        except UnfitEvidence as problem:
            raise ValidationError(str(problem)) from problem
        return file
