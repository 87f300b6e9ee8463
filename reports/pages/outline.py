"""An outline as it will be met: what its correction does to drafts, and a report that is made of it alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..ledgers.binding import Binding
from ..ledgers.sources import describe_binding
from ..models import Cycle, LedgerKind, Outline, OutlineSection
from ..models.report import ReportState
from ..prose.content import FigureContent, ReportContent, SectionContent
from ..prose.numbering import number_sections


@dataclass(frozen=True, slots=True)
class CorrectionEffect:
    """What a corrected outline does to the reports of its round, said before it is applied."""

    drafts: int
    handed_in: int
    added: list[str]
    dropped: list[str]
    changed: list[str]


def effect_of(cycle: Cycle, corrected: Outline) -> CorrectionEffect:
    old = {section.pk: section for section in cycle.outline.sections.all()}
    new = list(corrected.sections.order_by("position"))
    kept = {section.copied_from_id for section in new}
    pairs = [(old[section.copied_from_id], section) for section in new if section.copied_from_id in old]
    drafts = cycle.reports.filter(state=ReportState.DRAFT).count()
    return CorrectionEffect(
        drafts=drafts,
        handed_in=cycle.reports.count() - drafts,
        added=[section.title for section in new if section.copied_from_id not in old],
        dropped=[section.title for pk, section in old.items() if pk not in kept],
        changed=[after.title for before, after in pairs if _asks(before) != _asks(after)],
    )


def _asks(section: OutlineSection) -> tuple:
    limits = (section.min_characters, section.max_characters, section.is_required)
    return section.title, section.kind, *limits, section.guidance, section.sample, section.figures, section.bases


def describe_asked(section: OutlineSection, label: str, kinds: Mapping[str, LedgerKind], year: int) -> str:
    """What it is taken from for everybody, in the year of the round; empty where it is not."""
    basis = section.bases.get(label)
    if basis is None or basis["kind"] not in kinds:
        return ""
    binding = Binding.from_dict(basis["binding"]).later(year - basis["year"])
    return describe_binding(str(kinds[basis["kind"]]), binding)


def sample_content(cycle: Cycle, outline: Outline) -> ReportContent:
    """A report of this outline that nobody has written: the sample texts, with their blanks unfilled."""
    sections = list(outline.sections.order_by("position"))
    numerals = number_sections([section.kind for section in sections], outline.numbering)
    figures = [figure for section in sections for figure in section.figures]
    return ReportContent(
        title=cycle.report_title,
        unit=cycle.unit.name,
        post="×××",
        name="×××",
        numbering=outline.numbering,
        sections=tuple(
            SectionContent(section.kind, numeral, section.title, section.sample or "……")
            for section, numeral in zip(sections, numerals, strict=True)
        ),
        figures=tuple(FigureContent(row["label"], row["kind"], row["unit"], "") for row in figures),
    )
