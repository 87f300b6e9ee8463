"""Why words stay as they are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.waiver import REASON_LENGTH
from .versioned import ProseField


class WaivedWordsForm(forms.Form):
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)


class WaiverForm(WaivedWordsForm):
    reason = ProseField(
        label=_("Why it stays"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence why it stays: reviewers read it.")},
    )
