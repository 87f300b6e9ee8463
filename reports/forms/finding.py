"""Findings of reports.prose.checking in words: what is so, and what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..prose.checking import Code, Finding
from ..prose.figures import FigureKind
from ..prose.proofreading import MarkedWords


def describe(finding: Finding) -> str:
    """One sentence in the reader's language."""
    if finding.code == Code.VALUE_WRONG:
        return _describe_wrong_value(finding)
    return (_SENTENCES.get(finding.code) or _OF_WORDS[finding.code])(finding.params)


def _describe_wrong_value(finding: Finding) -> str:
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
    Code.PROBLEMS_SHARE: lambda params: (
        _("Problems, causes and next steps make up %(share)s%% of the report; at least %(limit)s%% are asked for.")
        % params
    ),
}

_OF_WORDS = {
    "unfinished": lambda said: _("“%(words)s” is not finished: “%(excerpt)s”.") % said,
    "unpaired": lambda said: _("“%(words)s” has no partner: “%(excerpt)s”.") % said,
    "year": lambda said: _("“%(words)s” is not the year of this round: “%(excerpt)s”.") % said,
    "concealed": lambda said: _("A name is left out: “%(excerpt)s”.") % said,
}


def describe_words(words: MarkedWords) -> str:
    """What a check on the words says of them."""
    said = {"words": words.text, "excerpt": words.excerpt, "suggestion": words.suggestion}
    return _OF_WORDS[words.check](said | dict(words.details))
