"""Starting a report from a text."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ..actions.manuscript import Manuscript
from ..documents.importing import MAX_BYTES, MAX_CHARACTERS, UnreadableFile
from ..documents.restoring import parse_source
from ..documents.uploads import read_upload
from ..documents.workers import NotDone
from ..models.size import describe_excess
from ..problems import Problem
from ..prose.content import ReportContent
from ..prose.parsing import read_report
from ..prose.size import find_excess


class ManuscriptForm(forms.Form):
    """For a text, pasted or uploaded, `cleaned_data["text"]` is the text and `cleaned_data["parsed"]` the ParsedReport.
    For one of our own files `cleaned_data["content"]` is its ReportContent.
    """

    text = forms.CharField(
        label=_("Paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("or choose a file"),
        required=False,
        help_text=_("A Word file (.docx), a plain text (.txt) or a PDF that this site made, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt,.md,.pdf"}),
    )
    figures = forms.BooleanField(
        label=_("It is last year's: its figures become blanks to fill, with last year's values beside them"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        if self.errors:
            return data
        if data.get("file"):
            data |= self._read(data["file"])
        elif not (data.get("text") or "").strip():
            raise ValidationError(_("Paste a text or choose a file."))
        if len(data["text"]) > MAX_CHARACTERS:
            message = _("The text has %(count)s characters; no more than %(limit)s can be read in.")
            raise ValidationError(message % {"count": len(data["text"]), "limit": MAX_CHARACTERS})
        return data | self._understand(data)

    def _understand(self, data: dict[str, Any]) -> dict[str, Any]:
        if content := data.get("content"):
            check_size(Manuscript.from_content(content))
            return {}
        parsed = read_report(data["text"], opens_numbers=data["figures"])
        check_size(Manuscript.from_parsed(parsed))
        return {"parsed": parsed}

    def _read(self, file: UploadedFile) -> dict[str, Any]:
        try:
            if (file.size or 0) > MAX_BYTES:
                raise UnreadableFile("too_large", limit=MAX_BYTES // 1024 // 1024)
            found = read_upload(file.name or "", file.read())
        except Problem as problem:
            if isinstance(problem, NotDone) and problem.retry_after:
                raise  # nothing is wrong with the file: the page says when to try again
            raise ValidationError({"file": str(problem)}) from problem
        return {"text": found} if isinstance(found, str) else {"text": "", "content": found}


def check_size(manuscript: Manuscript) -> None:
    if excess := find_excess(manuscript.size):
        raise ValidationError(describe_excess(excess))


class SourceForm(forms.Form):
    """The content of one of our own files travels in the page and is validated again."""

    source = forms.CharField(widget=forms.HiddenInput, strip=False)
    figures = forms.BooleanField(
        label=_("It is last year's: its figures become blanks to fill, with last year's values beside them"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean_source(self) -> ReportContent:
        try:
            content = parse_source(self.cleaned_data["source"])
        except ValueError as error:
            raise ValidationError(_("This cannot be read any more. Choose the file again.")) from error
        check_size(Manuscript.from_content(content))
        return content
