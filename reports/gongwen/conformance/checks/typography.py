"""Faces and sizes by role: title, body, headings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..faces import StandardFace, face_of, family, is_for_letters
from ..glyphs import Glyph
from ..layout import ExtractedParagraph, Layout, ParagraphRole
from ..lines import HAN, off_middle
from ..paragraphs import LONGEST_HEADING
from ..phrases import listed, on_page
from ..registry import check
from ..sheet import Message, Outcome
from ..standard import BODY_SIZES, SIZE_TOLERANCE, TITLE_SIZE, millimetres, points
from ..translation import gettext_lazy as _

_JUDGED = 3  # Han characters of a heading: its numeral and the word after it; what runs in later is body text
_SECOND, _THIRD = 2, 3
_SHARE = 0.9  # the rest may be rare characters from another font, or a word set off
_SALUTATION = re.compile(r"[^，。；！？：:]{1,40}(?<!如下)(?<!汇报)(?<!报告)[：:]")
_REQUIRED_SALUTATION = _("flush left, with a full-width colon")
_HEADING_FACES = (StandardFace.HEI, StandardFace.KAI, StandardFace.FANG, StandardFace.FANG)
_HEADING_LABELS = ("一、", "（一）", "1.", "（1）")


def han(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Han characters only: figures and Latin words may be set in faces of their own."""
    return [glyph for glyph in glyphs if HAN.match(glyph.text)]


