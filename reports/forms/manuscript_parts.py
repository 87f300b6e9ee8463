"""The parts of a text that becomes a report, and where each goes."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..actions.manuscript import Manuscript, ask_of
from ..models import Participant
from ..models.labels import choices_of
from ..models.size import describe_excess
from ..pages.manuscript import CheckedManuscript
from ..prose.blanks import find_blanks
from ..prose.content import SectionKind
from ..prose.cuts import Cut, CutPart, cut_parts, heads
from ..prose.parsing import ParsedBlank, ParsedReport, ParsedSection
from ..prose.placing import PartPlace, divide_report, find_places, with_sections
from ..prose.size import LARGEST, Excess
from .manuscript import check_size


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part on the page, the field that says where it goes, how that was found, and what stands above it."""

    part: CutPart
    field: forms.BoundField
    place: PartPlace
    above: str

    @property
    def section(self) -> ParsedSection:
        return self.part.section

    @property
    def key(self) -> str:
        return self.part.cut.key

    @property
    def is_guess(self) -> bool:
        """Whether it would go into a section of the outline that nobody has chosen."""
        return self.place.is_guess and self.field.value() == str(self.place.section)

    @property
    def has_no_section(self) -> bool:
        """Whether it would be a section of its own that nobody has chosen."""
        return self.place.section is None and self.field.value() == str(self.section.kind)

    @property
    def all_headings(self) -> str:
        """What a button sends that splits the part at each of its headings."""
        return " ".join(cut.key for cut in self.part.headings)

    @property
    def all_paragraphs(self) -> str:
        """What a button sends that splits a part without a heading at each of its paragraphs."""
        return " ".join(cut.key for cut in self.part.paragraph_cuts)

    @property
    def split_count(self) -> int:
        return len(self.part.headings) + 1


class ConfirmForm(forms.Form):
    """The text again, the title, and for each part the outline's section or the kind of a section of its own.

    `part` says once for each part where it begins; `split` and `join` name where one is to begin, or no longer.
    """

    text = forms.CharField(widget=forms.HiddenInput, strip=False)

    title = forms.ChoiceField(label=_("Title"), required=False, widget=forms.RadioSelect)

    def __init__(
        self, *args, parsed: ParsedReport, participant: Participant, cuts: Collection[Cut] | None = None, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.given, self.participant, self.cycle = parsed, participant, participant.cycle
        self.asked = [ask_of(section) for section in self.cycle.outline.sections.order_by("position")]
        as_read = divide_report(parsed, self.asked)
        begins = (self._sent("part") or heads(as_read.sections)) if cuts is None else cuts
        self.parts_cut = cut_parts(as_read.sections, begins)
        self.parsed = with_sections(as_read, [part.section for part in self.parts_cut])
        self._add_title()
        self._add_kinds()

    def _add_title(self) -> None:
        titles = [title for title in (self.parsed.title, self.cycle.report_title) if title]
        self.fields["title"].choices = [(title, title) for title in dict.fromkeys(titles)]  # type: ignore[attr-defined]
        self.fields["title"].initial = titles[-1] if self._asks_about_title else titles[0]

    def _add_kinds(self) -> None:
        kinds = [choice for choice in choices_of(SectionKind) if choice[0] != SectionKind.OPENING]
        titles_of_outline = [(str(place), section.title) for place, section in enumerate(self.asked)]
        choices = [(_("Section of the outline"), titles_of_outline), (_("Section of its own"), kinds)]
        self.places = find_places(self.parsed.sections, self.asked)
        for part, place in zip(self.parts_cut, self.places, strict=True):
            self.fields[_field_name(part)] = forms.ChoiceField(
                label=_("What this part is"),
                choices=choices,
                initial=part.section.kind if place.section is None else str(place.section),
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    def _sent(self, name: str) -> set[Cut]:
        keys = self.data.getlist(name) if isinstance(self.data, QueryDict) else []
        return {cut for key in " ".join(keys).split() if (cut := Cut.read(key))}

    @property
    def is_cut_anew(self) -> bool:
        """Whether a button was pressed that only shows the text differently."""
        return bool({"split", "join", "again"} & {*self.data})

    def cut_anew(self) -> "ConfirmForm":
        """The form of the text as it is cut now. What a person chose for a part that is still there is kept."""
        cuts = {part.cut for part in self.parts_cut}
        if len(cuts | self._sent("split")) <= LARGEST.parts:
            cuts |= self._sent("split")
        names = [name for name in self.fields if self.data.get(name, "") not in {"", str(self[name].initial)}]
        kept = {name: self.data[name] for name in ["text", *names]}
        return ConfirmForm(
            parsed=self.given, participant=self.participant, cuts=cuts - self._sent("join"), initial=kept
        )

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors:
            check_size(self.manuscript())
        return data

    @property
    def _asks_about_title(self) -> bool:
        return bool(find_blanks(self.parsed.title) or self.checked.asked_of_title)

    @property
    def excess(self) -> str:
        """Why the text was not split as asked: into more parts than a report may have."""
        count = len({part.cut for part in self.parts_cut} | self._sent("split"))
        return describe_excess(Excess("parts", count, LARGEST.parts)) if count > LARGEST.parts else ""

    @cached_property
    def checked(self) -> CheckedManuscript:
        """What has become a blank is not unfinished."""
        title, *texts = self._texts
        attached = [text for one in self.parsed.attachments for text in (one.title, one.body)]
        return CheckedManuscript(self.participant, title, texts, attached)

    @property
    def _texts(self) -> list[str]:
        """Those that become the report's: not the signature, which the site prints."""
        parsed = self.parsed
        sections = [text for section in parsed.sections for text in (section.heading, section.body)]
        return [parsed.title, parsed.salutation, parsed.opening, *sections]

    @property
    def blanks(self) -> list[ParsedBlank]:
        """Those that are to be filled later."""
        labels = {blank.label for text in self._texts for blank in find_blanks(text)}
        return [blank for blank in self.parsed.blanks if blank.label in labels]

    @property
    def removed(self) -> list[tuple[str, int]]:
        """Each text that was removed, and how often."""
        return list(Counter(removed.text for removed in self.parsed.removed).items())

    def manuscript(self) -> Manuscript:
        chosen = [self.cleaned_data[_field_name(part)] for part in self.parts_cut]
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
        filled = {str(part.field.value()) for part in self.parts}
        if self.parsed.opening:
            filled.add(str(self._opening_place))
        return [section.title for place, section in enumerate(self.asked) if str(place) not in filled]

    @cached_property
    def previous(self) -> dict[str, str]:
        """What stood in the place of a blank, by label."""
        return {blank.label: blank.previous for blank in self.parsed.blanks if blank.previous}

    @cached_property
    def parts(self) -> list[ShownPart]:
        above = ["", *(part.cut.key for part in self.parts_cut)]
        rows = zip(self.parts_cut, self.places, above, strict=False)
        return [ShownPart(part, self[_field_name(part)], place, key) for part, place, key in rows]

    @property
    def unsure(self) -> list[ShownPart]:
        """The parts whose place a person should look at."""
        return [part for part in self.parts if part.is_guess or part.has_no_section]


def _field_name(part: CutPart) -> str:
    return f"kind-{part.cut.key}"
