"""The rules and dates of a round, as its organisers set them."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..access import writers_to_extend
from ..actions.cycle import RULES
from ..models import Cycle, GradeScale, Unit
from ..models.grade_scale import GRADE_LENGTH
from .person import NAMED_BY, NamedPersonField
from .reviewer import DayField, read_key
from .versioned import ProseField

REASON = 500
_BETWEEN = re.compile(r"[\s/、，,；;]+")


class PlainForm(forms.Form):
    """Drawn by crispy within a form tag of the page's own."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def refuse(self, problem: object) -> None:
        """Shows why the action was not done; what was typed stays."""
        self.add_error(None, str(problem))


def shown_before(form: forms.BaseForm, name: str, stored: Any) -> Any:
    """What the page had shown, as it sends it along; what is stored where it does not say."""
    field, sent = form.fields[name], form.data.get(form.add_initial_prefix(name))
    if sent is None:
        return stored
    try:
        return field.clean(sent) if sent or not field.required else None
    except ValidationError:
        return stored


class ReasonField(forms.CharField):
    def __init__(self, **kwargs) -> None:
        told: dict[str, Any] = {"label": _("Reason"), "max_length": REASON, "widget": forms.Textarea(attrs={"rows": 2})}
        super().__init__(**told | kwargs)


class CycleForm(PlainForm):
    """A new round. With `source` the fields say what its successor would be called."""

    source = forms.ModelChoiceField(
        label=_("As in"),
        queryset=Cycle.objects.none(),
        required=False,
        empty_label=_("no other round: start with an empty outline"),
        help_text=_("Outline, rules, stages, reviewers and roll are taken over, with today's posts."),
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    year = forms.IntegerField(label=_("Year"), min_value=1949, max_value=2199)
    name = forms.CharField(label=_("Name of the round"), max_length=100)
    report_title = forms.CharField(label=_("Title of the reports"), max_length=100)
    due = DayField(label=_("Reports are due on"), help_text=_("until the end of this day"))

    def __init__(self, *args, units: QuerySet[Unit], sources: QuerySet[Cycle], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["unit"]).queryset = units
        cast("forms.ModelChoiceField", self.fields["source"]).queryset = sources

    @staticmethod
    def after(source: Cycle | None, today: date) -> dict[str, Any]:
        """What the form begins with: the round of the year after `source`."""
        if source is None:
            return {"year": today.year}
        year, old = source.year + 1, str(source.year)
        renamed = {name: getattr(source, name).replace(old, str(year)) for name in ("name", "report_title")}
        day = source.due
        due = day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
        return {"source": source.pk, "unit": source.unit_id, "year": year, "due": due, **renamed}


class SettingsForm(forms.ModelForm):
    """`base` is what the page had shown: only what differs from it is meant."""

    own_grades = forms.CharField(
        label=_("Own grades"),
        required=False,
        max_length=100,
        help_text=_(
            "Instead of a scale of the list: from the best to the worst, with spaces between them, such as 优秀 良好 "
            "一般 较差. Once saved it stands in the list, in later years and for the units below too. Of the first "
            "grade there may be a quota."
        ),
    )
    reason = ReasonField(required=False, help_text=_("Kept with the change; all whom it concerns can read it."))

    class Meta:
        model = Cycle
        fields = ("name", "report_title", "due", *RULES)
        field_classes = {"due": DayField, "stock_phrases": ProseField}
        widgets = {"stock_phrases": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        scales = cast("forms.ModelChoiceField", self.fields["grade_scale"])
        scales.queryset = GradeScale.objects.of_unit(self.instance.unit_id)
        self.stages = list(self.instance.stages.all())
        for stage in self.stages:
            label = _("Decisions of “%(stage)s” are due on") % {"stage": stage.name}
            field = DayField(label=label, required=False, initial=stage.due)
            self.fields[f"stage-{stage.pk}"] = field
        for name in self.Meta.fields:
            self.fields[name].show_hidden_initial = True
            self.fields[name].validators += Cycle._meta.get_field(name).validators  # type: ignore[union-attr]
        if not self.instance.is_announced:
            del self.fields["reason"]
        names = list(self.Meta.fields)
        names[3:3] = [f"stage-{stage.pk}" for stage in self.stages]
        names.insert(names.index("grade_scale") + 1, "own_grades")
        self.order_fields(names)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_own_grades(self) -> list[str]:
        labels = [label for label in _BETWEEN.split(self.cleaned_data["own_grades"]) if label]
        if labels and (len(labels) < 2 or len(set(labels)) < len(labels)):
            raise ValidationError(_("Write at least two different grades."))
        if any(len(label) > GRADE_LENGTH for label in labels):
            raise ValidationError(_("A grade has at most %(limit)s characters.") % {"limit": GRADE_LENGTH})
        return labels

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance.is_announced and self.is_changed and not data.get("reason", "").strip():
            self.add_error("reason", _("Write why."))
        return data

    def _post_clean(self) -> None:
        """The round itself is left as it is: the action changes it."""

    @property
    def is_changed(self) -> bool:
        return bool(set(self.changed_data) - {"reason"})

    @property
    def wanted(self) -> dict[str, Any]:
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if labels := self.cleaned_data["own_grades"]:
            fields["grade_scale"] = GradeScale.of_labels(labels)
        stages = {
            stage.pk: self.cleaned_data[f"stage-{stage.pk}"]
            for stage in self.stages
            if f"stage-{stage.pk}" in self.changed_data
        }
        reason = self.cleaned_data.get("reason", "")
        return {"fields": fields, "base": self.base, "stages": stages, "reason": reason}

    @property
    def base(self) -> dict[str, Any]:
        return {name: shown_before(self, name, getattr(self.instance, name)) for name in self.Meta.fields}


class OpenForm(PlainForm):
    on = DayField(label=_("Opens on"), required=False, help_text=_("Empty: at once."))


class ExtendForm(PlainForm):
    """For all, for a unit with all below it, or for one participant."""

    unit = forms.ModelChoiceField(
        label=_("For"), queryset=Unit.objects.none(), required=False, empty_label=_("all who take part")
    )
    person = NamedPersonField(label=_("or for one person"), required=False, help_text=NAMED_BY)
    due = DayField(label=_("New due day"), help_text=_("until the end of this day"))
    reason = ReasonField()

    def __init__(self, *args, cycle: Cycle, units: QuerySet[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast("NamedPersonField", self.fields["person"]).directory = writers_to_extend(cycle)
        cast("forms.ModelChoiceField", self.fields["unit"]).queryset = units

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") and data.get("person"):
            self.add_error("person", _("Choose a unit or a person, not both."))
        return data

    @property
    def wanted(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"due": data["due"], "reason": data["reason"], "unit": data["unit"], "participant": data["person"]}


class UnfinishedForm(PlainForm):
    """What becomes of those who have not handed in; `all` means every one that the list holds, on all its pages."""

    decision = forms.ChoiceField(
        label=_("What becomes of them"),
        choices=[
            ("kept", _("May still be handed in, as late")),
            ("missing", _("Counted as not handed in")),
            ("exempt", _("Exempt: no report is asked for")),
        ],
        widget=forms.RadioSelect,
    )
    reason = ReasonField(max_length=200)

    def chosen(self, listed: Iterable[int]) -> list[int]:
        if "all" in self.data:
            return list(listed)
        return [key for text in cast("Any", self.data).getlist("participant") if (key := read_key(text)) is not None]


class ReasonForm(PlainForm):
    reason = ReasonField()


class GradeForm(PlainForm):
    """The grade that counts for one participant, or none at all."""

    grade = forms.ChoiceField(label=_("Grade"), widget=forms.RadioSelect)
    reason = ReasonField(max_length=200)

    UNGRADED = "-"

    def __init__(self, *args, grades: Iterable[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        labels = [(grade, grade) for grade in grades]
        cast("forms.ChoiceField", self.fields["grade"]).choices = [
            *labels,
            (self.UNGRADED, _("No grade")),
            ("", _("as the reviewers of the last stage have given it")),
        ]
        self.fields["grade"].required = self.fields["reason"].required = False

    @property
    def wanted(self) -> dict[str, Any]:
        grade = self.cleaned_data["grade"]
        is_ungraded = grade == self.UNGRADED
        return {
            "grade": "" if is_ungraded else grade,
            "is_ungraded": is_ungraded,
            "reason": self.cleaned_data["reason"],
        }
