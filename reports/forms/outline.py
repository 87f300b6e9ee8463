"""One section of an outline at a time."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Outline, OutlineSection
from ..models.labels import choices_of
from ..prose.blanks import LABEL_LENGTH
from ..prose.content import SectionKind
from ..prose.figures import FigureKind
from .cycle_settings import PlainForm, shown_before

MOST_FIGURES = 50
_KINDS = {"数值": FigureKind.NUMBER, "数字": FigureKind.NUMBER, "文字": FigureKind.TEXT, "日期": FigureKind.DATE}
_NAMES = {FigureKind.TEXT: "文字", FigureKind.DATE: "日期"}


class LinesField(forms.CharField):
    """Browsers end lines otherwise than they are stored."""

    def clean(self, value: Any) -> str:
        return super().clean(value).replace("\r\n", "\n")


class FiguresField(forms.CharField):
    """One a line: label, unit, and 文字 or 日期 for what is no number; a comma between them."""

    def __init__(self, **kwargs) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_write, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, str]]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_FIGURES:
            raise ValidationError(_("No more than %(limit)s figures for one section.") % {"limit": MOST_FIGURES})
        rows = [self._read(line) for line in lines]
        labels = [row["label"] for row in rows]
        if twice := next((label for label in labels if labels.count(label) > 1), None):
            raise ValidationError(_("“%(label)s” is asked for twice.") % {"label": twice})
        return rows

    @staticmethod
    def _read(line: str) -> dict[str, str]:
        label, *rest = [cell.strip(" 【】") for cell in line.replace("，", ",").split(",")]
        kind = _KINDS.get(rest[-1]) if rest else None
        units = rest[:-1] if kind else rest
        if not label or len(label) > LABEL_LENGTH or len(units) > 1 or any(len(unit) > 20 for unit in units):
            raise ValidationError(
                _("“%(line)s” is not understood. Write label, unit and kind: 走访次数，次 or 通水时间，日期.")
                % {"line": line.strip()}
            )
        return {"label": label, "unit": units[0] if units else "", "kind": str(kind or FigureKind.NUMBER)}


def _write(figure: dict[str, str]) -> str:
    kind = _NAMES.get(FigureKind(figure["kind"]), "")
    return "，".join(part for part in (figure["label"], figure["unit"], kind) if part)


class OutlineForm(forms.ModelForm):
    class Meta:
        model = Outline
        fields = ("numbering",)
        labels = {"numbering": _("Headings")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class OutlineSectionForm(PlainForm):
    title = forms.CharField(label=_("Title"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=choices_of(SectionKind), initial=SectionKind.DUTY.value)
    is_required = forms.BooleanField(label=_("Must be written"), required=False, initial=True)
    min_characters = forms.IntegerField(
        label=_("At least"), min_value=0, max_value=100_000, initial=0, help_text=_("characters; 0: no limit")
    )
    max_characters = forms.IntegerField(
        label=_("At most"), min_value=0, max_value=100_000, initial=0, help_text=_("characters; 0: no limit")
    )
    guidance = LinesField(
        label=_("Guidance"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands beside the text while the author writes."),
    )
    sample = LinesField(
        label=_("Sample text"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Blanks are written 【label】."),
    )
    figures = FiguresField(
        label=_("Figures asked for"),
        help_text=_("One a line: label, unit; with 文字 or 日期 behind it where it is no number. 走访次数，次"),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def base(self, section: OutlineSection) -> dict[str, Any]:
        """What the page had shown: only what differs from it is meant."""
        return {name: shown_before(self, name, getattr(section, name)) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lower, upper = data.get("min_characters") or 0, data.get("max_characters") or 0
        if 0 < upper < lower:
            self.add_error("max_characters", _("The upper limit is below the lower limit."))
        return data


class DivideForm(PlainForm):
    title = forms.CharField(label=_("Title of the second section"), max_length=60)
    from_paragraph = forms.IntegerField(
        label=_("Sample text from this paragraph on"),
        min_value=1,
        max_value=1000,
        initial=2,
        help_text=_("goes to the second section, with the figures that stand in it"),
    )
