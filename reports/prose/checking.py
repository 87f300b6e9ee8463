"""What stands between a text and its submission, as plain findings that pages translate and link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from .blanks import fill_blanks, find_labels
from .content import FigureContent, Numbering, ReportContent, SectionKind, Words
from .counting import count_characters
from .figures import FigureKind, is_negative_count, is_valid, print_value
from .promises import find_promises
from .proofreading import (
    LONGEST_SENTENCE,
    NO_WORDS,
    CheckedText,
    ListedDocument,
    MarkedWords,
    Severity,
    WordList,
    proofread,
)
from .shortcomings import ShortcomingContent

SELF_CRITICISM = {SectionKind.PROBLEMS, SectionKind.CAUSES, SectionKind.NEXT_STEPS}


class Code(StrEnum):
    SECTION_EMPTY = "section_empty"
    HEADING_MISSING = "heading_missing"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    BLANK_UNFILLED = "blank_unfilled"
    VALUE_WRONG = "value_wrong"
    TITLE_MISSING = "title_missing"
    REPORT_TOO_LONG = "report_too_long"
    ATTACHMENT_UNTITLED = "attachment_untitled"
    PROBLEMS_SHARE = "problems_share"
    FEW_PROBLEMS = "few_problems"
    STOCK_PHRASE = "stock_phrase"
    PROBLEMS_UNLISTED = "problems_unlisted"
    PROBLEM_LACKS = "problem_lacks"
    FIGURE_MISSING = "figure_missing"
    UNFINISHED = "unfinished"
    UNPAIRED = "unpaired"
    IMPOSSIBLE_DAY = "impossible_day"


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is heading, body, title, attachments, shortcomings or report; or the label of the figure meant, where
    `is_figure`.
    """

    code: Code
    place: str
    is_figure: bool = False
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionRules:
    """What an outline asks of one section; characters are counted with the blanks filled, 0 is no limit. `labels` are
    those of the figures that its text must have, `stock_phrases` words that say nothing.
    """

    is_required: bool = False
    needs_heading: bool = False
    min_characters: int = 0
    max_characters: int = 0
    labels: tuple[str, ...] = ()
    stock_phrases: tuple[str, ...] = ()


def needs_heading(kind: str, numbering: str) -> bool:
    """A numbered duty without its topic sentence would print as a bare number."""
    return kind == SectionKind.DUTY and numbering != Numbering.NONE


def check_section(words: Words, figures: Mapping[str, FigureContent], rules: SectionRules) -> list[Finding]:
    """The findings of one section; `figures` by label. An empty section that may be empty has none."""
    if not words.body.strip():
        return [Finding(Code.SECTION_EMPTY, "body")] if rules.is_required or words.text.strip() else []
    found = []
    if rules.needs_heading and not words.heading.strip():
        found.append(Finding(Code.HEADING_MISSING, "heading"))
    found += _check_length(count_text(words.text, figures), rules)
    labels = find_labels(words.text)
    missing = [label for label in rules.labels if label not in labels]
    found += [Finding(Code.FIGURE_MISSING, "body", params={"label": label}) for label in missing]
    found += check_figures(labels, figures)
    said = [phrase for phrase in rules.stock_phrases if phrase in words.text]
    found += [Finding(Code.STOCK_PHRASE, "body", params={"words": phrase}) for phrase in said]
    return found + check_fields(words)


def check_fields(words: Words) -> list[Finding]:
    """What the checks on the words find in each field of a section, by its name."""
    return [finding for place, text in words._asdict().items() for finding in check_words(text, place)]


def check_words(text: str, place: str) -> list[Finding]:
    """Unfinished text, brackets without a partner, days that do not exist: what must not be submitted."""
    find = _find_remembered if len(text) <= _REMEMBERED else _find_unfinished
    return [_of_words(words, place) for words in find(text)]


def _find_unfinished(text: str) -> tuple[MarkedWords, ...]:
    return tuple(proofread(CheckedText(text), [Severity.MUST], of_whole=False))


# A page of one section shows the state of all: those that nobody has changed since are not read again. 16 MB at most.
_REMEMBERED = 2_000
_find_remembered = lru_cache(maxsize=4_096)(_find_unfinished)


def _of_words(words: MarkedWords, place: str) -> Finding:
    params = {"words": words.text, "excerpt": words.excerpt, "start": words.start, "end": words.end}
    return Finding(Code(words.check), place, params=params)


def ask_about(
    text: str,
    *,
    year: int,
    is_title: bool = False,
    figures: Mapping[str, FigureContent] = MappingProxyType({}),
    last_years: str = "",
    words: WordList = NO_WORDS,
) -> list[MarkedWords]:
    """Words that may be meant and are asked about before submitting: a year of another round, a part too large.

    `last_years` is the text of last year's report.
    """
    compared = tuple((label, one.value, one.previous) for label, one in figures.items() if one.value)
    ask = _asked_remembered if len(text) <= _REMEMBERED and len(last_years) <= 5 * _REMEMBERED else _asked
    return list(ask(text, compared, last_years, words, year=year, is_title=is_title))


def _asked(
    text: str,
    compared: tuple[tuple[str, str, str], ...],
    last_years: str,
    words: WordList,
    *,
    year: int,
    is_title: bool,
) -> tuple[MarkedWords, ...]:
    values = {label: (value, previous) for label, value, previous in compared}
    checked = CheckedText(text, year, is_title, compared=values, last_years=last_years, words=words)
    return tuple(proofread(checked, [Severity.SHOULD], of_whole=False))


