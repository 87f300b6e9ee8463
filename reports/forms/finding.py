"""Findings of reports.prose.checking in words: what is so, and what to do."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..prose.checking import Code, Finding
from ..prose.figures import FigureKind
from ..prose.proofreading import MarkedWords
from ..prose.shortcomings import ShortcomingPart


def describe(finding: Finding) -> str:
    """One sentence in the reader's language."""
    if finding.code == Code.VALUE_WRONG:
        return _describe_wrong_value(finding)
    return (_SENTENCES.get(finding.code) or _OF_WORDS[finding.code])(finding.params)


def _describe_wrong_value(finding: Finding) -> str:
    if "counted_in" in finding.params:
        return (
            _(
                "“%(label)s” is counted in %(counted_in)s and cannot be “%(value)s”. "
                "Let the text say that there are fewer, and write the number without its sign."
            )
            % finding.params
        )
    if finding.params["kind"] == FigureKind.NUMBER:
        return _("“%(label)s” must be a number, such as 1,234.5. You wrote “%(value)s”.") % finding.params
    return _("“%(label)s” must be a date, such as 2026年4月5日. You wrote “%(value)s”.") % finding.params


_SENTENCES = {
    Code.SECTION_EMPTY: lambda params: _("Nothing is written here yet."),
    Code.HEADING_MISSING: lambda params: _("The topic sentence is missing. Write in one sentence what was done."),
    Code.TOO_SHORT: lambda params: (
        ngettext(
            "%(count)s character; at least %(limit)s are asked for.",
            "%(count)s characters; at least %(limit)s are asked for.",
            params["count"],
        )
        % params
    ),
    Code.TOO_LONG: lambda params: (
        ngettext(
            "%(count)s character; no more than %(limit)s are allowed.",
            "%(count)s characters; no more than %(limit)s are allowed.",
            params["count"],
        )
        % params
    ),
    Code.BLANK_UNFILLED: lambda params: _("“%(label)s” is not filled in.") % params,
    Code.FIGURE_MISSING: lambda params: (
        _("“%(label)s” is asked for here. Write 【%(label)s】 where its value belongs, and fill it in.") % params
    ),
    Code.TITLE_MISSING: lambda params: _("The report has no title."),
    Code.ATTACHMENT_UNTITLED: lambda params: _("An attachment has no title."),
    Code.REPORT_TOO_LONG: lambda params: (
        _("The report has %(count)s characters; no more than %(limit)s are allowed.") % params
    ),
    Code.FEW_PROBLEMS: lambda params: (
        ngettext(
            "%(count)s problem is listed; at least %(limit)s are asked for. Number them 一是, 二是 …",
            "%(count)s problems are listed; at least %(limit)s are asked for. Number them 一是, 二是 …",
            params["count"],
        )
        % params
    ),
    Code.STOCK_PHRASE: lambda params: (
        _("“%(words)s” is said in every report. Write what it was in your case, and what it led to.") % params
    ),
    Code.PROBLEMS_UNLISTED: lambda params: _(
        "Each problem is asked for with cause and measure, and none is listed. List them, or mark them in the text."
    ),
    Code.PROBLEM_LACKS: lambda params: (
        (
            _("Problem %(number)s (“%(words)s”) has no cause.")
            if params["lacks"] == ShortcomingPart.CAUSE
            else _("Problem %(number)s (“%(words)s”) has no measure.")
        )
        % (dict(params) | {"words": Truncator(params["words"]).chars(40)})
    ),
    Code.PROBLEMS_SHARE: lambda params: (
        _("Problems, causes and next steps make up %(share)s%% of the report; at least %(limit)s%% are asked for.")
        % params
    ),
}

_DOCUMENTS = {
    "title": lambda said: _("In the ledger of documents the title is “%(suggestion)s”: “%(excerpt)s”."),
    "number": lambda said: _("In the ledger of documents the number is “%(suggestion)s”: “%(excerpt)s”."),
    "unlisted": lambda said: _("“%(words)s” is not in the ledger of documents: “%(excerpt)s”."),
}

