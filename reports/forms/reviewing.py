"""A reviewer's decision."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.progress import ReportProgress


class ReturnForm(forms.Form):
    """Why each section is returned; only those with a reason unlock."""

    def __init__(self, *args, progress: ReportProgress, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.sections = [section.section for section in progress.sections]
        for section in self.sections:
            self.fields[f"reason-{section.pk}"] = forms.CharField(
                label=section.name,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.helper = FormHelper(self)
        self.helper.form_tag = False

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.reasons:
            raise forms.ValidationError(_("Write the reason beside at least one section."))
        return data

    @property
    def reasons(self) -> dict[int, str]:
        """Why, by the section's primary key."""
        written = {section.pk: self.cleaned_data.get(f"reason-{section.pk}", "") for section in self.sections}
        return {pk: reason for pk, reason in written.items() if reason.strip()}
