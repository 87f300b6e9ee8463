"""Listing and writing the attachments of a report."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Attachment
from ..models.attachment import ATTACHMENT_TITLE_LENGTH
from ..models.saved_text import BODY_LENGTH
from .versioned import ProseField, VersionedForm, new_tab


class AttachmentTitleForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the attachment"),
        max_length=ATTACHMENT_TITLE_LENGTH,
        help_text=_("As it is to be printed, without 附件1 and without a final mark."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class SeenForm(forms.Form):
    version = forms.IntegerField(min_value=1)


class AttachmentForm(VersionedForm):
    """The fields have the same names as a section's, so that one mechanism saves both."""

    heading = ProseField(
        label=_("Title of the attachment"),
        max_length=ATTACHMENT_TITLE_LENGTH,
        required=False,
        show_hidden_initial=True,
        help_text=_("As it is to be printed, without 附件1 and without a final mark."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    body = ProseField(
        label=_("Text of the attachment"),
        max_length=BODY_LENGTH,
        required=False,
        strip=False,
        show_hidden_initial=True,
        help_text=_(
            "It gets a page of its own after the report. Leave it empty for an attachment that is handed in apart: "
            "then only its title is listed. 【】 are printed as brackets here."
        ),
        widget=forms.Textarea(attrs={"class": "form-control prose", "rows": 14, "spellcheck": "false"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, attachment: Attachment) -> None:
        self.attachment = attachment
        stored = {"heading": attachment.title, "body": attachment.body}
        super().__init__({"version": attachment.version, "tab": new_tab(), **stored} if data is None else data)

    @property
    def place(self) -> str:
        return f"attachment-{self.attachment.pk}"
