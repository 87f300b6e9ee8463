"""What every page that saves words over words sends: its version, its tab, the words it was loaded with."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms

from ..actions.saved_text import FigureEdit, TextEdit
from ..models import Figure
from ..prose.content import Words

_UNSTORABLE = {"required", "invalid", "max_length", "min_value", "null_characters_not_allowed"}


def one_line_ends(text: str) -> str:
    """Browsers send CRLF; texts are stored with LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class ProseField(forms.CharField):
    """Keeps the text as typed, except for line ends."""

    def to_python(self, value: Any) -> str:
        return one_line_ends(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class VersionedForm(forms.Form):
    """`version` is the version of the loaded text, `tab` names the browser page.

    With `has_words` the form has the fields heading and body, and the page also sends the words it was loaded with.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    tab = forms.CharField(widget=forms.HiddenInput, max_length=40)
    has_words = True
    figures: Sequence[Figure] = ()

    @property
    def place(self) -> str:
        """The key under which the browser keeps copies of unsaved words."""
        raise NotImplementedError

    def is_storable(self) -> bool:
        """Whether it can be saved: with wrong values yes, a broken or over-long request no."""
        self.is_valid()
        return not any(error.code in _UNSTORABLE for errors in self.errors.as_data().values() for error in errors)

    @property
    def messages(self) -> dict[str, str]:
        return {name: " ".join(str(error) for error in errors) for name, errors in self.errors.items()}

    @property
    def words(self) -> Words | None:
        """None for a page that only fills blanks."""
        return self._sent("") if self.has_words else None

    @property
    def base(self) -> Words | None:
        """The words that the page was loaded with."""
        return self._sent("initial-") if self.has_words else None

    def _sent(self, prefix: str) -> Words:
        """Spaces around count in the body alone."""
        sent = {name: one_line_ends(self.data.get(f"{prefix}{name}", "")) for name in Words._fields}
        return Words(**{name: text if name == "body" else text.strip() for name, text in sent.items()})

    def edit(self) -> TextEdit:
        tab, version = self.data["tab"], int(self.data["version"])
        return TextEdit(tab, version, self.words, self.base, self.figure_edits())

    def figure_edits(self) -> dict[str, FigureEdit]:
        """Only the values that the page changed, by label."""
        return {}


def new_tab() -> str:
    return secrets.token_urlsafe(9)
