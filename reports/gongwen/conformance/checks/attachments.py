"""Attachments: the note that lists them below the body, and the head of each one's page."""

from collections.abc import Iterator

from ..extraction import ExtractedLine
from ..faces import StandardFace
from ..layout import ExtractedParagraph, Layout, PlacedLine
from ..lines import OPENING
from ..paragraphs import NOTE_NUMBER
from ..phrases import listed, on_page
from ..registry import check
from ..sheet import Outcome
from ..standard import AREA_WIDTH, CHARACTER, FLUSH_TOLERANCE, INDENT, SIZE_TOLERANCE, TITLE_SIZE
from ..translation import gettext as _
from ..translation import gettext_lazy
from .grid import end_error
from .typography import common, han, is_body_size, share_of

_NOTE = "附件："
_ALIGNED = 0.25  # of a character
_FINAL_MARKS = "。；，、：！"
_FACE_SHARE = 0.9

Entry = list[PlacedLine]


@check("attachment_note", gettext_lazy("Note of attachments"), clause="7.3.4")
def attachment_note(layout: Layout) -> Outcome:
    entries = [entry for note in layout.notes for entry in read_entries(note)]
    wrong = [fault for note in layout.notes for fault in _note_faults(note, layout)]
    return Outcome(
        required=gettext_lazy(
            "a blank line below the body, 2 characters in, numbers below one another, names without a final mark"
        ),
        found=listed(wrong) or (_("names: %(count)s") % {"count": len(entries)} if entries else _("none")),
        passed=not wrong,
        reading=gettext_lazy(
            "附件：1. and a name, the next number below the first, a turned line below its name's first character, "
            "full lines ending at the right edge; one attachment alone has no number. ± a quarter of a character."
        ),
    )


def read_entries(note: ExtractedParagraph) -> list[Entry]:
    """Each name in the note with its lines."""
    entries: list[Entry] = []
    numbers = _after(note.first, _NOTE)
    for placed in note.lines:
        number = NOTE_NUMBER.match(placed.line.text)
        follows = number and int(number[1]) == len(entries) + 1 and placed.line.left < numbers + CHARACTER
        if follows or not entries:
            entries.append([])
        entries[-1].append(placed)
    return entries


def _after(line: ExtractedLine, beginning: str) -> float:
    """The left edge of the glyph that follows the beginning of the line."""
    place = len(beginning) if line.text.startswith(beginning) else 0
    return line.glyphs[min(place, len(line.glyphs) - 1)].left


def _note_faults(note: ExtractedParagraph, layout: Layout) -> Iterator[str]:
    entries = read_entries(note)
    yield from _place_faults(note, layout)
    numbered = [bool(NOTE_NUMBER.match(entry[0].line.text.removeprefix(_NOTE))) for entry in entries]
    if any(numbered) != (len(entries) > 1):
        yield _("one alone has no number") if any(numbered) else _("several without numbers")
    for entry in entries:
        yield from (f"{fault}: {entry[0].line.text[:10]}" for fault in _entry_faults(entry, note, layout))
    glyphs = han(glyph for placed in note.lines for glyph in placed.line.glyphs)
    if share_of(StandardFace.FANG, glyphs) < _FACE_SHARE or not all(is_body_size(glyph) for glyph in glyphs):
        yield _("not set as the body")


def _place_faults(note: ExtractedParagraph, layout: Layout) -> Iterator[str]:
    inset = (note.first.left - layout.left) / CHARACTER
    if abs(inset - INDENT) > _ALIGNED:
        yield _("%(count)s characters in") % {"count": f"{inset:.1f}"}
    lines = layout.pages[note.lines[0].page]
    place = lines.index(note.first)
    if place and _slots_below(lines[place - 1], note.first, layout) != 2:
        yield _("not one blank line above it")


def _slots_below(above: ExtractedLine, note: ExtractedLine, layout: Layout) -> int:
    """Below a table they are counted from its last rule."""
    if table := layout.table_of.get(above):
        return round((note.baseline - table.bottom) / (layout.line_pitch or layout.usual_pitch))
    return _slots_between(above, note, layout)


