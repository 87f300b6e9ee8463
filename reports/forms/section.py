"""Starting a report, writing its sections, filling its blanks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ..actions.saved_text import FigureEdit
from ..models import Figure
from ..models.figure import REASON_LENGTH, VALUE_LENGTH
from ..models.figure_basis import FigureBasis, find_bases
from ..models.progress import ReportProgress
from ..models.saved_text import BODY_LENGTH
from ..models.section import HEADING_LENGTH
from ..models.section_progress import SectionProgress, rules_of
from ..prose.checking import check_section, wrong_value
from ..prose.content import FigureContent, SectionKind
from ..prose.figures import FigureKind, is_valid
from .figure_input import figure_input
from .finding import describe
from .versioned import ProseField, VersionedForm, new_tab


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`initial` is the value the page was loaded with."""

    figure: Figure
    name: str
    value: str
    initial: str
    errors: Sequence[str]
    reason: str = ""

    @property
    def reason_name(self) -> str:
        return reason_name(self.figure)

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def input(self) -> SafeString:
        return figure_input(self)

    @property
    def unit(self) -> str:
        """What it counts, or else what kind of value it is."""
        return self.figure.unit or self.figure.get_kind_display()


class BlanksForm(VersionedForm):
    """The blanks of a section as typed fields. Wrong values are kept and marked, never refused: a draft may be wrong.

    With `strict` it is valid only when the section is complete. The value that a field was loaded with is sent along
    (`show_hidden_initial`), so that only changes are saved.
    """

    page_name = "fill"
    has_words = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        progress: SectionProgress,
        figures: Sequence[Figure],
        strict: bool = False,
    ) -> None:
        self.progress, self.strict, self.is_sent = progress, strict, data is not None
        super().__init__(self.stored(progress, figures) if data is None else data)
        self.figures = [f for f in figures if f.label in progress.labels or field_name(f) in self.data]
        for figure in self.figures:
            self.fields[field_name(figure)] = figure_field(figure.label, figure.kind)
            if figure.is_taken:
                self.fields[reason_name(figure)] = _REASON
        self.label_suffix = ""

    @staticmethod
    def stored(progress: SectionProgress, figures: Sequence[Figure]) -> dict[str, Any]:
        """The data that a page sends which was just loaded."""
        section = progress.section
        shown = [figure for figure in figures if figure.label in progress.labels]
        values = {field_name(figure): figure.value for figure in shown}
        values |= {reason_name(figure): figure.kept_reason for figure in shown if figure.is_taken}
        return {
            "version": section.version,
            "tab": new_tab(),
            **section.words._asdict(),
            **values,
        }

    @property
    def place(self) -> str:
        return str(self.progress.section.pk)

    def _clean_fields(self) -> None:
        """What is stored was cleaned when it was sent: only what it says is checked."""
        if self.is_sent:
            super()._clean_fields()  # type: ignore[misc]
        else:
            self.cleaned_data = dict(self.data)

    def clean(self) -> dict[str, Any]:
        names = {figure.label: field_name(figure) for figure in self.figures}
        for finding in self._findings():
            field = names.get(finding.place) if finding.is_figure else finding.place
            self.add_error(field if field in self.fields else None, ValidationError(describe(finding), finding.code))
        for label, basis in find_bases(self._typed_over()).items():
            if basis.differs_from(self.cleaned_data[names[label]]) and not self._explains(basis):
                said = _("Its source says %(value)s. Say why another value is kept.") % {"value": basis.value or "—"}
                self.add_error(names[label], ValidationError(said, "unexplained"))
        return self.cleaned_data

    def _typed_over(self) -> list[Figure]:
        """Those taken from a ledger or from others over whose value something was typed."""
        sent = [figure for figure in self.figures if f"initial-{field_name(figure)}" in self.data]
        return [figure for figure in sent if figure.is_taken and field_name(figure) in self.changed_data]

    def _explains(self, basis: FigureBasis) -> bool:
        """By a new reason, or by the stored one where it holds still."""
        reason = self._reason(basis.figure)
        return bool(reason) and (reason != basis.figure.kept_reason or basis.is_explained)

    def _reason(self, figure: Figure) -> str:
        return self.data.get(reason_name(figure), "").strip()

    def _findings(self):
        if self.strict:
            words = self.words or self.progress.section.words
            return check_section(words, self._contents(), rules_of(self.progress.section))
        wrong = [f for f in self._contents().values() if f.value.strip() and not is_valid(f.kind, f.value)]
        return [wrong_value(figure) for figure in wrong]

    def _contents(self) -> dict[str, FigureContent]:
        values = {figure: self.cleaned_data.get(field_name(figure), "") for figure in self.figures}
        return {f.label: FigureContent(f.label, f.kind, f.unit, value) for f, value in values.items()}

    def figure_edits(self) -> dict[str, FigureEdit]:
        changed = [
            figure
            for figure in self.figures
            if {field_name(figure), reason_name(figure)}.intersection(self.changed_data)
        ]
        return {figure.label: self._figure_edit(figure) for figure in changed}

    def _figure_edit(self, figure: Figure) -> FigureEdit:
        name = field_name(figure)
        base = self.data.get(f"initial-{name}", figure.value).strip()
        return FigureEdit(self.data[name].strip(), base, self._reason(figure))

    @cached_property
    def rows(self) -> list["FigureRow"]:
        """In the order of the text."""
        order = {label: number for number, label in enumerate(self.progress.labels)}
        shown = sorted(self.figures, key=lambda figure: order.get(figure.label, len(order)))
        return [self._row(figure) for figure in shown]

    def _row(self, figure: Figure) -> "FigureRow":
        name = field_name(figure)
        value = self.data.get(name, "")
        errors = [str(error) for error in self.errors.get(name, [])]
        return FigureRow(figure, name, value, self.data.get(f"initial-{name}", value), errors, self._reason(figure))


class SectionForm(BlanksForm):
    page_name = "section"
    has_words = True
    heading = ProseField(label=_("Topic sentence"), max_length=HEADING_LENGTH, required=False, show_hidden_initial=True)
    body = ProseField(
        label=_("Main text"),
        max_length=BODY_LENGTH,
        required=False,
        strip=False,
        show_hidden_initial=True,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )
    field_order = ["heading", "body"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.progress.section.kind != SectionKind.DUTY:
            self.fields["heading"].label = _("Heading")


def blanks_forms(progress: ReportProgress) -> list[BlanksForm]:
    """One for each section with blanks that can be written."""
    shown = [one for one in progress.sections if one.section.is_open and one.labels]
    return [BlanksForm(progress=one, figures=progress.figures) for one in shown]


def wrong_rows(forms: Iterable[BlanksForm]) -> list[FigureRow]:
    """Each figure once, in whichever sections it stands."""
    return list({row.id: row for form in forms for row in form.rows if row.errors}.values())


def field_name(figure: Figure) -> str:
    return f"figure-{figure.id}"


def reason_name(figure: Figure) -> str:
    return f"reason-{figure.id}"


# Fields of values are shared by all forms, and nothing is changed on them: to make one takes eighty calls.
_REASON = forms.CharField(required=False, max_length=REASON_LENGTH, show_hidden_initial=True)


@lru_cache(maxsize=2_048)
def figure_field(label: str, kind: str) -> forms.CharField:
    """A field that takes whatever is typed. The form checks what fits."""
    is_number = kind == FigureKind.NUMBER
    attrs = {"autocomplete": "off", "class": "form-control"} | ({"inputmode": "decimal"} if is_number else {})
    return forms.CharField(
        label=label,
        required=False,
        max_length=VALUE_LENGTH,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs=attrs),
    )
