"""What the file itself must bring: fonts, archive flag, tags, language, title."""

from django.utils.translation import gettext_lazy as _

from ..layout import Layout
from ..sheet import Check


def fonts_embedded(layout: Layout) -> Check:
    facts = layout.extracted.facts
    return Check(
        id="fonts_embedded",
        clause="ISO 19005",
        required=_("every font is in the file"),
        found=_("missing: %(fonts)s") % {"fonts": ", ".join(facts.missing_fonts)}
        if facts.missing_fonts
        else ", ".join(facts.fonts),
        passed=not facts.missing_fonts,
    )


def pdfa(layout: Layout) -> Check:
    claim = layout.extracted.facts.pdfa
    return Check(
        id="pdfa",
        clause="ISO 19005",
        required=_("the file says it is PDF/A"),
        found=f"PDF/A-{claim}" if claim else _("no such claim"),
        passed=bool(claim),
        reading=_("The claim in the file's metadata is read; that it is true needs a PDF/A validator."),
    )


def tagged(layout: Layout) -> Check:
    tagged = layout.extracted.facts.tagged
    return Check(
        id="tagged",
        clause="ISO 32000-1 14.8",
        required=_("a tagged file"),
        found=_("tagged") if tagged else _("not tagged"),
        passed=tagged,
    )


def language(layout: Layout) -> Check:
    language = layout.extracted.facts.language
    return Check(
        id="language",
        clause="ISO 32000-1 14.9.2",
        required=_("the language is named: zh"),
        found=language or _("none"),
        passed=language.lower().split("-")[0] == "zh",
    )


def document_title(layout: Layout) -> Check:
    title = layout.extracted.facts.title
    return Check(
        id="document_title",
        clause="ISO 32000-1 14.3.3",
        required=_("the file's properties hold a title"),
        found=title or _("none"),
        passed=bool(title.strip()),
    )


CHECKS = (fonts_embedded, pdfa, tagged, language, document_title)
