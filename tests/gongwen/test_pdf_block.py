"""What a block says of itself, to pagination and to the style sheet, and what it costs to ask."""

import re
from dataclasses import replace

import pytest

from reports.documents.rendering import site_faces
from reports.gongwen.fonts import FontRole
from reports.gongwen.lines import SetLine, SpacedRun
from reports.gongwen.pdf.block import Keep, SetBlock, divide_lines
from reports.gongwen.pdf.markup import Markup
from reports.gongwen.pdf.style_sheet import print_style_sheet
from reports.gongwen.structure import BlockKind


class Counted:
    """A line that counts how often it is read."""

    def __init__(self, text):
        self.words, self.reads = text, 0

    @property
    def text(self):
        self.reads += 1
        return self.words


@pytest.mark.parametrize(("lead", "together", "reads"), [(0, 1, 1), (3, 1, 1), (4, 2, 2), (9, 3, 3), (99, 6, 5)])
def test_a_heading_stays_with_the_first_line_that_says_more(lead, together, reads):
    lines = [Counted("四个汉字") for _ in range(5)]
    assert SetBlock(BlockKind.BODY, tuple(lines), lead=lead).together == together
    assert sum(line.reads for line in lines) == reads


def test_an_empty_line_is_none_of_a_heading():
    assert SetBlock(BlockKind.BODY, (Counted(""), Counted("四个汉字"), Counted("余")), lead=4).together == 2


RULES = {
    "whole": (Keep.WHOLE, "break-inside: avoid;"),
    "with-next": (Keep.WITH_NEXT, "break-after: avoid;"),
    "with-previous": (Keep.WITH_PREVIOUS, "break-before: avoid;"),
}


def classes_of(block):
    return re.search('class="([^"]*)"', Markup().block(block))[1].split()


def test_what_pagination_counts_with_the_style_sheet_says_too():
    faces = tuple(site_faces()[role] for role in FontRole)
    style = print_style_sheet(faces, centred=False, watermarked=False)
    rules = dict(re.findall(r"^\.([\w-]+) \{\s*(break-[^}]*?)\s*\}", style, re.MULTILINE))
    assert rules == {name: rule for name, (_flag, rule) in RULES.items()} | {"new-page": "break-before: page;"}
    assert [flag for flag, _rule in RULES.values()] == list(Keep)


@pytest.mark.parametrize(("name", "flag"), [(name, flag) for name, (flag, _rule) in RULES.items()])
def test_a_flag_becomes_its_class(name, flag):
    assert classes_of(SetBlock(BlockKind.BODY, (), keep=flag)) == ["body", name, "in-body"]


def test_a_block_has_the_classes_of_all_that_it_is():
    lines = (Counted("一、走访"), Counted("到村里"), Counted("走访"))
    for line in lines:
        line.pieces = ()
    block = SetBlock(
        BlockKind.HEADING, lines, FontRole.HEADING, Keep.WHOLE | Keep.WITH_NEXT,
        level=2, bookmark="走访", depth=3, new_page=True, blank_above=True, blanks=2, lead=4,
    )  # fmt: skip
    assert classes_of(block) == [
        "heading", "whole", "with-next", "new-page", "blank-above", "blanks2", "together2", "in-heading", "depth3",
    ]  # fmt: skip
    assert Markup().block(block)[:4] == "<div"
    assert Markup().block(replace(block, lead=0))[:3] == "<h2"


LINES = (("　一、走", " 访。"), ("到村", "里 "))


@pytest.mark.parametrize(
    ("lead", "heading", "between", "rest"),
    [
        (2, ["　一、"], "", ["走 访。", "到村里 "]),
        (3, ["　一、走"], "", [" 访。", "到村里 "]),
        (5, ["　一、走 访。"], "\n", ["到村里 "]),
        (7, ["　一、走 访。", "到村"], "", ["里 "]),
        (8, ["　一、走 访。", "到村里 "], "\n", []),
        (99, ["　一、走 访。", "到村里 "], "\n", []),
    ],
)
def test_lines_are_divided_where_the_heading_ends(lead, heading, between, rest):
    lines = [SetLine(tuple(SpacedRun(text, FontRole.BODY, 0) for text in texts), 0) for texts in LINES]
    before, after, divided = divide_lines(lines, lead)
    assert ([line.text for line in before], divided, [line.text for line in after]) == (heading, between, rest)


def line(*pieces):
    return SetLine(tuple(SpacedRun(text, face, spacing) for text, face, spacing in pieces), 0)


CLOSE = (("任人", "body", -37), ("”", "body", -102), ("职责", "body", -37))


def test_what_stands_between_characters_is_said_beside_the_html():
    markup = Markup()
    lines = (line(("甲乙丙", "body", -12)), line(*CLOSE))
    assert markup.block(SetBlock(BlockKind.BODY, lines)) == '<p class="body in-body">甲乙丙\n任人”职责</p>'
    assert markup.spacings == {"甲乙丙": (-12, -12, -12), "任人”职责": (-37, -37, -102, -37, -37)}
    assert markup.rules == {}


def test_the_same_text_spaced_otherwise_has_elements():
    markup = Markup()
    blocks = [SetBlock(BlockKind.BODY, (line(*pieces),)) for pieces in (CLOSE, CLOSE, [("任人”职责", "body", -12)])]
    first, same, other = map(markup.block, blocks)
    assert first == same == '<p class="body in-body">任人”职责</p>'
    assert other == '<p class="body in-body"><span class="s-12">任人”职责</span></p>'
    assert markup.rules == {"s-12": "-0.0125"}


def test_a_heading_is_in_its_own_face():
    lines = line(("第一", "heading", -12), ("㎡", "rare", -12), ("。", "heading", -12), ("一年来", "body", -12))
    block = SetBlock(BlockKind.BODY, (lines,), level=2, lead=4, depth=2, bookmark="第一㎡")
    assert Markup().block(block).split(">", 1)[1] == (
        '<h2 class="run-in in-heading">第一<span class="in-rare">㎡</span>。</h2>一年来</div>'
    )
