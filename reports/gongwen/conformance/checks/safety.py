"""That the file is nothing but its pages, as they are read."""

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import normalize

from ..extraction import ExtractedLine
from ..glyphs import Glyph
from ..languages import is_simplified_chinese
from ..layout import Layout, ParagraphRole
from ..lines import HAN, find_number
from ..paragraphs import LONGEST_HEADING
from ..phrases import listed, on_page
from ..registry import check
from ..sheet import Message, Outcome
from ..signatures import SealField
from ..translation import gettext_lazy as _
from .ending import seal_place
from .typography import is_unnumbered_heading

_SEAL_SLACK = 2.0  # points
_LOOKALIKE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_MARK = re.compile(r"附件\d*：")  # before the title of an attachment: on the page it stands two lines above


def _without(found: tuple[str, ...], required: Message, reading: Message = "") -> Outcome:
    return Outcome(required=required, found=listed(list(found)) or _("none"), passed=not found, reading=reading)


@check("page_view", _("View of the pages"), clause="5.1", of_text=False)
def page_view(layout: Layout) -> Outcome:
    return _without(
        layout.extracted.facts.safety.turned,
        _("pages are neither turned, scaled nor cut, and all are shown and printed"),
    )


@check("annotations", _("Annotations"), clause="ISO 19005", of_text=False)
def annotations(layout: Layout) -> Outcome:
    return _without(
        (*layout.extracted.facts.safety.annotations, *_misplaced(layout)),
        _("nothing lies over the pages"),
        _("One empty field to be signed may be where the seal goes: over the middle of signature and date."),
    )


def _misplaced(layout: Layout) -> Iterator[str]:
    place = seal_place(layout)
    for number, seal in enumerate(layout.extracted.facts.safety.seals):
        if number or place is None or not _is_at(seal, place):
            yield on_page(seal.page, "Sig")


def _is_at(seal: SealField, place: SealField) -> bool:
    off = (abs(edge - other) for edge, other in zip(seal.edges, place.edges, strict=True))
    return seal.page == place.page and max(off) <= _SEAL_SLACK


@check("actions", _("Scripts and actions"), clause="ISO 19005", of_text=False)
def actions(layout: Layout) -> Outcome:
    return _without(layout.extracted.facts.safety.actions, _("no scripts, no actions, no forms"))


@check("attached_files", _("Files inside"), clause="ISO 19005-3", of_text=False)
def attached_files(layout: Layout) -> Outcome:
    return _without(
        layout.extracted.facts.safety.attached,
        _("no files inside but the report's own source"),
        _("report.json, which the site writes into its files, may be there."),
    )


@check("encryption", _("Encryption"), clause="ISO 19005", of_text=False)
def encryption(layout: Layout) -> Outcome:
    encrypted = layout.extracted.facts.safety.encrypted
    return Outcome(_("not encrypted"), _("encrypted") if encrypted else _("not encrypted"), passed=not encrypted)


@check("output_intent", _("Colour profile"), clause="ISO 19005", of_text=False)
def output_intent(layout: Layout) -> Outcome:
    has_intent = layout.extracted.facts.safety.output_intent
    return Outcome(
        _("an output intent with its colour profile"), _("there") if has_intent else _("none"), passed=has_intent
    )


@check("tagged_text", _("Text in the tags"), clause="ISO 32000-1 14.8")
def tagged_text(layout: Layout) -> Outcome:
    wrong = list(_badly_tagged(layout)) if layout.extracted.facts.tagged else []
    return Outcome(
        required=_("the tags hold all text, in the order of the page"),
        found=listed(wrong) or (_("in order") if layout.extracted.facts.tagged else _("not tagged")),
        passed=not wrong,
        reading=_("Page numbers and watermarks are artifacts and in no tag."),
    )


def _badly_tagged(layout: Layout) -> Iterator[str]:
    found = layout.extracted.facts.safety.tags
    if found.on_page(0):
        yield str(_("text in the tags whose page is not in the file"))
    numbers = {find_number(page) for page in layout.extracted.pages}
    for page in layout.extracted.pages:
        tags = [content.number for content in found.on_page(page.number)]
        if any(glyph.style.artifact for line in page.lines if line not in numbers for glyph in line.glyphs):
            yield on_page(page.number, str(_("text marked as an artifact")))
        elif -1 in page.drawing.tagged:
            yield on_page(page.number, str(_("text outside the tags")))
        elif set(tags) != set(page.drawing.tagged):
            yield on_page(page.number, str(_("tags and text differ")))
        elif tags != list(page.drawing.tagged):
            yield on_page(page.number, str(_("another order")))


@check("text_order", _("Order of the text"), clause="ISO 32000-1 14.8.2.3")
def text_order(layout: Layout) -> Outcome:
    wrong = [on_page(number, text) for number in layout.pages if (text := _out_of_order(number, layout))]
    return Outcome(
        required=_("the file gives the text in the order in which it is seen"),
        found=listed(wrong) or _("in order"),
        passed=not wrong,
        reading=_("Line below line, character after character; tables are left out."),
    )


