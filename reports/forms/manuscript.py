"""Starting a report from a text."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ..actions.manuscript import Manuscript, ask_of
from ..documents.importing import MAX_BYTES, MAX_CHARACTERS, UnreadableFile
from ..documents.restoring import parse_source
from ..documents.uploads import read_upload
from ..documents.workers import NotDone
from ..models import Cycle
from ..models.labels import choices_of
from ..models.size import describe_excess
from ..problems import Problem
from ..prose.checking import Code, Finding, ask_about, check_words
from ..prose.content import ReportContent, SectionKind
from ..prose.parsing import ParsedReport, read_report
from ..prose.placing import divide_report, place_parts
from ..prose.proofreading import MarkedWords
from ..prose.size import find_excess


class ManuscriptForm(forms.Form):
    """For a text, pasted or uploaded, `cleaned_data["text"]` is the text and `cleaned_data["parsed"]` the ParsedReport.
    For one of our own files `cleaned_data["content"]` is its ReportContent.
    """

    text = forms.CharField(
        label=_("Paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("or choose a file"),
        required=False,
        help_text=_("A Word file (.docx), a plain text (.txt) or a PDF that this site made, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt,.pdf"}),
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        if self.errors:
            return data
        if data.get("file"):
            data |= self._read(data["file"])
        elif not (data.get("text") or "").strip():
            raise ValidationError(_("Paste a text or choose a file."))
        if len(data["text"]) > MAX_CHARACTERS:
            message = _("The text has %(count)s characters; no more than %(limit)s can be read in.")
            raise ValidationError(message % {"count": len(data["text"]), "limit": MAX_CHARACTERS})
        return data | self._understand(data)

    def _understand(self, data: dict[str, Any]) -> dict[str, Any]:
        if content := data.get("content"):
            _check_size(Manuscript.from_content(content))
            return {}
        parsed = read_report(data["text"])
        _check_size(Manuscript.from_parsed(parsed))
        return {"parsed": parsed}

    def _read(self, file: UploadedFile) -> dict[str, Any]:
        try:
            if (file.size or 0) > MAX_BYTES:
                raise UnreadableFile("too_large", limit=MAX_BYTES // 1024 // 1024)
            found = read_upload(file.name or "", file.read())
        except Problem as problem:
            if isinstance(problem, NotDone) and problem.retry_after:
                raise  # nothing is wrong with the file: the page says when to try again
            raise ValidationError({"file": str(problem)}) from problem
        return {"text": found} if isinstance(found, str) else {"text": "", "content": found}


def _check_size(manuscript: Manuscript) -> None:
    if excess := find_excess(manuscript.size):
        raise ValidationError(describe_excess(excess))


class SourceForm(forms.Form):
    """The content of one of our own files travels in the page and is validated again."""

    source = forms.CharField(widget=forms.HiddenInput, strip=False)

    def clean_source(self) -> ReportContent:
        try:
            content = parse_source(self.cleaned_data["source"])
        except ValueError as error:
            raise ValidationError(_("This cannot be read any more. Choose the file again.")) from error
        _check_size(Manuscript.from_content(content))
        return content


class ConfirmForm(forms.Form):
    """The text again, the title, and for each part the outline's section or the kind of a section of its own."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)

    title = forms.ChoiceField(label=_("Title"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args, parsed: ParsedReport, cycle: Cycle, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [ask_of(section) for section in cycle.outline.sections.order_by("position")]
        self.parsed, self.cycle = divide_report(parsed, self.asked), cycle
        titles = [title for title in (parsed.title, cycle.report_title) if title]
        self.fields["title"].choices = [(title, title) for title in dict.fromkeys(titles)]  # type: ignore[attr-defined]
        self.fields["title"].initial = titles[-1] if self._asks_about_title else titles[0]
        kinds = [choice for choice in choices_of(SectionKind) if choice[0] != SectionKind.OPENING]
        titles_of_outline = [(str(place), section.title) for place, section in enumerate(self.asked)]
        choices = [(_("Section of the outline"), titles_of_outline), (_("Section of its own"), kinds)]
        places = place_parts(self.parsed.sections, self.asked)
        for number, (section, place) in enumerate(zip(self.parsed.sections, places, strict=True)):
            self.fields[f"kind-{number}"] = forms.ChoiceField(
                label=_("What this part is"),
                choices=choices,
                initial=section.kind if place is None else str(place),
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    @property
    def _asks_about_title(self) -> bool:
        return bool(ask_about(self.parsed.title, year=self.cycle.year, is_title=True))

    @property
    def questions(self) -> list[MarkedWords]:
        """What may be another year's, or a name left out. The same words are asked about once."""
        texts = [self.parsed.opening] + [f"{section.heading}\n{section.body}" for section in self.parsed.sections]
        asked = ask_about(self.parsed.title, year=self.cycle.year, is_title=True)
        asked += [words for text in texts for words in ask_about(text, year=self.cycle.year)]
        return list({words.excerpt: words for words in asked}.values())

    @property
    def unpaired(self) -> list[Finding]:
        """Brackets without their partner. Other signs of unfinished text have become blanks."""
        texts = [f"{section.heading}\n{section.body}" for section in self.parsed.sections]
        return [finding for text in texts for finding in check_words(text, "body") if finding.code == Code.UNPAIRED]

    def manuscript(self) -> Manuscript:
        chosen = [self.cleaned_data[f"kind-{number}"] for number in range(len(self.parsed.sections))]
        places = [int(value) if value.isdecimal() else None for value in chosen]
        kinds = [
            value if place is None else self.asked[place].kind for value, place in zip(chosen, places, strict=True)
        ]
        manuscript = Manuscript.from_parsed(self.parsed, tuple(kinds))
        opening = [self._opening_place] if self.parsed.opening else []
        title = self.cleaned_data["title"] or manuscript.title
        return replace(manuscript, title=title, places=tuple(opening + places))

    @property
    def _opening_place(self) -> int | None:
        return next((place for place, section in enumerate(self.asked) if section.kind == SectionKind.OPENING), None)

    @property
    def stays_empty(self) -> list[str]:
        """Titles of the outline's sections in which nothing is placed."""
        filled = {str(field.value()) for _section, field in self.parts}
        if self.parsed.opening:
            filled.add(str(self._opening_place))
        return [section.title for place, section in enumerate(self.asked) if str(place) not in filled]

    @property
    def parts(self) -> list[tuple]:
        return [(section, self[f"kind-{number}"]) for number, section in enumerate(self.parsed.sections)]
