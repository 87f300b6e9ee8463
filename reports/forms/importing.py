"""Starting a report from a text."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..documents.importing import MAX_CHARACTERS, UnreadableFile, read_file
from ..models import Section
from ..text.content import SectionKind
from ..text.reading import Reading


class TextForm(forms.Form):
    """A pasted text or a file; `cleaned_data["text"]` is the text of either."""

    text = forms.CharField(
        label=_("Paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("or choose a file"),
        required=False,
        help_text=_("A Word file (.docx) or a plain text (.txt), at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False

    def clean(self) -> dict:
        data = super().clean() or {}
        if self.errors:
            return data
        if data.get("file"):
            data["text"] = self._read(data["file"])
        elif not (data.get("text") or "").strip():
            raise ValidationError(_("Paste a text or choose a file."))
        if len(data["text"]) > MAX_CHARACTERS:
            message = _("The text has %(count)s characters; no more than %(limit)s can be read in.")
            raise ValidationError(message % {"count": len(data["text"]), "limit": MAX_CHARACTERS})
        return data

    def _read(self, file) -> str:
        try:
            return read_file(file.name, file.read())
        except UnreadableFile as error:
            raise ValidationError({"file": str(error)}) from error


class ConfirmForm(forms.Form):
    """What was recognised, to be confirmed: the text again, and what each of its parts is."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)

    def __init__(self, *args, reading: Reading, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        choices = [choice for choice in Section.Kind.choices if choice[0] != SectionKind.OPENING]
        for number, section in enumerate(reading.sections):
            self.fields[f"kind-{number}"] = forms.ChoiceField(
                label=_("What this part is"),
                choices=choices,
                initial=section.kind,
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind of each part, as corrected."""
        return tuple(self.cleaned_data[f"kind-{number}"] for number in range(len(self.reading.sections)))

    @property
    def parts(self) -> list[tuple]:
        """Each part with the field that says what it is."""
        return [(section, self[f"kind-{number}"]) for number, section in enumerate(self.reading.sections)]
