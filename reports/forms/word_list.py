"""A word list: the file, and the same words again once somebody has looked at what they would do."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..documents.uploads import read_spreadsheet
from ..documents.word_list import HEADS, ReadWordList, read_word_list
from ..problems import Problem
from .uploaded_list import ListForm

_MOST = 1_000_000


class WordListForm(ListForm):
    """`read` are its words once it is valid."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, known=HEADS, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if table := data.get("file"):
            self.read = _read(table)
        return data


class SeenWordsForm(forms.Form):
    """What was looked at: the text that `print_word_list` has made of it."""

    seen = forms.CharField(max_length=_MOST, strip=False, widget=forms.HiddenInput)

    def clean_seen(self) -> str:
        seen = self.cleaned_data["seen"]
        try:
            table = read_spreadsheet("seen.csv", seen.encode(errors="replace"), HEADS)
        except Problem as problem:
            raise ValidationError(str(problem)) from problem
        self.read = _read(table)
        return seen


def _read(table: Any) -> ReadWordList:
    try:
        return read_word_list(table)
    except Problem as problem:
        raise ValidationError(str(problem)) from problem
