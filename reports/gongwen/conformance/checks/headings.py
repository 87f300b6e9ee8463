"""That whoever listens to a page meets the headings that others see."""

from collections.abc import Iterable, Iterator

from ..extraction import ExtractedLine
from ..faces import StandardFace, face_of
from ..glyphs import Glyph
from ..layout import ExtractedParagraph, Layout, ParagraphRole
from ..phrases import listed, on_page
from ..registry import check
from ..sheet import Outcome
from ..translation import gettext_lazy as _
from .typography import is_unnumbered_heading

_SEEN = {StandardFace.HEI, StandardFace.KAI}
_JUDGED = 3  # characters of a heading in the body's own face: nobody sees where it ends
_SURE = 40  # a longer one may be a numbered sentence, where a blank had a long name

_Placed = list[tuple[Glyph, bool]]  # glyphs, and whether the tags call them a heading


@check("heading_tags", _("Headings in the tags"), clause="ISO 14289-1 7.4")
def heading_tags(layout: Layout) -> Outcome:
    is_claimed = layout.extracted.facts.accessible
    wrong = list(_faults(layout)) if is_claimed else []
    return Outcome(
        required=_("the tags call headings what is seen as one, and nothing else"),
        found=listed(wrong) or (_("as they are seen") if is_claimed else _("PDF/UA is not claimed")),
        passed=not wrong,
        reading=_(
            "Also a heading that runs into its paragraph, up to where its face ends. Asked of files that claim PDF/UA."
        ),
    )


def _faults(layout: Layout) -> Iterator[str]:
    headings = {(tag.page, tag.number) for tag in layout.extracted.facts.safety.tags.contents if tag.is_heading}
    if not all(tagged for _glyph, tagged in _place([(1, line) for line in layout.title], headings)):
        yield str(_("the title"))
    for paragraph in layout.of(ParagraphRole.BODY):
        placed = _place([(line.page, line.line) for line in paragraph.lines], headings)
        if _is_wrong(paragraph, placed):
            yield on_page(paragraph.lines[0].page, paragraph.text[:6])


def _place(lines: Iterable[tuple[int, ExtractedLine]], headings: set[tuple[int, int]]) -> _Placed:
    return [(glyph, (page, glyph.style.content) in headings) for page, line in lines for glyph in line.glyphs]


def _is_wrong(paragraph: ExtractedParagraph, placed: _Placed) -> bool:
    """Plain paragraphs that are called headings are found by the kinds of tags."""
    shown = _shown(placed)
    if shown and (paragraph.lead or is_unnumbered_heading(paragraph)):
        after = [tagged for glyph, tagged in placed[shown:] if face_of(glyph.style.font) is StandardFace.FANG]
        return not all(tagged for _glyph, tagged in placed[:shown]) or any(after)
    if 0 < paragraph.lead <= _SURE and paragraph.level:
        runs_on = paragraph.lead < len(paragraph.text)
        return not all(tagged for _glyph, tagged in placed[:_JUDGED]) or (runs_on and placed[-1][1])
    return False


def _shown(placed: _Placed) -> int:
    """How many glyphs the face of a heading reaches to, before the first one in that of the body."""
    faces = [face_of(glyph.style.font) for glyph, _tagged in placed]
    before = faces[: faces.index(StandardFace.FANG)] if StandardFace.FANG in faces else faces
    return max((place for place, face in enumerate(before, 1) if face in _SEEN), default=0)