# Who opens a section again asks the same of the same words. 6 MB at most.
_asked_remembered = lru_cache(maxsize=256)(_asked)


def ask_across(text: str, *, year: int, words: WordList = NO_WORDS, annex: str = "") -> list[MarkedWords]:
    """What passages of a whole report, its values filled in, say against each other."""
    return proofread(CheckedText(text, year, words=words, annex=annex), [Severity.SHOULD], of_whole=True)


def list_figures(figures: Iterable[FigureContent]) -> str:
    """As the annex has them: one a line."""
    return "".join(f"{one.label}{print_value(one.kind, one.value)}{one.unit}\n" for one in figures if one.value)


def hint_at(
    text: str,
    *,
    longest_sentence: int = LONGEST_SENTENCE,
    documents: Sequence[ListedDocument] = (),
    words: WordList = NO_WORDS,
) -> list[MarkedWords]:
    """What may be better, and is asked of nobody."""
    checked = CheckedText(text, longest_sentence=longest_sentence, documents=documents, words=words)
    return proofread(checked, [Severity.HINT], of_whole=False)


def count_text(text: str, figures: Mapping[str, FigureContent]) -> int:
    """Its characters with its blanks filled."""
    return count_characters(fill_text(text, figures))


def fill_text(text: str, figures: Mapping[str, FigureContent]) -> str:
    """With the values in their blanks; an unfilled blank keeps its 【label】."""

    def value_of(label: str) -> str:
        figure = figures.get(label)
        return (figure and print_value(figure.kind, figure.value)) or f"【{label}】"

    return fill_blanks(text, value_of)


def _check_length(count: int, rules: SectionRules) -> Iterable[Finding]:
    if count < rules.min_characters:
        yield Finding(Code.TOO_SHORT, "body", params={"count": count, "limit": rules.min_characters})
    if 0 < rules.max_characters < count:
        yield Finding(Code.TOO_LONG, "body", params={"count": count, "limit": rules.max_characters})


def check_figures(labels: Iterable[str], figures: Mapping[str, FigureContent]) -> Iterable[Finding]:
    """One finding for each label whose figure is missing, unfilled or wrong."""
    for label in labels:
        figure = figures.get(label)
        if figure is None or not figure.value.strip():
            yield Finding(Code.BLANK_UNFILLED, label, is_figure=True, params={"label": label})
        elif not is_valid(figure.kind, figure.value) or is_negative(figure):
            yield wrong_value(figure)
        elif unfinished := check_words(figure.value, label):
            yield replace(unfinished[0], is_figure=True)


def is_negative(figure: FigureContent) -> bool:
    return figure.kind == FigureKind.NUMBER and is_negative_count(figure.unit, figure.value)


def wrong_value(figure: FigureContent) -> Finding:
    params = {"label": figure.label, "kind": figure.kind, "value": figure.value}
    if is_negative(figure):
        params["counted_in"] = figure.unit
    return Finding(Code.VALUE_WRONG, figure.label, is_figure=True, params=params)


def check_whole(
    content: ReportContent,
    *,
    min_problems_share: int,
    max_characters: int,
    min_problems: int = 0,
    shortcomings: Sequence[ShortcomingContent] | None = None,
) -> list[Finding]:
    """The findings that belong to no section. Shares are per cent of all characters, rounded down. `shortcomings` are
    the problems that are listed, where each is to have cause and measure.
    """
    found = [] if content.title.strip() else [Finding(Code.TITLE_MISSING, "title")]
    found += check_words(content.title, "title") + check_words(content.salutation, "title")
    for attachment in content.attachments:
        found += check_words(attachment.title, "attachments") + check_words(attachment.body, "attachments")
    if not all(attachment.title.strip() for attachment in content.attachments):
        found.append(Finding(Code.ATTACHMENT_UNTITLED, "attachments"))
    figures = {figure.label: figure for figure in content.figures}
    counts = [(section.kind, count_text(section.words.text, figures)) for section in content.sections]
    total = sum(count for _, count in counts)
    if 0 < max_characters < total:
        found.append(Finding(Code.REPORT_TOO_LONG, "report", params={"count": total, "limit": max_characters}))
    share = problems_share(counts)
    if total and share < min_problems_share:
        found.append(Finding(Code.PROBLEMS_SHARE, "report", params={"share": share, "limit": min_problems_share}))
    listed = sum(len(find_promises(one.body)) for one in content.sections if one.kind == SectionKind.PROBLEMS)
    if total and listed < min_problems:
        found.append(Finding(Code.FEW_PROBLEMS, "report", params={"count": listed, "limit": min_problems}))
    return found if shortcomings is None or not total else [*found, *check_shortcomings(shortcomings)]


def check_shortcomings(items: Sequence[ShortcomingContent]) -> Iterable[Finding]:
    """Those that have no cause or no measure; that none is listed."""
    if not items:
        yield Finding(Code.PROBLEMS_UNLISTED, "shortcomings")
    for number, item in enumerate(items, start=1):
        for part in item.lacking:
            params = {"number": number, "words": item.problem, "lacks": part.value}
            yield Finding(Code.PROBLEM_LACKS, "shortcomings", params=params)


def problems_share(counts: Iterable[tuple[str, int]]) -> int:
    """How much of a report is about problems, causes and next steps, per cent of (kind, characters) pairs."""
    counts = list(counts)
    total = sum(count for _, count in counts)
    return sum(count for kind, count in counts if kind in SELF_CRITICISM) * 100 // total if total else 0