def _out_of_order(number: int, layout: Layout) -> str:
    """The first character that is seen after another and read before it. Empty where there is none."""
    tabled = {placed.line for paragraph in layout.of(ParagraphRole.TABLE) for placed in paragraph.lines}
    lines = [line for line in layout.pages[number] if line not in tabled]
    pairs = [pair for line in lines for pair in _in_one_font(line)]
    pairs += [(max(above.glyphs, key=_order), min(below.glyphs, key=_order)) for above, below in pairwise(lines)]
    return next((after.text for before, after in pairs if after.order < before.order), "")


def _order(glyph: Glyph) -> int:
    return glyph.order


def _in_one_font(line: ExtractedLine) -> Iterator[tuple[Glyph, Glyph]]:
    """Some programs draw the characters that a font lacks after the rest of their line."""
    for font in {glyph.style.font for glyph in line.glyphs}:
        yield from pairwise(glyph for glyph in line.glyphs if glyph.style.font == font)


@check("tag_kinds", _("Kinds of tags"), clause="ISO 14289-1 7.1")
def tag_kinds(layout: Layout) -> Outcome:
    wrong = [*layout.extracted.facts.safety.tags.odd, *_in_another_language(layout), *_called_headings(layout)]
    return _without(
        tuple(wrong),
        _("tags neither hide their text nor change its language, and mean what they are called"),
        _("Latin words may be called English; plain text of the body may not be called a heading."),
    )


def _in_another_language(layout: Layout) -> Iterator[str]:
    said = {(tag.page, tag.number): tag.language for tag in layout.extracted.facts.safety.tags.contents}
    for page in layout.extracted.pages:
        han = [glyph for line in page.lines for glyph in line.glyphs if HAN.match(glyph.text)]
        named = {glyph.style.language or said.get((page.number, glyph.style.content), "") for glyph in han} - {""}
        yield from (on_page(page.number, name) for name in sorted(named) if not is_simplified_chinese(name))


def _called_headings(layout: Layout) -> Iterator[str]:
    headings = {(tag.page, tag.number) for tag in layout.extracted.facts.safety.tags.contents if tag.is_heading}
    for paragraph in layout.of(ParagraphRole.BODY, ParagraphRole.SALUTATION, ParagraphRole.RIGHT):
        if paragraph.lead or is_unnumbered_heading(paragraph):
            continue
        placed = [(line.page, glyph.style.content) for line in paragraph.lines for glyph in line.line.glyphs]
        # A blank in a numbered heading may have had a shorter name than it has a value.
        is_long = not paragraph.level or len(placed) > 2 * LONGEST_HEADING
        if not headings.isdisjoint(placed[-1:] if paragraph.level else placed) and is_long:
            yield on_page(paragraph.lines[0].page, paragraph.text[:6])


@check("bookmarks", _("Bookmarks"), clause="ISO 32000-1 12.3.3")
def bookmarks(layout: Layout) -> Outcome:
    seen = {page.number: _text_of(page.number, layout) for page in layout.extracted.pages}
    wrong = [title for title, page in layout.extracted.facts.safety.bookmarks if not _stands(title, page, seen)]
    return _without(tuple(wrong), _("bookmarks say nothing that is not on their pages"))


def _stands(title: str, page: int, seen: dict[int, str]) -> bool:
    """On that page, or begun there and ended on the next."""
    return "".join(_MARK.sub("", title).split()) in seen.get(page, "") + seen.get(page + 1, "")


def _text_of(number: int, layout: Layout) -> str:
    lines = layout.pages.get(number) or layout.extracted.pages[number - 1].lines
    return "".join(line.text for line in lines)


@check("page_labels", _("Page numbers of the viewer"), clause="ISO 32000-1 12.4.2", of_text=False)
def page_labels(layout: Layout) -> Outcome:
    labels = layout.extracted.facts.safety.labels
    wrong = [on_page(number, label) for number, label in enumerate(labels, 1) if label != str(number)]
    return _without(tuple(wrong), _("the viewer counts the pages as they are"))


@check("graphics", _("Settings of drawing"), clause="ISO 19005-3 6.2", of_text=False)
def graphics(layout: Layout) -> Outcome:
    return _without(
        layout.extracted.facts.safety.graphics,
        _("no layers, masks or spot colours, no mixing of colours, no characters drawn by the file itself"),
    )


@check("replaced_text", _("Text as it is read aloud"), clause="ISO 32000-1 14.9")
def replaced_text(layout: Layout) -> Outcome:
    wrong = (
        [f"“{words[:8]}”" for words in (*layout.extracted.facts.safety.tags.replaced, *_lookalikes(layout))]
        + [
            on_page(page.number, ", ".join(f"U+{ord(character):04X}" for character in page.unseen[:4]))
            for page in layout.extracted.pages
            if page.unseen
        ]
        + [
            on_page(page.number, str(_("other words than are seen")))
            for page in layout.extracted.pages
            if page.drawing.replaced
        ]
    )
    return _without(tuple(wrong), _("no other words are read aloud or copied than are seen"))


def _lookalikes(layout: Layout) -> Iterator[str]:
    """Signs for parts of characters (⾥) and doubles of characters in place of those that look the same (里): nobody
    finds them. One that the report itself was written with is a name's.
    """
    text = "".join(line.text for page in layout.extracted.pages for line in page.lines)
    written = (layout.extracted.facts.safety.source or b"").decode(errors="replace")
    found = dict.fromkeys(sign for sign in _LOOKALIKE.findall(text) if normalize("NFKC", sign) != sign)
    if wrong := "".join(sign for sign in found if sign not in written):
        yield wrong