def common(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The Han characters of GB/T 2312: every Chinese font has them."""
    return [glyph for glyph in han(glyphs) if glyph.text.encode("gb2312", "ignore")]


def fonts_in(glyphs: Iterable[Glyph]) -> str:
    """Family names, the commonest first."""
    return listed([name for name, _count in Counter(family(glyph.style.font) for glyph in glyphs).most_common()])


def sizes_in(glyphs: Iterable[Glyph]) -> str:
    """The commonest first."""
    sizes = Counter(round(glyph.style.size, 2) for glyph in glyphs)
    return listed([points(size) for size, _count in sizes.most_common()])


def share_of(face: StandardFace, glyphs: list[Glyph]) -> float:
    """The share of the Han characters that is set in `face`. 1 where there are none."""
    fonts = [glyph.style.font for glyph in glyphs]
    return sum(face_of(font) is face and not is_for_letters(font) for font in fonts) / len(fonts) if fonts else 1.0


def is_body_size(glyph: Glyph) -> bool:
    """3号, in either of its two measures."""
    return any(abs(glyph.style.size - size) <= SIZE_TOLERANCE for size in BODY_SIZES)


def _title(layout: Layout) -> list[Glyph]:
    """Han characters of the title, or all characters where it has none."""
    glyphs = [glyph for line in layout.title for glyph in line.glyphs]
    return han(glyphs) or glyphs


def _no_title(layout: Layout) -> Message:
    return _("no title") if layout.pages else _("landscape pages alone")


def _lacks_title(layout: Layout) -> bool:
    """A wide table alone, on landscape pages, is not judged."""
    return bool(layout.pages) and not layout.title


@check("title_face", _("Face of the title"), clause="7.3.1")
def title_face(layout: Layout) -> Outcome:
    glyphs = common(_title(layout)) or _title(layout)
    return Outcome(
        required=StandardFace.TITLE.value,
        found=fonts_in(glyphs) or _no_title(layout),
        passed=not _lacks_title(layout) and share_of(StandardFace.TITLE, glyphs) >= _SHARE,
        reading=_("A bold Song font passes in place of 小标宋 and is named as a substitute."),
    )


@check("title_size", _("Size of the title"), clause="7.3.1")
def title_size(layout: Layout) -> Outcome:
    glyphs = _title(layout)
    fitting = all(abs(glyph.style.size - TITLE_SIZE) <= SIZE_TOLERANCE for glyph in glyphs)
    return Outcome(
        required=_("2号, 22 pt"),
        found=sizes_in(glyphs) or _no_title(layout),
        passed=not _lacks_title(layout) and fitting,
    )


@check("title_centred", _("Place of the title"), clause="7.3.1")
def title_centred(layout: Layout) -> Outcome:
    errors = [off_middle(line, layout.left) for line in layout.title]
    worst = max(errors, key=abs, default=0.0)
    return Outcome(
        required=_("centred"),
        found=_("%(offset)s off the middle") % {"offset": millimetres(worst)} if errors else _no_title(layout),
        passed=not _lacks_title(layout) and abs(worst) <= layout.size / 2,
        reading=_("Each line of the title, to half a character of the body: closing marks have empty halves."),
    )


@check("salutation", _("Salutation"), clause="7.3.2")
def salutation(layout: Layout) -> Outcome:
    first = next((paragraph for paragraph in layout.paragraphs if paragraph.role is not ParagraphRole.CENTRED), None)
    if first is None or not _SALUTATION.fullmatch(first.text):
        return Outcome(_REQUIRED_SALUTATION, _("none"), passed=True)
    inset = first.first.left - layout.left
    return Outcome(
        required=_REQUIRED_SALUTATION,
        found=_("%(text)s, %(inset)s from the left edge") % {"text": first.text, "inset": millimetres(inset)},
        passed=abs(inset) <= layout.size / 4 and first.text.endswith("："),
        reading=_("The first paragraph, if it holds nothing but an address and a colon; 报告如下： is none."),
    )


def _prose(layout: Layout) -> Iterator[Glyph]:
    for paragraph in layout.of(ParagraphRole.BODY):
        if is_unnumbered_heading(paragraph):
            continue
        glyphs = [glyph for placed in paragraph.lines for glyph in placed.line.glyphs]
        yield from glyphs[paragraph.lead or _head_of(paragraph, glyphs) :]


def _head_of(paragraph: ExtractedParagraph, glyphs: list[Glyph]) -> int:
    """How many glyphs a heading has that runs into its text without a full stop: its face ends."""
    faces = [face_of(glyph.style.font) for glyph in glyphs[:LONGEST_HEADING]]
    is_led = paragraph.level and StandardFace.FANG in faces
    return faces.index(StandardFace.FANG) if is_led else 0


@check("body_face", _("Face of the body"), clause="5.2.2")
def body_face(layout: Layout) -> Outcome:
    glyphs = common(_prose(layout))
    share = share_of(StandardFace.FANG, glyphs)
    others = "".join(glyph.text for glyph in glyphs if face_of(glyph.style.font) is not StandardFace.FANG)
    return Outcome(
        required=StandardFace.FANG.value,
        found=_("%(fonts)s; %(share)s of the characters in 仿宋") % {"fonts": fonts_in(glyphs), "share": f"{share:.0%}"}
        + (f": {others[:8]}" if others else "")
        if glyphs
        else _("no prose"),
        passed=not others,
        reading=_("Headings and topic sentences left out; characters beyond GB/T 2312 may come from another font."),
    )


@check("body_size", _("Size of the body"), clause="5.2.2")
def body_size(layout: Layout) -> Outcome:
    glyphs = han(_prose(layout))
    return Outcome(
        required=_("3号, 16 pt (or 15.75 pt)"),
        found=sizes_in(glyphs) or _("no prose"),
        passed=all(is_body_size(glyph) for glyph in glyphs),
        reading=_("16 pt is 3号 in today's programs, 15.75 pt its traditional measure; both pass."),
    )


def _judged(paragraph: ExtractedParagraph) -> list[Glyph]:
    return common(glyph for placed in paragraph.lines for glyph in placed.line.glyphs[: paragraph.lead])[:_JUDGED]


def _heading(layout: Layout, level: int) -> Outcome:
    face, label = _HEADING_FACES[level - 1], _HEADING_LABELS[level - 1]
    headings = [(paragraph, _judged(paragraph)) for paragraph in layout.paragraphs if paragraph.level == level]
    wrong = [f"{paragraph.text[:6]} {fonts_in(glyphs)} {sizes_in(glyphs)}"
             for paragraph, glyphs in headings if not _is_set_in(face, glyphs)]  # fmt: skip
    fonts = fonts_in(glyph for _paragraph, glyphs in headings for glyph in glyphs)
    return Outcome(
        required=_("%(label)s in 3号 %(face)s") % {"label": label, "face": face.value},
        found=listed(wrong)
        or (_("%(count)s headings in %(fonts)s") % {"count": len(headings), "fonts": fonts} if headings else _("none")),
        passed=not wrong,
        reading=_("Known by the numeral a paragraph begins with; the numeral and the first word are judged."),
    )


def _is_set_in(face: StandardFace, glyphs: list[Glyph]) -> bool:
    return share_of(face, glyphs) == 1 and all(is_body_size(glyph) for glyph in glyphs)


@check("heading_1", _("Headings 一、"), clause="7.3.3")
def heading_1(layout: Layout) -> Outcome:
    return _heading(layout, 1)


@check("heading_2", _("Headings （一）"), clause="7.3.3")
def heading_2(layout: Layout) -> Outcome:
    return _heading(layout, 2)


@check("heading_3", _("Headings 1."), clause="7.3.3")
def heading_3(layout: Layout) -> Outcome:
    return _heading(layout, 3)


@check("heading_4", _("Headings （1）"), clause="7.3.3")
def heading_4(layout: Layout) -> Outcome:
    return _heading(layout, 4)


@check("heading_order", _("Order of headings"), clause="7.3.3")
def heading_order(layout: Layout) -> Outcome:
    wrong = listed(list(_skips(layout)))
    return Outcome(
        required=_("一、 then （一） then 1. then （1）, none skipped"),
        found=wrong or _("in order"),
        passed=not wrong,
        reading=_(
            "A topic sentence 第一，… and a heading without number, in 黑体, count as the first level. Where there are "
            "two levels alone, 1. may be the second."
        ),
    )


def _skips(layout: Layout) -> Iterator[str]:
    """Headings that go down more than one level at once. An attachment may begin with any level.

    Below 一、 there may be 1. at once, where it is the second of two levels: then no （一） follows.
    """
    level, has_two = 0, False
    for paragraph in layout.of(ParagraphRole.BODY, ParagraphRole.ATTACHMENT):
        if paragraph in layout.marks:
            level = len(_HEADING_LABELS)
            continue
        following = 1 if paragraph.is_topic or is_unnumbered_heading(paragraph) else paragraph.level
        is_second = (level, following) == (1, _THIRD)
        if (following > level + 1 and not is_second) or (has_two and following == _SECOND):
            yield on_page(paragraph.lines[0].page, paragraph.text[:8])
        has_two = is_second or (has_two and following != 1)
        level = following or level


def is_unnumbered_heading(paragraph: ExtractedParagraph) -> bool:
    """A heading of the first level in a report whose headings have no numbers: 黑体 alone tells."""
    glyphs = han(glyph for placed in paragraph.lines for glyph in placed.line.glyphs)
    is_plain = not paragraph.level and len(paragraph.text) <= LONGEST_HEADING and paragraph.text[-1] != "。"
    return bool(glyphs) and is_plain and share_of(StandardFace.HEI, glyphs) == 1
