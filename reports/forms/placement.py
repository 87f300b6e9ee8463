"""Which words of a section a comment is about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..prose.anchoring.quote import find_quote
from ..prose.content import ReportContent
from .versioned import ProseField


class PassageForm(forms.Form):
    """The words of `body` from start to end, which the page showed as `quote`. With `words`, only those of them.

    Without start and end it is about the whole body. `content` has the values that are printed in blanks.
    """

    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    quote = ProseField(widget=forms.HiddenInput, required=False, strip=False)
    words = ProseField(
        label=_("Only these words of it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", "aria-describedby": "words-hint"}),
    )

    def __init__(self, *args, body: str, content: ReportContent, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.body, self.content = body, content
        self.passage: tuple[int, int] | None = None

    @property
    def shown(self) -> str:
        """The passage, or the whole body where there is none."""
        start, end = self["start"].value(), self["end"].value()
        try:
            return self.body[int(start) : int(end)] or self.body
        except (TypeError, ValueError):
            return self.body

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self.passage = self._narrow(self._find(data), data["words"])
        return data

    def _find(self, data: dict[str, Any]) -> tuple[int, int] | None:
        start, end, quote = data["start"], data["end"], data["quote"]
        if start is None or end is None:
            return None
        if start < end <= len(self.body) and self.body[start:end] == quote:
            return start, end
        places = find_quote(self.body, quote, lambda _label: "")
        if len(places) == 1:
            return places[0]
        self.data = {name: value for name, value in self.data.items() if name not in {"start", "end", "quote"}}
        raise ValidationError(
            _("The text has changed since you opened this page. What you wrote is kept: choose the words again.")
        )

    def _narrow(self, place: tuple[int, int] | None, words: str) -> tuple[int, int] | None:
        if not words:
            return place
        start, end = place or (0, len(self.body))
        found = find_quote(self.body[start:end], words, self.content.value_of)
        if len(found) != 1:
            self.add_error("words", _not_found(len(found)))
            return None
        return start + found[0][0], start + found[0][1]


def _not_found(count: int) -> ValidationError:
    if count:
        return ValidationError(_("These words stand there more than once. Copy a few more of them."))
    return ValidationError(_("These words do not stand there. Copy them from the text above."))


class ReattachForm(PassageForm):
    """Words are required: a comment on a passage does not become one on the section."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and self.passage is None:
            self.add_error("words", ValidationError(_("Copy the words from the text above.")))
        return data


def passage_asked(asked: QueryDict, body: str) -> dict[str, Any]:
    """The form's arguments for the `start` and `end` in the address. Empty where they are missing or wrong."""
    try:
        start, end = int(str(asked["start"])), int(str(asked["end"]))
    except (KeyError, ValueError):
        return {}
    if not 0 <= start < end <= len(body):
        return {}
    return {"start": start, "end": end, "quote": body[start:end], "replacement": body[start:end]}
