"""What is asked before a report is submitted."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.section_progress import AskedWords
from .finding import describe_words


class MeantForm(forms.Form):
    """Every question has to be answered with "it is meant"; a new one since the page was loaded is asked again."""

    def __init__(self, *args: Any, questions: Sequence[AskedWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if questions:
            self.fields["meant"] = forms.MultipleChoiceField(
                label=_("Is this meant? Tick what is right as it stands"),
                choices=[
                    (question.key, f"{question.name}: {describe_words(question.words)}") for question in questions
                ],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _UNANSWERED},
            )

    def clean_meant(self) -> list[str]:
        meant = self.cleaned_data["meant"]
        if len(set(meant)) < len(self.fields["meant"].choices):  # type: ignore[attr-defined]
            raise forms.ValidationError(_UNANSWERED)
        return meant


_UNANSWERED = _("Correct these words in the text, or tick every one that is meant.")
