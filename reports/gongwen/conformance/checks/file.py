"""What the file itself must bring: fonts, archive flag, tags, language, title."""

from ..languages import is_simplified_chinese
from ..layout import Layout
from ..phrases import listed
from ..registry import check
from ..sheet import Outcome
from ..translation import gettext_lazy as _

_ANNEX = "数据表"
_CLAIMS = {"1A", "1B", "2A", "2B", "2U", "3A", "3B", "3U", "4", "4E", "4F"}


@check("fonts_embedded", _("Fonts in the file"), clause="ISO 19005", of_text=False)
def fonts_embedded(layout: Layout) -> Outcome:
    facts = layout.extracted.facts
    return Outcome(
        required=_("every font is in the file"),
        found=_("missing: %(fonts)s") % {"fonts": ", ".join(facts.missing_fonts)}
        if facts.missing_fonts
        else ", ".join(facts.fonts),
        passed=not facts.missing_fonts,
    )


@check("pdfa", _("Archive format"), clause="ISO 19005", of_text=False)
def pdfa(layout: Layout) -> Outcome:
    claim = layout.extracted.facts.pdfa
    return Outcome(
        required=_("the file says it is PDF/A"),
        found=f"PDF/A-{claim}" if claim else _("no such claim"),
        passed=claim in _CLAIMS,
        reading=_("The claim in the file's metadata is read; that it is true needs a PDF/A validator."),
    )


@check("file_structure", _("Structure of the file"), clause="ISO 19005-3 6.1", of_text=False)
def file_structure(layout: Layout) -> Outcome:
    odd = layout.extracted.facts.odd_bytes
    return Outcome(
        required=_("nothing before or behind the document, no other pages in an older state of the file"),
        found=listed(list(odd)) or _("sound"),
        passed=not odd,
        reading=_("A signature may have been added: the pages drawn before it must be the same."),
    )


@check("format_rules", _("Rules of the archive format"), clause="ISO 19005-3, ISO 14289-1", of_text=False)
def format_rules(layout: Layout) -> Outcome:
    facts = layout.extracted.facts
    return Outcome(
        required=_("the file keeps the rules of the formats that it claims, as far as they are looked into"),
        found=", ".join(facts.rules_broken) or _("%(count)s rules kept") % {"count": facts.rules_asked},
        passed=not facts.rules_broken,
        reading=_(
            "Each rule has its name and clause in archive_rules.py; fonts, tags, colours and scripts are checked on "
            "their own lines. All other rules of PDF/A-3a and PDF/UA-1 are claimed by the file and not checked here."
        ),
    )


@check("tagged", _("Tags"), clause="ISO 32000-1 14.8", of_text=False)
def tagged(layout: Layout) -> Outcome:
    tagged = layout.extracted.facts.tagged
    return Outcome(
        required=_("a tagged file"),
        found=_("tagged") if tagged else _("not tagged"),
        passed=tagged,
    )


@check("language", _("Language"), clause="ISO 32000-1 14.9.2", of_text=False)
def language(layout: Layout) -> Outcome:
    languages = layout.extracted.facts.languages
    return Outcome(
        required=_("the language is named: zh"),
        found=listed(list(languages)) or _("none"),
        passed=bool(languages) and all(map(is_simplified_chinese, languages)),
        reading=_("Both places where a file can name it count; Traditional Chinese is another language."),
    )


@check("document_title", _("Title of the file"), clause="ISO 32000-1 14.3.3", of_text=False)
def document_title(layout: Layout) -> Outcome:
    titles = layout.extracted.facts.titles
    seen = _without_blanks("".join(line.text for line in layout.title))
    wrong = [title for title in titles if seen and _without_blanks(title) not in {seen, seen.removesuffix(_ANNEX)}]
    return Outcome(
        required=_("the file's properties hold the title of the document"),
        found=", ".join(wrong or dict.fromkeys(titles)) or _("none"),
        passed=bool(titles) and not wrong,
        reading=_(
            "As it is seen above the text; blanks are left out, and 数据表 at the end of an annex's title. Both places "
            "where a file can name it count."
        ),
    )


def _without_blanks(title: str) -> str:
    return "".join(title.split())
