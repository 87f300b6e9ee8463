"""What a reviewer marks to be changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.return_draft import REASON_LENGTH
from .versioned import ProseField


class ReturnDraftForm(forms.Form):
    """`was` is the text that the page was loaded with."""

    text = ProseField(
        label=_("What must be changed, and why"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )
    was = ProseField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, section_pk: int, stored: str = "") -> None:
        initial = {"text": stored, "was": stored}
        super().__init__(data, initial=initial, auto_id=f"id_return-{section_pk}-%s")

    def renew(self, refusal: str, stored: str) -> None:
        """Shows the refusal. Sent once more, the text replaces the one that is stored now."""
        self.add_error(None, refusal)
        self.data = {**dict(self.data.items()), "was": stored}
