"""Answering a promise of last year."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.promise import PromiseEdit
from ..models import Figure, LedgerRow, PromiseAnswer
from ..models.promise import PromiseState, describe_row
from .versioned import ProseField, new_tab

ANSWER_LENGTH = 2_000
_SELECT = {"class": "form-select"}


class PromiseForm(forms.Form):
    """`figures` and `rows` are what may be pointed to; what is stored may be kept in any case."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    tab = forms.CharField(widget=forms.HiddenInput, max_length=40)
    state = forms.ChoiceField(
        label=_("What came of it"),
        choices=PromiseState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of it: done, under way or not done.")},
    )
    text = ProseField(
        label=_("In words"),
        max_length=ANSWER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control prose", "rows": 4}),
    )
    figure = forms.ChoiceField(label=_("A figure of the report"), required=False, widget=forms.Select(attrs=_SELECT))
    row = forms.ChoiceField(
        label=_("A row of a ledger as evidence"), required=False, widget=forms.Select(attrs=_SELECT)
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        answer: PromiseAnswer | None,
        figures: Iterable[Figure],
        rows: Iterable[LedgerRow],
    ) -> None:
        stored: dict[str, Any] = {"version": 0}
        if answer:
            stored = {"version": answer.version, "state": answer.state, "text": answer.text}
            stored |= {"figure": answer.figure_id, "row": answer.row_id}
        super().__init__(data, initial={"tab": new_tab(), **stored})
        self.figures = {str(figure.pk): figure for figure in figures}
        self.rows = {str(row.pk): row for row in [*rows, *([answer.row] if answer and answer.row else [])]}
        none = ("", _("none"))
        said: dict[str, list] = {"figure": [(pk, _say_figure(one)) for pk, one in self.figures.items()]}
        said["row"] = [(pk, _say_row(one)) for pk, one in self.rows.items()]
        for name, choices in said.items():
            self.fields[name].choices = [none, *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not self.errors and (lacks := self.edit().lacks):
            self.add_error("text", lacks)
        return self.cleaned_data

    def edit(self) -> PromiseEdit:
        sent = self.cleaned_data
        figure, row = self.figures.get(sent["figure"]), self.rows.get(sent["row"])
        return PromiseEdit(sent["state"], sent["text"], figure, row, sent["version"], sent["tab"])


def _say_figure(figure: Figure) -> str:
    return f"{figure.label} {figure.value}{figure.unit}"


def _say_row(row: LedgerRow) -> str:
    return f"{row.ledger.kind} · {row.day.isoformat()} · {describe_row(row)[:40]}"
