"""A passage that is looked over before it is set into a section."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Section
from ..models.saved_text import BODY_LENGTH
from .versioned import ProseField

_SELECT = {"class": "form-select"}


class SetPassageForm(forms.Form):
    """One of the sections that are open is chosen, together with the version of it that was looked at."""

    section = forms.ChoiceField(
        label=_("Set into this section, below its text"),
        widget=forms.Select(attrs=_SELECT),
        error_messages={"required": _("Choose the section.")},
    )
    text = ProseField(
        label=_("Words of the passage"),
        max_length=BODY_LENGTH,
        help_text=_(
            "Change order and wording as you like. Figures stand as 【label】 and are filled in by the report."
        ),
        widget=forms.Textarea(attrs={"class": "form-control prose", "rows": 14, "spellcheck": "false"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, sections: Sequence[Section], text: str = "") -> None:
        super().__init__(data, initial={"text": text})
        self.sections = {str(section.pk): section for section in sections}
        choices = [(f"{one.pk}-{one.version}", one.name) for one in sections if one.is_open]
        self.fields["section"].choices = [("", _("choose")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[Section, int] | None:
        """The section, and the version that the page was loaded with, which need not be today's."""
        pk, _dash, version = str(self.data.get("section", "")).partition("-")
        is_number = version.isascii() and version.isdecimal() and len(version) < 10
        return (self.sections[pk], int(version)) if is_number and pk in self.sections else None