def _entry_faults(entry: Entry, note: ExtractedParagraph, layout: Layout) -> Iterator[str]:
    first, turned = entry[0].line, [placed.line for placed in entry[1:]]
    beginning = _NOTE if first is note.first else ""
    if not beginning and abs(first.left - _after(note.first, _NOTE)) > _ALIGNED * CHARACTER:
        yield _("number not below the first")
    number = NOTE_NUMBER.match(first.text.removeprefix(beginning))
    name = _after(first, beginning + (number[0] if number else ""))
    if any(_off(line, name) > _ALIGNED * CHARACTER for line in turned):
        yield _("turned line not below the name")
    if any(abs(end_error(placed.line, layout)) > FLUSH_TOLERANCE for placed in entry[:-1]):
        yield _("line does not end at the right edge")
    if entry[-1].line.text[-1] in _FINAL_MARKS:
        yield _("a final mark")


def _off(line: ExtractedLine, left: float) -> float:
    """An opening mark may begin with its box or with its right half."""
    halves = (0.0, CHARACTER / 2) if line.text[0] in OPENING else (0.0,)
    return min(abs(line.left + half - left) for half in halves)


def _slots_between(above: ExtractedLine, below: ExtractedLine, layout: Layout) -> int:
    return round((below.baseline - above.baseline) / (layout.line_pitch or 1.85 * layout.size))


@check("attachment_mark", gettext_lazy("Head of attachments"), clause="7.3.7")
def attachment_mark(layout: Layout) -> Outcome:
    wrong = [on_page(mark.lines[0].page, fault) for mark in layout.marks for fault in _mark_faults(mark, layout)]
    wrong += _number_faults(layout)
    return Outcome(
        required=gettext_lazy(
            "附件 and its number in 3号 黑体, flush left on a new page's first line; title centred on the third, "
            "2号 小标宋"
        ),
        found=listed(wrong) or listed([mark.text for mark in layout.marks]) or _("none"),
        passed=not wrong,
        reading=gettext_lazy("The only one has no number; its title is set as the report's own."),
    )


def _mark_faults(mark: ExtractedParagraph, layout: Layout) -> Iterator[str]:
    lines = layout.pages[mark.lines[0].page]
    glyphs = han(mark.first.glyphs)
    if lines[0] is not mark.first:
        yield _("not on the first line")
    if abs(mark.first.left - layout.left) > _ALIGNED * CHARACTER:
        yield _("not at the left edge")
    if share_of(StandardFace.HEI, glyphs) < 1 or not all(is_body_size(glyph) for glyph in glyphs):
        yield _("not in 3号 黑体")
    below = lines[lines.index(mark.first) + 1 :]
    if not below or _slots_between(mark.first, below[0], layout) != 2:
        yield _("title not on the third line")
    elif not _is_title(below[0], layout):
        yield _("title not centred in 2号 小标宋")


def _is_title(line: ExtractedLine, layout: Layout) -> bool:
    off = (line.left + line.right) / 2 - layout.left - AREA_WIDTH / 2
    glyphs = common(line.glyphs) or han(line.glyphs)
    sized = all(abs(glyph.style.size - TITLE_SIZE) <= SIZE_TOLERANCE for glyph in glyphs)
    return abs(off) <= layout.size / 2 and sized and share_of(StandardFace.TITLE, glyphs) >= _FACE_SHARE


def _number_faults(layout: Layout) -> Iterator[str]:
    numbers = [mark.text.removeprefix("附件") for mark in layout.marks]
    expects_numbers = max([len(numbers), *(len(read_entries(note)) for note in layout.notes)]) > 1
    values = [int(number or 0) for number in numbers]
    if any(bool(number) != expects_numbers for number in numbers) or values != sorted(set(values)):
        yield ", ".join(mark.text for mark in layout.marks)
