"""What an open page says of itself."""

from typing import Any

from django import forms

from ..models import Report, Section


class PresenceForm(forms.Form):
    """`section` is the one that the page writes in; none for any other page."""

    def __init__(self, data: Any, *, report: Report) -> None:
        super().__init__(data)
        self.fields["section"] = forms.ModelChoiceField(Section.objects.filter(report=report), required=False)
