"""A reviewer's decision."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Opinion, ReturnDraft, Section
from ..models.progress import ReportProgress
from ..models.return_draft import REASON_LENGTH as LENGTH
from .versioned import ProseField, one_line_ends


class DecisionForm(forms.Form):
    """`read` is the version that the page showed and `stage` the stage it was in. Nobody can decide about words they
    have not seen, and a decision sent twice is stored once.
    """

    read = forms.IntegerField(widget=forms.HiddenInput, required=False)
    stage = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, read: int, stage: int | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["read"].initial = read
        self.fields["stage"].initial = stage
        self.helper = FormHelper(self)
        self.helper.form_tag = False

    def renew(self, refusal: str, *, read: int, stage: int | None) -> None:
        """Shows the refusal. Sent once more, the form is about the present version and stage."""
        self.add_error(None, refusal)
        self.data = {**dict(self.data.items()), "read": read, "stage": stage or ""}

    @property
    def about(self) -> dict[str, int | None]:
        return {name: self.cleaned_data.get(name) for name in ("read", "stage")}

    def repeats(self, opinion: Opinion) -> bool:
        """Whether it equals a stored opinion: then it was sent before, and only the answer was lost."""
        raise NotImplementedError

    @property
    def decision(self) -> dict[str, Any]:
        raise NotImplementedError


class AgreeForm(DecisionForm):
    grade = forms.ChoiceField(label=_("Grade"), widget=forms.RadioSelect)
    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("May be left empty. The author reads it once the review is over."),
    )

    def __init__(self, *args, grades: Sequence[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["grade"]).choices = [(grade, grade) for grade in grades]
        if not grades:
            del self.fields["grade"]

    @property
    def decision(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"opinion": data["opinion"], "grade": data.get("grade", ""), **self.about}

    def repeats(self, opinion: Opinion) -> bool:
        said = (Opinion.Decision.AGREED, self.decision["opinion"], self.decision["grade"])
        return said == (opinion.decision, opinion.text, opinion.grade)


class PublishForm(forms.Form):
    accepted_because = forms.CharField(
        label=_("Why it is published although it misses the page standard"),
        required=False,
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where checks fail. The reason stands beside the published file for ever."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for the correction"),
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is printed nowhere, but stands beside the corrected file for ever."),
    )
    sections = forms.TypedMultipleChoiceField(
        label=_("Sections to be corrected"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, sections: Iterable[Section], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.TypedMultipleChoiceField", self.fields["sections"]).choices = [
            (section.pk, section.name) for section in sections
        ]
        self.helper = FormHelper(self)
        self.helper.form_tag = False


class ReturnForm(DecisionForm):
    """Only sections with a reason unlock, or all of them where the whole report is returned. The reasons are those
    that were marked while reading.
    """

    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("May be left empty where sections are returned with their own reasons. The author reads it."),
    )
    whole = forms.BooleanField(
        label=_("Return the whole report: all sections unlock, those without a reason of their own for this one."),
        required=False,
    )

    def __init__(self, *args, progress: ReportProgress, drafts: Mapping[int, ReturnDraft], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.sections = [section.section for section in progress.sections]
        for section in self.sections:
            draft = drafts.get(section.pk)
            self.fields[f"reason-{section.pk}"] = ProseField(
                label=section.name,
                required=False,
                max_length=LENGTH,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=draft.text if draft else "",
                show_hidden_initial=True,
            )

    def _is_marked(self, section: Section) -> bool:
        field = self[f"reason-{section.pk}"]
        return bool(field.initial or field.value())

    @property
    def reasons(self) -> list[tuple[Section, forms.BoundField]]:
        """Of the sections that are marked, in the order of the text."""
        return [(section, self[f"reason-{section.pk}"]) for section in self.sections if self._is_marked(section)]

    @property
    def unmarked(self) -> list[Section]:
        return [section for section in self.sections if not self._is_marked(section)]

    @property
    def shown(self) -> dict[int, str]:
        """The drafts that the page was loaded with, by the section's primary key."""
        sent = {section.pk: self.data.get(self.add_initial_prefix(f"reason-{section.pk}")) for section in self.sections}
        return {pk: one_line_ends(text) for pk, text in sent.items() if text}

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("whole") and not data.get("opinion"):
            self.add_error("opinion", _("Write why the whole report is returned."))
        elif not any(self.decision["reasons"].values()):
            raise forms.ValidationError(_("Write the reason beside at least one section."))
        return data

    @property
    def decision(self) -> dict:
        """Arguments of the action: the opinion, and the reasons by the section's primary key."""
        opinion = self.cleaned_data.get("opinion", "")
        for_others = opinion if self.cleaned_data.get("whole") else ""
        written = {section.pk: self.cleaned_data.get(f"reason-{section.pk}", "") for section in self.sections}
        reasons = {pk: reason or for_others for pk, reason in written.items()}
        return {"opinion": opinion, "reasons": reasons, "shown": self.shown, **self.about}

    def repeats(self, opinion: Opinion) -> bool:
        kept = {reason.section_id: reason.text for reason in opinion.revision.return_reasons.all()}
        reasons = {pk: reason for pk, reason in self.decision["reasons"].items() if reason}
        said = (Opinion.Decision.RETURNED, self.decision["opinion"], reasons)
        return said == (opinion.decision, opinion.text, kept)