_OF_WORDS = {
    "unfinished": lambda said: _("“%(words)s” is not finished: “%(excerpt)s”.") % said,
    "unpaired": lambda said: _("“%(words)s” has no partner: “%(excerpt)s”.") % said,
    "year": lambda said: _("“%(words)s” is not the year of this round: “%(excerpt)s”.") % said,
    "concealed": lambda said: _("A name is left out: “%(excerpt)s”.") % said,
    "later_year": lambda said: _("“%(words)s” is still to come, but is told as done: “%(excerpt)s”.") % said,
    "odd_year": lambda said: _("“%(words)s” is no year: “%(excerpt)s”.") % said,
    "plan_year": lambda said: _("“%(words)s” is another year: “%(excerpt)s”.") % said,
    "since_last_year": lambda said: _("“%(words)s”: last year’s words? “%(excerpt)s”.") % said,
    "half_year": lambda said: _("The report is on the first half of the year: “%(excerpt)s”.") % said,
    "doubled": lambda said: _("Written twice: “%(excerpt)s”.") % said,
    "nested": lambda said: (
        _(
            "Marks within marks of the same kind: “%(excerpt)s”. "
            "Inside “” stands ‘’, inside 《》 〈〉, inside （） ［］."
        )
        % said
    ),
    "markdown": lambda said: _("“%(words)s” is a mark of layout, no text: “%(excerpt)s”.") % said,
    "note": lambda said: _("A remark to oneself: “%(excerpt)s”.") % said,
    "repeated_mark": lambda said: _("One mark too many: “%(excerpt)s”. Write “%(suggestion)s”.") % said,
    "wrong_mark": lambda said: _("“%(words)s” does not stand here: “%(excerpt)s”.") % said,
    "needless_mark": lambda said: _("Between titles or quotations stands no 、: “%(excerpt)s”.") % said,
    "half_width": lambda said: _("Half and full width are mixed: “%(excerpt)s”.") % said,
    "space": lambda said: _("A space inside the words: “%(excerpt)s”.") % said,
    "numbering": lambda said: _("“%(words)s” stands where “%(suggestion)s” is expected: “%(excerpt)s”.") % said,
    "level": lambda said: _("A level of numbers is left out: “%(excerpt)s”. Levels are 一、 （一） 1. （1）.") % said,
    "enumeration": lambda said: _("“%(words)s” says %(said)s, but %(counted)s are listed: “%(excerpt)s”.") % said,
    "impossible_day": lambda said: _("There is no such day or hour: “%(excerpt)s”.") % said,
    "leap_day": lambda said: _("This year’s February has 28 days: “%(excerpt)s”.") % said,
    "period": lambda said: _("This period ends before it begins: “%(excerpt)s”.") % said,
    "unit": lambda said: _("Number and unit do not fit: “%(excerpt)s”.") % said,
    "approximate": lambda said: _("“%(words)s” says twice that it is about so much: “%(excerpt)s”.") % said,
    "visits": lambda said: _("More people than visits, or more groups than people: “%(excerpt)s”.") % said,
    "part": lambda said: _("A part is larger than the whole “%(whole)s”: “%(excerpt)s”.") % said,
    "share": lambda said: _("A share over 100%%: “%(excerpt)s”.") % said,
    "computed": lambda said: _("The numbers beside it give “%(suggestion)s”: “%(excerpt)s”.") % said,
    "growth": lambda said: _("The change does not follow from its numbers: “%(excerpt)s”.") % said,
    "points": lambda said: (
        _("A share changes by percentage points, an amount by per cent: “%(excerpt)s”. Write “%(suggestion)s”.") % said
    ),
    "direction": lambda said: (
        _("“%(words)s” does not fit its number: “%(excerpt)s”. Write “%(suggestion)s”, or look at the number.") % said
    ),
    "ten_times": lambda said: (
        _(
            "“%(label)s” is %(value)s, last year it was %(previous)s: look whether a digit or the unit has slipped: "
            "“%(excerpt)s”."
        )
        % said
    ),
    "ten_times_in_words": lambda said: (
        _(
            "“%(excerpt)s”: last year %(previous)s stood between these words. Look whether a digit or the unit has "
            "slipped."
        )
        % said
    ),
    "two_values": lambda said: (
        (
            _("Among the figures it is “%(in_annex)s”, here it is another number: “%(excerpt)s”.")
            if "in_annex" in said
            else _("Before it was “%(earlier)s”, here it is another number: “%(excerpt)s”.")
        )
        % said
    ),
    "wrong_word": lambda said: _("“%(words)s” should be “%(suggestion)s”: “%(excerpt)s”.") % said,
    "outdated_term": lambda said: (
        (
            _("“%(words)s” is used no longer; write “%(suggestion)s” (%(source)s): “%(excerpt)s”.")
            if said["suggestion"]
            else _("“%(words)s” is no name of this year (%(source)s): “%(excerpt)s”.")
        )
        % said
    ),
    "stock_words": lambda said: (
        _("“%(words)s” is said in every report: “%(excerpt)s”. Write what it was in your case.") % said
    ),
    "document": lambda said: _DOCUMENTS[said["differs"]](said) % said,
    "wide_table": lambda said: (
        _(
            "This table has %(columns)s columns; no more than %(most)s fit side by side on the page, so its rows are "
            "printed as paragraphs. Divide it into two tables: “%(excerpt)s”."
        )
        % said
    ),
    "long_sentence": lambda said: _("This sentence is too long to be read aloud: “%(excerpt)s”.") % said,
}


def describe_words(words: MarkedWords) -> str:
    said = {"words": words.text, "excerpt": words.excerpt, "suggestion": words.suggestion}
    return _OF_WORDS[words.check](said | dict(words.details))
