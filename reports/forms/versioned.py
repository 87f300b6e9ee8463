"""What every page that saves words over words sends: its version, its tab, the words it was loaded with."""

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms

from ..actions.section import Words

_UNSTORABLE = {"required", "invalid", "max_length", "min_value", "null_characters_not_allowed"}


def one_line_ends(text: str) -> str:
    """Browsers send CRLF; texts are stored with LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class ProseField(forms.CharField):
    """Text kept as typed but for its line ends."""

    def to_python(self, value: Any) -> str:
        return one_line_ends(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class VersionedForm(forms.Form):
    """`version` counts what was saved before the page was loaded, `tab` names the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    tab = forms.CharField(widget=forms.HiddenInput, max_length=40)

    @property
    def place(self) -> str:
        """What the browser keeps copies of unsaved words under."""
        raise NotImplementedError

    def is_storable(self) -> bool:
        """Whether there is anything to save: wrong values are, a broken or over-long post is not."""
        self.is_valid()
        return not any(error.code in _UNSTORABLE for errors in self.errors.as_data().values() for error in errors)


def new_tab() -> str:
    return secrets.token_urlsafe(9)


def sent_words(data: Mapping[str, Any]) -> Words:
    return Words(one_line_ends(data.get("heading", "")).strip(), one_line_ends(data.get("body", "")))


def base_words(data: Mapping[str, Any]) -> Words:
    heading, body = (one_line_ends(data.get(f"initial-{name}", "")) for name in ("heading", "body"))
    return Words(heading.strip(), body)
